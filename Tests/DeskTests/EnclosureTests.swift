import Crypto
import FoundationEssentials
import Register
import Relay
import Sealing
import StationSupport
import Telegrams
import Testing
import Traffic

@testable import Desk
@testable import Station

@Suite struct EnclosureTests {
    let network: TestNetwork
    let moscow: TestStation
    let beijing: TestStation
    /// Three parts when it is sealed.
    let bytes: [UInt8]

    init() throws {
        network = try TestNetwork()
        moscow = try network.found("MOSCOW", officers: "FILIPPOV", "MOLOTOV")
        beijing = try network.found("BEIJING", officers: "MAO ZEDONG")
        try network.link(moscow, beijing)
        try network.exchangeUntilQuiet(moscow, beijing)
        bytes = try Array(ChaChaPoly.SealedBox.zeros(count: 10_000_000))
        try network.folder.put("map.png", bytes)
    }

    private func hand() throws -> SentTelegram {
        let map = Attachment(
            name: "map.png", mediaType: "image/png", source: .file(path: network.folder.place("map.png")))
        let sent = try moscow.send(
            "A map", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING", "MOLOTOV@MOSCOW"], attachments: [map])
        _ = try moscow.station.exchange()
        return sent
    }

    private func parts() throws -> [String] {
        try network.bundles(for: beijing).filter { (network.folder.content($0)?.count ?? 0) > 100_000 }
    }

    private func save(_ number: Int64, at station: TestStation, as officer: String, to name: String) throws {
        let session = try station.session(officer)
        let message = try station.station.show(number, session: session)
        let line = try #require(message.telegram.enclosures.first)
        try station.station.save(line, of: message, to: network.folder.place(name), session: session)
    }

    @Test func aLargeEnclosureArrivesInPartsAndIsSaved() throws {
        let sent = try hand()
        #expect(try parts().count == 3)
        let report = try beijing.station.exchange()
        #expect(report.parts == 3)
        let number = try #require(try beijing.waiting().first)
        let message = try beijing.open(number, as: "MAO ZEDONG")
        let line = try #require(message.telegram.enclosures.first)
        #expect(try beijing.station.status(of: line).isComplete)
        try save(number, at: beijing, as: "MAO ZEDONG", to: "saved")
        #expect(network.folder.content("saved") == bytes)
        // What exists is not overwritten.
        #expect(throws: StationError.self) { try save(number, at: beijing, as: "MAO ZEDONG", to: "saved") }
        try save(sent.number, at: moscow, as: "MOLOTOV", to: "at-home")
        #expect(network.folder.content("at-home") == bytes)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.gaps.isEmpty)
        #expect(try beijing.files().keys.filter { $0.hasPrefix("enclosures/") }.count == 1)
    }

    @Test func partsMayComeBeforeTheirTelegramAndTwice() throws {
        _ = try hand()
        let parts = try parts()
        for (index, part) in parts.enumerated() { try network.copy(part, to: "kept-\(index)") }
        let letter = try #require(try network.bundles(for: beijing).first { !parts.contains($0) })
        try network.copy(letter, to: "kept-letter")
        try network.remove(letter)
        #expect(try beijing.station.exchange().parts == 3)
        #expect(try beijing.waiting().isEmpty)

        for (index, part) in parts.enumerated() { try network.copy("kept-\(index)", to: part) }
        try network.copy("kept-letter", to: letter)
        let report = try beijing.station.exchange()
        #expect(report.duplicates == 3)
        #expect(report.received.count == 1)
        #expect(try beijing.files().keys.filter { $0.hasPrefix("enclosures/") }.count == 1)
        let number = try #require(try beijing.waiting().first)
        try save(number, at: beijing, as: "MAO ZEDONG", to: "saved")
        #expect(network.folder.content("saved") == bytes)
    }

    @Test func aMissingPartIsRepeatedAndTheEnclosureCompletedAfterTheKeyIsGone() throws {
        _ = try hand()
        try network.remove(#require(try parts().first))
        _ = try beijing.station.exchange()
        let number = try #require(try beijing.waiting().first)
        let message = try beijing.open(number, as: "MAO ZEDONG")
        let line = try #require(message.telegram.enclosures.first)
        let status = try beijing.station.status(of: line)
        #expect(!status.isComplete && status.present > 0 && status.total > 10_000_000)
        let error = #expect(throws: StationError.self) { try save(number, at: beijing, as: "MAO ZEDONG", to: "saved") }
        #expect(error?.code == .unavailable)

        // Its key is not destroyed while a part is under way.
        network.clock.advance(days: 40)
        let mao = try Codename("MAO ZEDONG")
        #expect(try beijing.station.destroyDeadKeys(of: mao) == 0)
        try beijing.station.renewOfficer(beijing.session("MAO ZEDONG"))
        // The stations' keys are over too: each needs the other's new card, by hand.
        _ = try beijing.station.exchange()
        _ = try moscow.station.exchange()
        _ = try moscow.station.importCard(beijing.card.bytes)
        _ = try beijing.station.importCard(moscow.card.bytes)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.station.status(of: line).isComplete)
        _ = try beijing.station.show(number, session: beijing.session("MAO ZEDONG"))
        #expect(try beijing.station.destroyDeadKeys(of: mao) == 1)
        try save(number, at: beijing, as: "MAO ZEDONG", to: "saved")
        #expect(network.folder.content("saved") == bytes)
    }

    @Test func aCrashAfterTheLastPartIsMended() throws {
        _ = try hand()
        let bundles = try network.bundles(for: beijing)
        for (index, bundle) in bundles.enumerated() { try network.copy(bundle, to: "kept-\(index)") }
        let before = try beijing.snapshot()
        _ = try beijing.station.exchange()
        // The file has its name, the register has not heard of it, and everything lies on the link again.
        let sealed = try #require(try beijing.files().first { $0.key.hasPrefix("enclosures/") })
        let restored = try beijing.restored(from: before)
        try network.folder.put("BEIJING/\(sealed.key)", sealed.value)
        try network.bundles(for: moscow).forEach(network.remove)
        for (index, bundle) in bundles.enumerated() { try network.copy("kept-\(index)", to: bundle) }
        #expect(try restored.station.exchange().parts == 3)
        let number = try #require(try restored.waiting().first)
        try restored.open(number, as: "MAO ZEDONG")
        try save(number, at: restored, as: "MAO ZEDONG", to: "saved")
        #expect(network.folder.content("saved") == bytes)
    }

    /// Everything that Moscow sent comes over a session, which does not check the whole of an enclosure itself.
    private func deliver() throws -> ExchangeReport {
        let deliveries = try network.bundles(for: beijing).map { bundle in
            ReceivedBundle(
                bytes: try #require(network.folder.content(bundle)), peer: moscow.station.designator, link: "line")
        }
        var report = ExchangeReport()
        let room = Custody<Designator?>(limits: StorageLimits())
        var duties = Duties(seed: 1)
        let settlement = try beijing.station.settle(deliveries, [], room: room, &duties, report: &report)
        #expect(settlement.verdicts.allSatisfy { $0 == .durable })
        try network.bundles(for: beijing).forEach(network.remove)
        return report
    }

    @Test func theWholeIsCheckedApartFromItsParts() throws {
        _ = try hand()
        #expect(try deliver().fullEnclosures == 1)
        let enclosure = try #require(try beijing.station.fullEnclosures().first)
        let number = try #require(try beijing.waiting().first)
        let line = try #require(try beijing.open(number, as: "MAO ZEDONG").telegram.enclosures.first)
        #expect(try !beijing.station.status(of: line).isComplete)
        #expect(try beijing.station.check(enclosure))
        let error = #expect(throws: StationError.self) { try save(number, at: beijing, as: "MAO ZEDONG", to: "saved") }
        #expect(error?.message.description == "\"map.png\" is here and has not been checked yet")
        // A crash here leaves it to the next exchange, or the next start.
        _ = try beijing.station.exchange()
        #expect(try beijing.station.fullEnclosures().isEmpty)
        #expect(try beijing.station.status(of: line).isComplete)
        #expect(try beijing.station.conclude(enclosure, isRight: true) == nil, "another process was faster")
        try save(number, at: beijing, as: "MAO ZEDONG", to: "saved")
        #expect(network.folder.content("saved") == bytes)
    }

    @Test func damageOnTheDiskIsFoundToldAndMended() throws {
        _ = try hand()
        _ = try deliver()
        let partial = try #require(try beijing.files().first { $0.key.hasPrefix("enclosures/") })
        var damaged = partial.value
        damaged[5_000_000] ^= 1
        try network.folder.put("BEIJING/\(partial.key)", damaged)
        let report = try beijing.station.exchange()
        #expect(report.warnings == ["an enclosure from MOSCOW was damaged here: its parts are asked for again"])
        #expect(try beijing.station.fullEnclosures().isEmpty)
        #expect(try !beijing.files().keys.contains { $0.hasPrefix("enclosures/") })
        try network.exchangeUntilQuiet(moscow, beijing)
        let number = try #require(try beijing.waiting().first)
        try beijing.open(number, as: "MAO ZEDONG")
        try save(number, at: beijing, as: "MAO ZEDONG", to: "saved")
        #expect(network.folder.content("saved") == bytes)
    }

    @Test func anEnclosureIsPassedOnWithItsTelegram() throws {
        let pyongyang = try network.found("PYONGYANG", officers: "KIM IL SUNG")
        try network.link(beijing, pyongyang)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        _ = try hand()
        let last = try #require(try parts().last)
        try network.copy(last, to: "kept")
        try network.remove(last)
        _ = try beijing.station.exchange()
        let number = try #require(try beijing.waiting().first)
        let early = #expect(throws: StationError.self) {
            try beijing.station.passOn(number, to: pyongyang.station.designator)
        }
        #expect(early?.message.description == "an enclosure of No. \(number) has not arrived in full")
        try network.copy("kept", to: last)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)

        let keys = try beijing.station.exportOfficer(Codename("MAO ZEDONG"))
        _ = try pyongyang.station.importOfficer(
            keys, passphrase: TestStation.passphrase(), workFactor: TestStation.workFactor, sshAgentSocket: nil)
        _ = try beijing.station.passOn(number, to: pyongyang.station.designator)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        let there = try #require(try pyongyang.waiting(for: "MAO ZEDONG").first)
        try pyongyang.open(there, as: "MAO ZEDONG")
        try save(there, at: pyongyang, as: "MAO ZEDONG", to: "saved")
        #expect(network.folder.content("saved") == bytes)
        #expect(try pyongyang.gaps.isEmpty)
    }

