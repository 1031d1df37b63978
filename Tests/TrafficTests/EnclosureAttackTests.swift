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

/// Parts of enclosures from a station that sends anything.
@Suite struct EnclosureAttackTests {
    let network: TestNetwork
    let moscow: TestStation
    let beijing: TestStation
    let evil: Attacker
    /// Three parts when it is sealed.
    let bytes: [UInt8]

    init() throws {
        network = try TestNetwork()
        moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        beijing = try network.found("BEIJING", officers: "MAO ZEDONG")
        evil = try Attacker("EVIL", in: network, officers: "BERIA")
        try network.link(moscow, beijing)
        try network.link(evil.test, beijing)
        try network.exchangeUntilQuiet(moscow, beijing, evil.test)
        var random = SplitMix(seed: 19_510_630)
        bytes = (0..<9_000_000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        try network.folder.put("map.png", bytes)
    }

    /// Sends the map, up to what lies on the link.
    private func send(from station: TestStation, as officer: String) throws {
        let map = Attachment(
            name: "map.png", mediaType: "image/png", source: .file(path: network.folder.place("map.png")))
        try station.send("A map", from: officer, to: ["MAO ZEDONG@BEIJING"], attachments: [map])
        _ = try station.station.exchange()
    }

    /// The files with parts on the way to Beijing, in order.
    private func parts() throws -> [String] {
        try network.bundles(for: beijing).filter { (network.folder.content($0)?.count ?? 0) > 100_000 }
    }

    /// The enclosure of the telegram that came last.
    private func announced(from station: TestStation) throws -> IncomingEnclosure {
        let name = station.name
        let known = try beijing.station.register.read { try $0.incomingWithBytes() }
        return try #require(known.first { $0.peer.description == name })
    }

    private func digestOnDisk() throws -> [String] {
        try beijing.files().keys.filter { $0.hasPrefix("enclosures/") }.sorted()
    }

    /// A part that says anything, under the attacker's next number.
    private func part(
        of digest: Digest256, size: Int64, offset: Int64, _ index: Int, of count: Int, _ content: [UInt8]
    ) throws -> Bundle {
        let part = Cover.Part(enclosure: digest, size: size, offset: offset, index: index, count: count)
        return try evil.parcel(evil.cover(of: content, to: beijing, .part(part)), content, to: beijing)
    }

    private func expectMapIsGood() throws {
        try network.exchangeUntilQuiet(moscow, beijing, evil.test)
        let number = try #require(
            try beijing.station.list(limit: 10, includingService: false).last { $0.entry.direction == .incoming })
        try beijing.open(number.entry.number, as: "MAO ZEDONG")
        let session = try beijing.session("MAO ZEDONG")
        let message = try beijing.station.show(number.entry.number, session: session)
        let line = try #require(message.telegram.content.enclosures.first)
        let target = "saved-\(UInt64.random(in: .min ... .max))"
        try beijing.station.save(line, of: message, to: network.folder.place(target), session: session)
        #expect(network.folder.content(target) == bytes)
        #expect(try beijing.gaps.isEmpty)
    }

    /// The issue's own: offset 1, part 2 of 1000000, and others that lie outside what the format allows.
    @Test func aPartThatFitsNowhereIsRefusedAndTouchesNothing() throws {
        let (genuine, size, last) = try sendAllButTheLastPart()
        let before = try beijing.files().filter { $0.key.hasPrefix("enclosures/") }
        let garbage = [UInt8](repeating: 0xEE, count: 1000)
        try evil.put(part(of: genuine.digest, size: size, offset: 1, 2, of: 1_000_000, garbage), for: beijing)
        let report = try beijing.station.exchange()
        #expect((report.parts, report.quarantined.count) == (0, 1))
        #expect(try beijing.files().filter { $0.key.hasPrefix("enclosures/") } == before)
        try network.copy("kept", to: last)
        try expectMapIsGood()
    }

