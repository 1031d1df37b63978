import BundleProtocol
import Desk
import Register
import Relay
import Sealing
import StationSupport
import Telegrams
import Testing

@testable import Station
@testable import Traffic

@Suite struct TransitTests {
    let network: TestNetwork
    let moscow: TestStation
    let beijing: TestStation
    let pyongyang: TestStation

    /// Moscow and Pyongyang reach each other by way of Beijing only.
    init() throws {
        network = try TestNetwork()
        moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        beijing = try network.found("BEIJING", officers: "MAO ZEDONG")
        pyongyang = try network.found("PYONGYANG", officers: "KIM IL SUNG")
        try network.link(moscow, beijing)
        try network.link(beijing, pyongyang)
        try network.introduce(moscow, pyongyang)
        try moscow.station.addRoute(to: pyongyang.station.designator, via: beijing.station.designator)
        try pyongyang.station.addRoute(to: moscow.station.designator, via: beijing.station.designator)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
    }

    @Test func aRelayedTelegramIsOpenedAndItsReceiptsComeBack() throws {
        let before = try beijing.numbers
        try moscow.send("By way of Beijing", from: "FILIPPOV", to: ["KIM IL SUNG@PYONGYANG"])
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        #expect(try pyongyang.openAll(as: "KIM IL SUNG") == ["By way of Beijing"])
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        let number = try #require(try moscow.station.list(limit: 1).first?.entry.number)
        #expect(try moscow.addressee("KIM IL SUNG@PYONGYANG", of: number)?.opened != nil)

        // The station in between has entered nothing and keeps nothing.
        #expect(try beijing.numbers == before)
        #expect(try beijing.station.inbox(of: nil, limit: 1).outgoing == 0)
    }

    @Test func whatIsSentInOneExchangeArrivesInItsOrderWhateverTheWay() throws {
        let subjects = (1...20).map { "No. \($0)" }
        for subject in subjects { try moscow.send(subject, from: "FILIPPOV", to: ["KIM IL SUNG@PYONGYANG"]) }
        let handed = try moscow.station.exchange().handed["to-BEIJING"]
        #expect(handed == 20)
        #expect(try beijing.station.exchange().relayed == 20)
        let report = try pyongyang.station.exchange()
        let received = try report.received.map { try pyongyang.open($0, as: "KIM IL SUNG").telegram.subject }
        #expect(received == subjects)
        #expect(try pyongyang.gaps == [])
    }

    // MARK: Handing on before it is durable

    @Test func whatIsCarriedCanLeaveBeforeItIsDurableHere() throws {
        let delivery = try bundleForPyongyang()
        let other = try Station(home: beijing.station.home)
        var outbox = try Outbox(beijing.station)
        var left: [Packed] = []
        var (report, duties) = (ExchangeReport(), Duties(seed: 1))
        let settlement = try beijing.station.settle(
            [delivery], [], room: outbox.dispatcher.stored, &duties, report: &report
        ) { intake in
            left = handOn(&outbox, in: intake)
            #expect((try? other.register.read { try $0.transit() })?.isEmpty == true, "nobody else can see it yet")
        }
        #expect(settlement.verdicts == [.durable])
        #expect(left.count == 1)
        let records = try other.register.read { try $0.transit() }
        #expect(records.map(\.name) == left.map(\.identity))
        // What left is what the register would have given.
        let packings = try beijing.station.pack(records.map(Departure.transit))
        guard case .packed(let again) = packings.first else {
            Issue.record("it waits")
            return
        }
        #expect(again.bytes == left.first?.bytes)
    }

    @Test func whatFailedToBecomeDurableDoesNotWait() throws {
        let delivery = try bundleForPyongyang()
        let examined = try beijing.station.examine([.accepted(.init(bytes: delivery.bytes, peer: delivery.peer))])
        guard case .accepted(.transit(let record, let bundle)) = examined.first else {
            Issue.record("it is for others")
            return
        }
        var outbox = try Outbox(beijing.station)
        var advance: Outbox.Advance?
        #expect(throws: StationError.self) {
            try beijing.station.register.write { writer in
                try writer.takeCustody(record, bytes: bundle.encoded(), hasCircled: false)
                advance = try outbox.refresh(from: beijing.station, in: writer.reader)
                #expect(waiting(outbox) == 1)
                throw StationError(.unavailable, "the disk is full")
            }
        }
        outbox.retract(try #require(advance))
        #expect(waiting(outbox) == 0)
        try outbox.refresh(from: beijing.station)
        #expect(waiting(outbox) == 0)
        try beijing.station.register.write {
            try $0.takeCustody(record, bytes: bundle.encoded(), hasCircled: false)
        }
        try outbox.refresh(from: beijing.station)
        #expect(waiting(outbox) == 1, "it is taken up when it comes again")
    }