    @Test func aSendThatFailsLeavesNoSealedFileBehind() throws {
        let map = Attachment(
            name: "map.png", mediaType: "image/png", source: .file(path: network.folder.place("map.png")))
        let session = try moscow.session("FILIPPOV")
        let paper = try moscow.paper("A map", to: ["MAO ZEDONG@BEIJING"], attachments: [map])
        #expect(throws: StationError.self) {
            try moscow.station.send([FiledDraft(id: 99, updated: network.clock.now, paper: paper)], session: session)
        }
        #expect(try moscow.files().keys.allSatisfy { !$0.hasPrefix("enclosures/") })
        #expect(throws: (any Error).self) {
            try moscow.station.send(
                moscow.paper(
                    "No map", to: ["MAO ZEDONG@BEIJING"],
                    attachments: [Attachment(name: "x", mediaType: "image/png", source: .file(path: "/nonexistent"))]),
                session: session)
        }
        #expect(try moscow.numbers.count == 2)
    }

    @Test func smallFilesTravelWithinTheLetter() throws {
        try network.folder.put("note.txt", Array("a note".utf8))
        let note = Attachment(
            name: "note.txt", mediaType: "text/plain", source: .file(path: network.folder.place("note.txt")))
        try moscow.send("A note", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"], attachments: [note])
        try network.exchangeUntilQuiet(moscow, beijing)
        let number = try #require(try beijing.waiting().first)
        try beijing.open(number, as: "MAO ZEDONG")
        try save(number, at: beijing, as: "MAO ZEDONG", to: "saved")
        #expect(network.folder.content("saved") == Array("a note".utf8))
    }
}

extension ChaChaPoly.SealedBox {
    /// Bytes that no compression makes smaller.
    static func zeros(count: Int) throws -> Data {
        let nonce = try ChaChaPoly.Nonce(data: [UInt8](repeating: 0, count: 12))
        let key = SymmetricKey(data: [UInt8](repeating: 1, count: 32))
        return try ChaChaPoly.seal(Data(repeating: 0, count: count), using: key, nonce: nonce).ciphertext
    }
}