    /// Before the letter, between the parts, and when the whole is here.
    @Test(arguments: [nil, 0, 2, 3])
    func whateverAnotherStationSendsOfItNothingIsSpoilt(afterParts count: Int?) throws {
        try send(from: moscow, as: "FILIPPOV")
        let sealed = try #require(try moscow.station.register.read { try $0.enclosureDigests().first })
        let size = try #require(try moscow.station.register.read { try $0.enclosure(digest: sealed) }).size
        let digest = try Digest256(sealed)
        let late = try count.map { try Array(parts().dropFirst($0)) } ?? network.bundles(for: beijing)
        for (index, bundle) in late.enumerated() {
            try network.copy(bundle, to: "late-\(index)")
            try network.remove(bundle)
        }
        _ = try beijing.station.exchange(only: ["to-MOSCOW"])
        let (length, garbage) = (Int64(SealedEnclosure.partSize), [UInt8](repeating: 0xEE, count: 100_000))
        let right = [UInt8](repeating: 0xEE, count: Int(length))
        try evil.put(part(of: digest, size: size, offset: 1, 2, of: 1_000_000, garbage), for: beijing)
        try evil.put(part(of: digest, size: size + 1, offset: 0, 1, of: 3, right), for: beijing)
        try evil.put(part(of: digest, size: size, offset: length, 2, of: 3, right), for: beijing)
        try evil.put(part(of: digest, size: 100_000, offset: 0, 1, of: 1, garbage), for: beijing)
        try evil.put(part(of: digest, size: size, offset: 100_000, 2, of: 91, garbage), for: beijing)
        _ = try beijing.station.exchange(only: ["to-EVIL"])
        #expect(try beijing.station.fullEnclosures().isEmpty)
        for (index, bundle) in late.enumerated() { try network.copy("late-\(index)", to: bundle) }
        try expectMapIsGood()
        #expect(try digestOnDisk() == ["enclosures/\(digest).age"])
    }

    /// What came first may have been entered when it announced nothing.
    @Test func aCopyOfALetterAnnouncesToo() throws {
        let (letter, content) = (Array("a letter".utf8), [UInt8](repeating: 1, count: 1000))
        let digest = Digest256(of: content)
        let part = Cover.Part(enclosure: digest, size: 1000, offset: 0, index: 1, count: 1)
        try evil.put(evil.parcel(evil.cover(of: content, to: beijing, .part(part)), content, to: beijing), for: beijing)
        let first = try evil.cover(of: letter, to: beijing, for: "MAO ZEDONG")
        try evil.put(evil.parcel(first, letter, to: beijing), for: beijing)
        #expect(try beijing.station.exchange().received.count == 1)
        #expect(try digestOnDisk() == ["enclosures/\(digest)-EVIL.part"])
        let copy = try evil.cover(of: letter, to: beijing, for: "MAO ZEDONG") {
            $0.replaces = first.channel
            $0.announces = [Cover.Announcement(digest: digest, size: 1000)]
        }
        try evil.put(evil.parcel(copy, letter, to: beijing), for: beijing)
        let report = try beijing.station.exchange()
        #expect((report.received.count, report.duplicates) == (0, 1))
        #expect(try digestOnDisk() == ["enclosures/\(digest).age"])
    }

    /// - Returns: the enclosure that is not whole yet, its size, and where its last part belongs, which is kept as `kept`.
    private func sendAllButTheLastPart() throws -> (enclosure: IncomingEnclosure, size: Int64, last: String) {
        try send(from: moscow, as: "FILIPPOV")
        let last = try #require(try parts().last)
        try network.copy(last, to: "kept")
        try network.remove(last)
        _ = try beijing.station.exchange()
        let genuine = try announced(from: moscow)
        let size = try #require(try beijing.station.register.read { try $0.incoming(genuine) }).facts.size
        return (genuine, size, last)
    }

    @Test func anotherStationsPartsCannotReachWhatItHasNotAnnounced() throws {
        let (genuine, size, last) = try sendAllButTheLastPart()
        let length = Int64(SealedEnclosure.partSize)
        for index in 0..<3 {
            let offset = Int64(index) * length
            let garbage = [UInt8](repeating: 0xEE, count: Int(min(length, size - offset)))
            let part = try part(of: genuine.digest, size: size, offset: offset, index + 1, of: 3, garbage)
            try evil.put(part, for: beijing)
        }
        #expect(try beijing.station.exchange(only: ["to-EVIL"]).parts == 3)
        #expect(try beijing.station.fullEnclosures().isEmpty)
        try network.copy("kept", to: last)
        try expectMapIsGood()
        #expect(try digestOnDisk() == ["enclosures/\(genuine.digest).age"])
    }

