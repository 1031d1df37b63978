import Desk
import FoundationEssentials
import Register
import StationSupport
import Telegrams
import Testing

@testable import Station
@testable import Traffic

@Suite struct RepeatTests {
    let network: TestNetwork
    let moscow: TestStation
    let beijing: TestStation

    init() throws {
        network = try TestNetwork()
        moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        beijing = try network.found("BEIJING", officers: "MAO ZEDONG")
        try network.link(moscow, beijing)
        try network.exchangeUntilQuiet(moscow, beijing)
    }

    /// Sends a telegram and returns its bundle's file.
    private func hand(_ subject: String) throws -> String {
        let before = Set(try network.bundles(for: beijing))
        try moscow.send(subject, from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try moscow.station.exchange()
        return try #require(try network.bundles(for: beijing).first { !before.contains($0) })
    }

    @Test func aLostBundleShowsAsAGapAndIsRepeated() throws {
        try network.remove(hand("Lost"))
        _ = try hand("Not lost")
        let report = try beijing.station.exchange()
        #expect(report.received.count == 1)
        #expect(try beijing.gaps == [2])
        #expect(try moscow.station.exchange().notices == 2)
        #expect(try beijing.station.exchange().received.count == 1)
        #expect(try beijing.gaps.isEmpty)
        #expect(Set(try beijing.openAll(as: "MAO ZEDONG")) == ["Lost", "Not lost"])
        #expect(try network.exchangeUntilQuiet(moscow, beijing) <= 3)
    }

    @Test func aRepeatIsAskedForAfterAPauseThatDoubles() throws {
        try network.remove(hand("Lost"))
        _ = try hand("Not lost")
        _ = try beijing.station.exchange()
        let requests = try network.bundles(for: moscow).count
        for repetition in 1...4 {
            for _ in 0..<3 { #expect(try beijing.station.exchange().isQuiet) }
            network.clock.advance(seconds: 300 << (repetition - 1) - 1)
            #expect(try beijing.station.exchange().isQuiet)
            network.clock.advance(seconds: 1)
            #expect(try !beijing.station.exchange().isQuiet)
            #expect(try network.bundles(for: moscow).count == requests + repetition)
        }
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.gaps.isEmpty)
    }

    @Test func whenTheClockGoesBackRepeatsAreAskedForAllTheSame() throws {
        network.clock.advance(days: 3)
        try network.remove(hand("Lost"))
        _ = try hand("Not lost")
        _ = try beijing.station.exchange()
        try network.bundles(for: moscow).forEach(network.remove)
        network.clock.advance(days: -3)
        #expect(try !beijing.station.exchange().isQuiet)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.gaps.isEmpty)
    }

    @Test func aLostRequestIsAskedForAgain() throws {
        try network.remove(hand("Lost"))
        _ = try hand("Not lost")
        _ = try beijing.station.exchange()
        try network.bundles(for: moscow).forEach(network.remove)
        network.clock.advance(seconds: 7200)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.gaps.isEmpty)
        #expect(try moscow.gaps.isEmpty)
        #expect(Set(try beijing.openAll(as: "MAO ZEDONG")) == ["Lost", "Not lost"])
    }

    @Test func aNumberThatWasNeverUsedIsDeclaredVoid() throws {
        try moscow.station.register.write { writer in
            var correspondence = try writer.reader.correspondence(with: beijing.station.designator)
            for _ in 0..<2 { _ = correspondence.number(at: network.clock.now) }
            try writer.set(correspondence, with: beijing.station.designator)
        }
        _ = try hand("After two that never were")
        _ = try beijing.station.exchange()
        #expect(try beijing.gaps.count == 2)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.gaps.isEmpty)
    }

    @Test func aSecondCopyIsDeliveredOnce() throws {
        let file = try hand("Once")
        try network.copy(file, to: file.replacing(".bundle", with: "-copy.bundle"))
        let report = try beijing.station.exchange()
        #expect(report.received.count == 1)
        #expect(report.duplicates == 1)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["Once"])
        #expect(try network.exchangeUntilQuiet(moscow, beijing) <= 3)
    }

    @Test func aReceiptThatComesTwiceIsAppliedOnce() throws {
        _ = try hand("Receipt")
        _ = try beijing.station.exchange()
        let receipt = try #require(try network.bundles(for: moscow).first)
        try network.copy(receipt, to: "kept")
        let first = try moscow.station.exchange()
        let events = try moscow.station.trace(3).events
        try network.copy("kept", to: receipt)
        let second = try moscow.station.exchange()
        #expect(first.notices == 1)
        #expect(second.notices == 0)
        #expect(second.duplicates == 1)
        #expect(try moscow.station.trace(3).events == events)
    }