    private func waiting(_ outbox: Outbox) -> Int {
        var dispatcher = outbox.dispatcher
        return dispatcher.status(at: network.clock.now).queues.values.reduce(0) { $0 + $1.count }
    }

    private func bundleForPyongyang() throws -> ReceivedBundle {
        try moscow.send("By way of Beijing", from: "FILIPPOV", to: ["KIM IL SUNG@PYONGYANG"])
        _ = try moscow.station.exchange()
        let file = try #require(try network.bundles(for: beijing).first)
        return ReceivedBundle(
            bytes: try #require(network.folder.content(file)), peer: moscow.station.designator, link: "to-MOSCOW")
    }

    private func handOn(_ outbox: inout Outbox, in intake: IntakeUnderWay) -> [Packed] {
        var left: [Packed] = []
        do {
            _ = try outbox.refresh(from: beijing.station, in: intake.reader)
            outbox.dispatcher.linkOpened("to-PYONGYANG", at: network.clock.now)
            try outbox.lease(on: "to-PYONGYANG", count: 9, bytes: 1 << 20, at: network.clock.now) { batch in
                try beijing.station.pack(batch.map(\.departure), in: intake).map { packing in
                    if case .packed(let packed) = packing { left.append(packed) }
                    return .underWay
                }
            }
        } catch {
            Issue.record(error)
        }
        return left
    }

    @Test func theStationInBetweenHasNoKeyForWhatItCarries() throws {
        try moscow.send("Not for Mao", from: "FILIPPOV", to: ["KIM IL SUNG@PYONGYANG"])
        _ = try moscow.station.exchange()
        let file = try #require(try network.bundles(for: beijing).last)
        let bytes = try #require(network.folder.content(file))
        let bundle = try Bundle(parsing: bytes, limits: BundleLimits())
        let keys = try beijing.station.sealingKeys().map(\.identity)
        #expect(throws: SealingError.self) { try OpenedParcel(Array(bundle.payload), identities: keys) }
        #expect(throws: SealingError.self) {
            try OpenedParcel(Array(bundle.payload), identities: beijing.session("MAO ZEDONG").identities)
        }
        let report = try beijing.station.exchange()
        #expect(report.relayed == 1)
        #expect(report.received.isEmpty)
    }

    @Test func theSameBundleIsCarriedOnce() throws {
        try moscow.send("Once", from: "FILIPPOV", to: ["KIM IL SUNG@PYONGYANG"])
        _ = try moscow.station.exchange()
        let file = try #require(try network.bundles(for: beijing).last)
        try network.copy(file, to: "kept")
        _ = try beijing.station.exchange()
        try network.copy("kept", to: file)
        let report = try beijing.station.exchange()
        #expect(report.relayed == 0)
        #expect(report.duplicates == 1)
        #expect(try network.bundles(for: pyongyang).count == 1)
    }