    @Test func whoAnnouncesWhatAnotherSendsHasAFileOfHisOwnAndSpoilsOnlyThat() throws {
        let (genuine, size, last) = try sendAllButTheLastPart()
        let letter = Array("a letter".utf8)
        let cover = try evil.cover(of: letter, to: beijing, for: "MAO ZEDONG") {
            $0.announces = [Cover.Announcement(digest: genuine.digest, size: size)]
        }
        try evil.put(evil.parcel(cover, letter, to: beijing), for: beijing)
        _ = try beijing.station.exchange(only: ["to-EVIL"])
        let length = Int64(SealedEnclosure.partSize)
        for index in 0..<3 {
            let offset = Int64(index) * length
            let garbage = [UInt8](repeating: 0xEE, count: Int(min(length, size - offset)))
            let part = try part(of: genuine.digest, size: size, offset: offset, index + 1, of: 3, garbage)
            try evil.put(part, for: beijing)
        }
        let report = try beijing.station.exchange(only: ["to-EVIL"])
        #expect(report.parts == 3)
        #expect(report.warnings.contains { $0.contains("an enclosure from EVIL was damaged here") })
        #expect(try beijing.station.register.read { try $0.incoming(genuine) }?.present == 2 * length)
        try network.copy("kept", to: last)
        try expectMapIsGood()
    }

    @Test func whatIsRefusedByItsNumberHasWrittenNothing() throws {
        let content = [UInt8](repeating: 1, count: 1000)
        let digest = Digest256(of: content)
        let part = Cover.Part(enclosure: digest, size: 1000, offset: 0, index: 1, count: 1)
        let first = try evil.cover(of: content, to: beijing, .part(part))
        try evil.put(evil.parcel(first, content, to: beijing), for: beijing)
        _ = try beijing.station.exchange()
        let before = try beijing.files().filter { $0.key.hasPrefix("enclosures/") }
        #expect(before.values.first == content)
        let other = [UInt8](repeating: 2, count: 1000)
        let again = try evil.cover(of: other, to: beijing, .part(part)) { $0.channel = first.channel }
        try evil.put(evil.parcel(again, other, to: beijing), for: beijing)
        #expect(try beijing.station.exchange().quarantined.first?.contains("used before") == true)
        #expect(try beijing.files().filter { $0.key.hasPrefix("enclosures/") } == before)
        // Under a number of its own it is no better: the place is taken.
        try evil.put(self.part(of: digest, size: 1000, offset: 0, 1, of: 1, other), for: beijing)
        _ = try beijing.station.exchange()
        #expect(try beijing.files().filter { $0.key.hasPrefix("enclosures/") } == before)
    }

