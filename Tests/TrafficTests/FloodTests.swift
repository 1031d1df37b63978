import BundleProtocol
import Desk
import Register
import Relay
import Sealing
import Station
import StationSupport
import Telegrams
import Testing

@testable import Traffic

/// Others send more than a station has room for.
@Suite struct FloodTests {
    let network: TestNetwork
    let moscow: TestStation
    let beijing: TestStation
    let evil: Attacker

    init() throws {
        network = try TestNetwork()
        moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        beijing = try network.found("BEIJING", officers: "MAO ZEDONG")
        evil = try Attacker("EVIL", in: network)
        try network.link(moscow, beijing)
        try network.link(evil.test, beijing)
        try network.exchangeUntilQuiet(moscow, beijing, evil.test)
    }

    /// Over a session of a neighbour.
    @discardableResult
    private func deliver(_ bundles: [[UInt8]], from peer: TestStation? = nil) throws -> ExchangeReport {
        let peer = (peer ?? evil.test).station.designator
        let deliveries = bundles.map { ReceivedBundle(bytes: $0, peer: peer, link: "to-\(peer)") }
        var report = ExchangeReport()
        var duties = Duties(seed: 1)
        let settlement = try beijing.station.settle(
            deliveries, [], room: Custody<Designator?>(limits: StorageLimits()), &duties, report: &report)
        #expect(settlement.verdicts.allSatisfy { $0 == .durable })
        return report
    }

    private func garbage(_ number: Int, size: Int = 100) -> [UInt8] {
        Array("garbage \(number)".utf8) + [UInt8](repeating: 0, count: size)
    }

    private var files: [String: [UInt8]] {
        get throws { try beijing.files().filter { $0.key.hasPrefix("quarantine/") } }
    }

    @Test func aFloodOfGarbageTakesItsOwnShareAndPushesOutNothingOfOthers() throws {
        try deliver([garbage(-1)], from: moscow)
        let share = try #require(Kept.quarantine.limit.perSource)
        for start in stride(from: 0, to: share.count + 200, by: 100) {
            try deliver((start..<start + 100).map { garbage($0) })
        }
        let items = try beijing.station.quarantined()
        #expect(items.count == share.count + 1)
        #expect(items.last?.source == "link to-MOSCOW")
        #expect(items.filter { $0.source == "link to-EVIL" }.count == share.count)
        #expect(try files.count == share.count + 1)
        #expect(try files.values.contains(garbage(-1)))
        #expect(try !files.values.contains(garbage(0)), "the oldest has given way")
        #expect(try beijing.station.status().quarantined == share.count + 1)
    }

    @Test func bytesAreLimitedAsNumbersAre() throws {
        let share = try #require(Kept.quarantine.limit.perSource)
        for number in 0..<6 { try deliver([garbage(number, size: share.bytes / 4)]) }
        #expect(try files.values.reduce(0) { $0 + $1.count } <= share.bytes)
        #expect(try beijing.station.quarantined().count == 3)
    }

    @Test func nothingThatArrivesReplacesWhatIsInTheQuarantine() throws {
        let genuine = try evil.bundle([1, 2, 3], to: beijing)
        let first = try evil.impostor(of: genuine, payload: Array("first".utf8))
        try deliver([first.encoded()])
        // Of the same name, because what the name is made of is the same.
        let second = try first.forwarded(by: .ipn(node: 9, service: 0), ageIncrement: 5)
        #expect(first.name == second.name)
        try deliver([second.encoded()])
        #expect(try Set(files.values) == [first.encoded(), second.encoded()])
    }

    @Test func theSameBytesAgainAreKeptOnceAndToldOnce() throws {
        let bundle = try evil.bundle([1, 2, 3], to: beijing).encoded()
        #expect(try deliver([bundle, bundle]).quarantined.count == 1)
        #expect(try deliver([bundle]).quarantined.isEmpty)
        #expect(try files.count == 1)
        #expect(try beijing.station.quarantined().count == 1)
    }