    @Test func whatIsLostBehindTheRelayIsRepeatedByTheSender() throws {
        try moscow.send("First", from: "FILIPPOV", to: ["KIM IL SUNG@PYONGYANG"])
        _ = try moscow.station.exchange()
        _ = try beijing.station.exchange()
        try network.remove(#require(try network.bundles(for: pyongyang).first))
        try moscow.send("Second", from: "FILIPPOV", to: ["KIM IL SUNG@PYONGYANG"])
        _ = try moscow.station.exchange()
        _ = try beijing.station.exchange()
        _ = try pyongyang.station.exchange()
        #expect(try pyongyang.gaps.count == 1)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        #expect(try pyongyang.gaps.isEmpty)
        #expect(Set(try pyongyang.openAll(as: "KIM IL SUNG")) == ["First", "Second"])
    }

    @Test func whatIsDamagedBeforeTheRelayIsRepeatedByTheSender() throws {
        try moscow.send("Torn", from: "FILIPPOV", to: ["KIM IL SUNG@PYONGYANG"])
        _ = try moscow.station.exchange()
        let file = try #require(try network.bundles(for: beijing).last)
        let bytes = try #require(network.folder.content(file))
        try network.folder.put(file, Array(bytes.dropLast(9)))
        #expect(try beijing.station.exchange().quarantined.count == 1)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        #expect(try pyongyang.openAll(as: "KIM IL SUNG") == ["Torn"])
    }

    @Test func aBundleGoesBackOnlyWhereThereIsNoOtherWay() throws {
        try beijing.station.addRoute(to: pyongyang.station.designator, via: moscow.station.designator, cost: 1)
        try moscow.send("First", from: "FILIPPOV", to: ["KIM IL SUNG@PYONGYANG"])
        _ = try moscow.station.exchange()
        #expect(try beijing.station.exchange().relayed == 1)
        #expect(try moscow.station.exchange().relayed == 0)
        try beijing.station.removeLink("to-PYONGYANG")
        try moscow.send("Second", from: "FILIPPOV", to: ["KIM IL SUNG@PYONGYANG"])
        _ = try moscow.station.exchange()
        #expect(try beijing.station.exchange().relayed == 1)
        #expect(try moscow.station.exchange().relayed == 1)
    }

    @Test func aBundleThatHasRunInACircleIsCarriedOnAndNotLost() throws {
        // Beijing hands it to Pyongyang; a copy that has made more hops comes back, because Pyongyang could not deliver it.
        try moscow.send("Round", from: "FILIPPOV", to: ["KIM IL SUNG@PYONGYANG"])
        _ = try moscow.station.exchange()
        #expect(try beijing.station.exchange().relayed == 1)
        let file = try #require(try network.bundles(for: pyongyang).last)
        let first = try Bundle(parsing: #require(network.folder.content(file)))
        try network.remove(file)
        var report = ExchangeReport()
        #expect(try beijing.station.takeIn(first.encoded(), report: &report) == nil)
        #expect((report.relayed, report.duplicates) == (1, 0))
        #expect(try beijing.station.takeIn(first.encoded(), report: &report) == nil)
        #expect((report.relayed, report.duplicates) == (1, 1))
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        #expect(try pyongyang.openAll(as: "KIM IL SUNG") == ["Round"])
    }

    @Test func aBundleForAStationThatNobodyKnowsStaysAndIsNamed() throws {
        try beijing.station.removeLink("to-PYONGYANG")
        try moscow.send("Waiting", from: "FILIPPOV", to: ["KIM IL SUNG@PYONGYANG"])
        _ = try moscow.station.exchange()
        let report = try beijing.station.exchange()
        #expect(report.relayed == 1)
        #expect(report.troubles == [])
        #expect(report.held == ["1 routine to PYONGYANG, for others, waits: no link and no route leads to PYONGYANG"])
        #expect(try beijing.station.inbox(of: nil, limit: 1).outgoing == 1)
        let path = network.folder.place("links/BEIJING-PYONGYANG")
        try beijing.station.addFolder("again", path: path, peer: pyongyang.station.designator)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        #expect(try pyongyang.openAll(as: "KIM IL SUNG") == ["Waiting"])
    }

    @Test func whatIsBeyondTheStorageForOthersStaysOnTheLink() throws {
        for subject in ["One", "Two"] { try moscow.send(subject, from: "FILIPPOV", to: ["KIM IL SUNG@PYONGYANG"]) }
        _ = try moscow.station.exchange()
        let files = try network.bundles(for: beijing)
        let bundles = try files.map {
            Station.Verdict.accepted(Station.UnopenedBundle(bytes: try #require(network.folder.content($0))))
        }
        var report = ExchangeReport()
        let found = try beijing.station.takeIn(bundles, limits: StorageLimits(count: 1), report: &report)
        #expect(report.relayed == 1)
        guard case .unavailable(let reason) = found.last else { return #expect(Bool(false), "the second was taken") }
        #expect(reason == "the storage for the bundles of others is full")
        let repetition = try beijing.station.takeIn([bundles[0]], limits: StorageLimits(count: 1), report: &report)
        guard case .accepted = repetition.first else { return #expect(Bool(false), "a repetition needs no room") }
        #expect(report.duplicates == 1)
        let further = try Bundle(parsing: #require(network.folder.content(files[1])))
            .forwarded(by: moscow.station.endpoint.nodeID, ageIncrement: 0)
        let arrived = Station.Verdict.accepted(Station.UnopenedBundle(bytes: further.encoded()))
        let furthest = try beijing.station.takeIn([arrived], limits: StorageLimits(count: 1), report: &report)
        guard case .accepted = furthest.first else { return #expect(Bool(false), "what has come furthest finds room") }
        #expect(report.relayed == 2)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        #expect(Set(try pyongyang.openAll(as: "KIM IL SUNG")) == ["One", "Two"])
    }

    @Test func whatWaitsForOthersAndWhatIsOursLeavesInOneOrder() throws {
        try moscow.send("slow", from: "FILIPPOV", to: ["KIM IL SUNG@PYONGYANG"], precedence: .routine)
        try moscow.send("fast", from: "FILIPPOV", to: ["KIM IL SUNG@PYONGYANG"], precedence: .flash)
        _ = try moscow.station.exchange()
        network.clock.advance(seconds: 1)
        try beijing.send("own", from: "MAO ZEDONG", to: ["KIM IL SUNG@PYONGYANG"], precedence: .priority)
        #expect(try beijing.station.exchange().relayed == 2)
        let report = try pyongyang.station.exchange()
        let subjects = try report.received.map { try pyongyang.open($0, as: "KIM IL SUNG").telegram.subject }
        #expect(subjects == ["fast", "own", "slow"])
    }
}