    @Test func partsThatAreNeverAnnouncedTakeALimitedRoomAndEnd() throws {
        let share = try #require(Kept.unannounced.limit.perSource)
        let size = 7 << 20
        var report = ExchangeReport()
        for number in 0..<share.bytes / size + 3 {
            let content = [UInt8](repeating: UInt8(number), count: size)
            let bundle = try part(of: Digest256(of: content), size: Int64(size), offset: 0, 1, of: 1, content)
            #expect(try beijing.station.takeIn(bundle.encoded(), report: &report) == nil)
        }
        func onDisk() throws -> Int {
            try beijing.files().filter { $0.key.hasPrefix("enclosures/") }.values.reduce(0) { $0 + $1.count }
        }
        #expect(try onDisk() > share.bytes - size)
        #expect(try onDisk() <= share.bytes)
        network.clock.advance(days: try #require(Kept.unannounced.limit.days) + 1)
        try beijing.station.endWhatIsOver()
        #expect(try onDisk() == 0)
    }

    /// Whatever could not be kept, or has ended, comes again when its letter does.
    @Test func partsWhoseLetterComesVeryLateAreAskedForAgain() throws {
        try send(from: moscow, as: "FILIPPOV")
        let parts = try parts()
        let letter = try #require(try network.bundles(for: beijing).first { !parts.contains($0) })
        try network.copy(letter, to: "letter")
        try network.remove(letter)
        #expect(try beijing.station.exchange().parts == 3)
        #expect(try beijing.station.fullEnclosures().isEmpty)
        network.clock.advance(days: try #require(Kept.unannounced.limit.days) + 1)
        try beijing.station.endWhatIsOver()
        #expect(try digestOnDisk().isEmpty)
        try network.bundles(for: moscow).forEach(network.remove)
        try network.copy("letter", to: letter)
        #expect(try beijing.station.exchange().received.count == 1)
        #expect(try beijing.gaps.count == 3)
        try expectMapIsGood()
    }

    @Test func aWholeThatIsDamagedOnTheDiskIsFetchedAgain() throws {
        try send(from: moscow, as: "FILIPPOV")
        _ = try beijing.station.exchange()
        try network.exchangeUntilQuiet(moscow, beijing)
        let file = try #require(try digestOnDisk().first)
        var content = try #require(network.folder.content("BEIJING/\(file)"))
        content[5_000_000] ^= 1
        try network.folder.put("BEIJING/\(file)", content)
        let error = #expect(throws: StationError.self) { try expectMapIsGood() }
        #expect(error?.message.description == "map.png was damaged on the disk here: its parts are asked for again")
        try network.exchangeUntilQuiet(moscow, beijing)
        try expectMapIsGood()
    }

    @Test func aWholeThatIsGoneIsFetchedAgain() throws {
        try send(from: moscow, as: "FILIPPOV")
        _ = try beijing.station.exchange()
        try network.remove("BEIJING/\(try #require(try digestOnDisk().first))")
        #expect(throws: StationError.self) { try expectMapIsGood() }
        try network.exchangeUntilQuiet(moscow, beijing)
        try expectMapIsGood()
    }

    /// A station that announces what its parts do not make is asked so often and no more.
    @Test func whoNeverSendsWhatHeAnnouncesIsNotAskedForEver() throws {
        let (letter, content) = (Array("a letter".utf8), [UInt8](repeating: 1, count: 1000))
        let digest = Digest256(of: letter)
        let cover = try evil.cover(of: letter, to: beijing, for: "MAO ZEDONG") {
            $0.announces = [Cover.Announcement(digest: digest, size: 1000)]
        }
        try evil.put(evil.parcel(cover, letter, to: beijing), for: beijing)
        let part = Cover.Part(enclosure: digest, size: 1000, offset: 0, index: 1, count: 1)
        let partCover = try evil.cover(of: content, to: beijing, .part(part))
        let bundle = try evil.parcel(partCover, content, to: beijing)
        for round in 0...Station.mostFailures {
            try evil.put(bundle, for: beijing, named: "again-\(round)")
            let report = try beijing.station.exchange()
            let words = round < Station.mostFailures ? "was damaged here" : "is never what it should be"
            #expect(report.warnings.contains { $0.contains(words) }, "\(report.warnings)")
            #expect(try beijing.gaps.count == (round < Station.mostFailures ? 1 : 0))
        }
        try evil.put(bundle, for: beijing, named: "once-more")
        #expect(try beijing.station.exchange().duplicates == 1)
        #expect(try digestOnDisk().isEmpty)
    }

    /// The bytes are written before the part is acknowledged, and a crash before that loses nothing.
    @Test func aPartWrittenBeforeACrashIsWrittenAgain() throws {
        try send(from: moscow, as: "FILIPPOV")
        let bundles = try network.bundles(for: beijing)
        for (index, bundle) in bundles.enumerated() { try network.copy(bundle, to: "kept-\(index)") }
        let before = try beijing.snapshot()
        let last = try #require(try parts().last)
        try network.remove(last)
        _ = try beijing.station.exchange()
        let partial = try #require(try beijing.files().first { $0.key.hasSuffix(".part") })
        let restored = try beijing.restored(from: before)
        // The file of the parts is there, the register has not heard of it.
        try network.folder.put("BEIJING/\(partial.key)", partial.value)
        for (index, bundle) in bundles.enumerated() { try network.copy("kept-\(index)", to: bundle) }
        #expect(try restored.station.exchange().parts == 3)
        try expectMapIsGood()
    }
}