    @Test func aRenamedBundleIsTakenInAllTheSame() throws {
        let file = try hand("Renamed")
        try network.copy(file, to: "links/MOSCOW-BEIJING/BEIJING/letter from moscow (2).bundle")
        try network.remove(file)
        #expect(try beijing.station.exchange().received.count == 1)
        #expect(try beijing.quarantined.isEmpty)
    }

    @Test(arguments: Damage.allCases)
    func aDamagedBundleIsNamedItsSenderIsToldAndRepeatsIt(damage: Damage) throws {
        let file = try hand("Damaged")
        let bytes = try #require(network.folder.content(file))
        try network.folder.put(file, damage.applied(to: bytes))
        let report = try beijing.station.exchange()
        let name = try #require(file.split(separator: "/").last)
        #expect(report.received.isEmpty)
        #expect(report.quarantined.count == 1)
        #expect(report.quarantined.first?.hasPrefix("\"\(name)\": ") == true)
        let record = try #require(try beijing.quarantined.first)
        #expect(record.item == String(name))
        let kept = try #require(record.file)
        #expect(network.folder.content("BEIJING/quarantine/\(kept)") == damage.applied(to: bytes))
        #expect(try !network.bundles(for: beijing).contains(file))

        #expect(try moscow.station.exchange().notices == 1)
        #expect(try moscow.station.trace(3).events.contains { $0.what.contains("damaged at BEIJING") })
        #expect(try network.exchangeUntilQuiet(moscow, beijing) <= 4)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["Damaged"])
        #expect(try beijing.gaps.isEmpty)
        #expect(try beijing.quarantined.count == 1)
    }

    @Test(arguments: ["-\\ipn-1.1-5-5.bundle", "..bundle", "1-x y\u{1}.bundle", "report.pdf", "\u{202E}evil"])
    func aStrangersFileIsNamedAndTheExchangeGoesOn(name: String) throws {
        try network.folder.put("links/MOSCOW-BEIJING/BEIJING/\(name)", Array("rubbish".utf8))
        _ = try hand("Among rubbish")
        let report = try beijing.station.exchange()
        #expect(report.received.count == 1)
        #expect(report.quarantined.count == (name.hasPrefix(".") ? 0 : 1))
        #expect(try network.exchangeUntilQuiet(moscow, beijing) <= 4)
    }

    /// A forged name that leads to a station of ours must not stop the notices for everybody.
    @Test func aHostileNameMakesNoNoticeThatCannotBeSent() throws {
        let identity = "ipn-\(moscow.station.record.node).1-5-5"
        for prefix in ["-\\", "\\-", " -", "..", "x/".replacing("/", with: "\\")] where !prefix.hasPrefix(".") {
            try network.folder.put("links/MOSCOW-BEIJING/BEIJING/\(prefix)\(identity).bundle", [1, 2, 3])
        }
        let report = try beijing.station.exchange()
        #expect(report.quarantined.count == 4)
        #expect(try network.exchangeUntilQuiet(moscow, beijing) <= 4)
    }

    @Test func aNumberUsedTwiceIsRefusedAndNotAskedForAgain() throws {
        let before = try moscow.snapshot()
        _ = try hand("First history")
        try network.exchangeUntilQuiet(moscow, beijing)
        // The station falls back on yesterday's backup and uses its numbers again.
        let restored = try moscow.restored(from: before)
        try restored.send("Second history", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try restored.station.exchange()
        let report = try beijing.station.exchange()
        #expect(report.quarantined.first?.contains("used before") == true)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["First history"])
        try network.exchangeUntilQuiet(restored, beijing)
        #expect(try restored.station.trace(3).events.contains { $0.what.contains("refused by BEIJING") })
    }
}

enum Damage: String, CaseIterable, Sendable {
    case truncated, bitFlipped, empty, extended, otherBytes

    func applied(to bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .truncated: return Array(bytes.prefix(bytes.count / 2))
        case .bitFlipped:
            var copy = bytes
            copy[bytes.count / 2] ^= 0x10
            return copy
        case .empty: return []
        case .extended: return bytes + [0]
        case .otherBytes: return [UInt8](repeating: 0x41, count: 500)
        }
    }
}