    @Test func whatAStationHasSignedForCountsForItWhoeverCarriesIt() throws {
        let cover = try evil.cover(of: Array("a letter".utf8), to: beijing) { $0.channel = 40_000 }
        try deliver([evil.parcel(cover, Array("a letter".utf8), to: beijing).encoded()], from: moscow)
        #expect(try beijing.station.quarantined().map(\.source) == ["station EVIL"])
    }

    @Test func theSameFloodOverAFolderEndsLikewise() throws {
        let share = try #require(Kept.quarantine.limit.perSource)
        for number in 0..<5 {
            try evil.put(garbage(number, size: share.bytes / 5), for: beijing, named: "\(number)")
        }
        _ = try beijing.station.exchange()
        #expect(try files.values.reduce(0) { $0 + $1.count } <= share.bytes)
        #expect(try beijing.station.quarantined().count == 4)
        #expect(try network.bundles(for: beijing).isEmpty)
    }

    @Test func oldItemsAreThrownAwayByThemselves() throws {
        try deliver([garbage(1)])
        let days = try #require(Kept.quarantine.limit.days)
        network.clock.advance(days: days - 1)
        try beijing.station.endWhatIsOver()
        #expect(try files.count == 1)
        network.clock.advance(days: 2)
        try beijing.station.endWhatIsOver()
        #expect(try files.isEmpty)
        #expect(try beijing.station.quarantined().isEmpty)
    }

    @Test func aClockThatJumpsThrowsNothingAway() throws {
        try deliver([garbage(1)])
        try beijing.station.endWhatIsOver()
        network.clock.set(daysAhead: 3650)
        try beijing.station.endWhatIsOver()
        #expect(try files.count == 1)
    }

    @Test func itemsAreThrownAwayBySourceAndAge() throws {
        try deliver([garbage(1)])
        try deliver([garbage(2)], from: moscow)
        var choice = QuarantineChoice()
        choice.link = "to-EVIL"
        #expect(try beijing.station.removeQuarantined(choice) == 1)
        #expect(try Array(files.values) == [garbage(2)])
        network.clock.advance(days: 3)
        choice = QuarantineChoice()
        choice.before = network.clock.now.adding(days: -4)
        #expect(try beijing.station.removeQuarantined(choice) == 0)
        choice.before = network.clock.now.adding(days: -2)
        #expect(try beijing.station.removeQuarantined(choice) == 1)
        #expect(try files.isEmpty)
    }

    /// Whoever writes a station's name on garbage makes us tell that station, and only so often.
    @Test func aStationIsToldOfDamageThatNobodyHasSignedForSoOftenADay() throws {
        let source = EndpointID.ipn(node: moscow.station.record.node, service: 1)
        let bundles = try (0..<Kept.reports.most + 30).map { number in
            try evil.bundle(garbage(number), to: .ipn(node: beijing.station.record.node, service: 1), source: source)
        }
        try deliver(bundles.map { $0.encoded() })
        let told = try beijing.station.register.read { try $0.pendingNotices() }
            .filter { $0.peer == moscow.station.designator }
        #expect(told.count == Kept.reports.most)
    }

    @Test func receiptsThatAreRepeatedForEverLeaveNoTrace() throws {
        let sent = try beijing.send("Once", from: "MAO ZEDONG", to: ["FILIPPOV@MOSCOW"])
        try network.exchangeUntilQuiet(moscow, beijing)
        _ = try moscow.openAll(as: "FILIPPOV")
        try network.exchangeUntilQuiet(moscow, beijing)
        let events = try beijing.station.trace(sent.number).events
        let channel = try #require(sent.parcels.first).channel
        let name = ParcelName(
            channel: channel,
            digest: Digest256(of: try beijing.station.register.read { try $0.content(of: sent.number) }))
        var report = ExchangeReport()
        try beijing.station.register.write { writer in
            for seconds in 0..<20 as Range<Int64> {
                let time = network.clock.now.adding(seconds: seconds).wholeSecond
                try beijing.station.apply(
                    [.arrived(name, at: time), .opened(name, at: time, by: Codename("FILIPPOV"))],
                    from: moscow.station.designator, in: writer, report: &report)
            }
        }
        #expect(try beijing.station.trace(sent.number).events == events)
    }
}
