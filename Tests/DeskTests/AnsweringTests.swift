import Age
import DurableFiles
import Register
import SSHSignatures
import Sealing
import StationSupport
import Telegrams
import Testing
import Traffic

@testable import Desk
@testable import Station

@Suite struct AnsweringTests {
    let network: TestNetwork
    let moscow: TestStation
    let beijing: TestStation
    let pyongyang: TestStation

    init() throws {
        network = try TestNetwork()
        moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        beijing = try network.found("BEIJING", officers: "MAO ZEDONG", "SHI ZHE")
        pyongyang = try network.found("PYONGYANG", officers: "KIM IL SUNG")
        try network.link(moscow, beijing)
        try network.link(beijing, pyongyang)
        try network.link(moscow, pyongyang)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
    }

    /// Sends to Mao and lets it arrive.
    private func deliver(_ subject: String, careOf: [String] = []) throws -> (sent: Int64, received: Int64) {
        let sent = try moscow.send(
            subject, from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"], careOf: careOf, precedence: .priority)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        return (sent.number, try #require(try beijing.waiting(for: "MAO ZEDONG").first))
    }

    @Test func aReplyCitesTheTelegramByItsIdentity() throws {
        let (sent, received) = try deliver("Ceasefire")
        let draft = try beijing.station.reply(to: received, session: beijing.session("MAO ZEDONG"))
        #expect(draft.content.to.map(\.description) == ["FILIPPOV@MOSCOW"])
        #expect(draft.content.subject == "Ceasefire")
        #expect(draft.content.precedence == .priority)
        guard case .telegram(let station, let number, _, let identity) = try #require(draft.content.references.first)
        else {
            Issue.record("no telegram is cited")
            return
        }
        let original = try moscow.station.show(sent, session: moscow.session("FILIPPOV"))
        #expect(station.description == "MOSCOW")
        #expect(number == sent)
        #expect(identity == original.identity)
        #expect(try beijing.station.number(of: moscow.station.designator, citedAs: sent) == received)
    }

    @Test func readdressingKeepsTheOriginatorsSignatureAndShowsBoth() throws {
        let (sent, received) = try deliver("For Kim too")
        let session = try beijing.session("MAO ZEDONG")
        let passed = try beijing.station.readdress(
            received, to: [Address("KIM IL SUNG@PYONGYANG")], remark: "Comrade Kim, please note.", session: session)
        #expect(passed.telegram.references.count == 1)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        let opened = try pyongyang.open(#require(try pyongyang.waiting().first), as: "KIM IL SUNG")
        #expect(opened.telegram.from.description == "MAO ZEDONG@BEIJING")
        #expect(opened.telegram.paragraphs == ["Comrade Kim, please note."])
        #expect(opened.signer == .confirmed)
        let inner = try #require(opened.readdressed.first)
        let original = try moscow.station.show(sent, session: moscow.session("FILIPPOV"))
        #expect(inner.telegram == original.telegram)
        #expect(inner.identity == original.identity)
        #expect(inner.signer == .confirmed)
        #expect(inner.signerFingerprint == original.signerFingerprint)
        #expect(inner.signerFingerprint != opened.signerFingerprint)
        #expect(try beijing.station.trace(received).events.contains { $0.what.contains("readdressed as No.") })
    }

    @Test func onlyWhoCanReadATelegramCanReaddressIt() throws {
        let (_, received) = try deliver("Not for Shi Zhe")
        let before = try beijing.numbers
        #expect(throws: StationError.self) {
            try beijing.station.readdress(
                received, to: [Address("KIM IL SUNG@PYONGYANG")], remark: nil, session: beijing.session("SHI ZHE"))
        }
        #expect(try beijing.numbers == before)
    }

    @Test func decliningTellsTheSenderAndGivesTheReason() throws {
        let (sent, received) = try deliver("Attack at dawn")
        let session = try beijing.session("MAO ZEDONG")
        let reason = try beijing.station.decline(received, reason: "the reserves are not there", session: session)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        let addressee = try #require(try moscow.addressee("MAO ZEDONG@BEIJING", of: sent))
        #expect(addressee.declined != nil)
        #expect(addressee.done == nil)
        #expect(addressee.reasonNumber == reason.number)
        let number = try #require(try moscow.waiting(for: "FILIPPOV").first)
        let opened = try moscow.open(number, as: "FILIPPOV")
        #expect(opened.telegram.paragraphs == ["Declined: the reserves are not there"])
        #expect(opened.telegram.number == reason.number)
        #expect(try moscow.station.number(of: beijing.station.designator, citedAs: reason.number) == number)
    }

    @Test func whereTheReasonCannotBeSentNothingIsDeclined() throws {
        let (sent, received) = try deliver("Attack at dawn")
        try beijing.station.removeLink("to-MOSCOW")
        let session = try beijing.session("MAO ZEDONG")
        #expect(throws: StationError.self) {
            try beijing.station.decline(received, reason: "no way back", session: session)
        }
        #expect(try beijing.addressee("MAO ZEDONG@BEIJING", of: received)?.declined == nil)
        try beijing.station.addFolder(
            "to-MOSCOW", path: network.folder.place("links/MOSCOW-BEIJING"), peer: moscow.station.designator)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        #expect(try moscow.addressee("MAO ZEDONG@BEIJING", of: sent)?.declined == nil)
    }

    @Test func whatBelongsToATelegramIsNotedWithItOrTheTelegramIsNotSent() throws {
        struct Interrupted: Error {}
        let session = try beijing.session("MAO ZEDONG")
        let numbers = try beijing.numbers
        #expect(throws: Interrupted.self) {
            try beijing.station.send(
                beijing.paper("Half", to: ["FILIPPOV@MOSCOW"]), session: session,
                afterwards: { _, _ in throw Interrupted() })
        }
        #expect(try beijing.numbers == numbers)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        #expect(try moscow.waiting().isEmpty)
    }

    @Test func anEditedDraftThatWasSentMeanwhileIsKeptAsANewOne() throws {
        let session = try beijing.session("MAO ZEDONG")
        let id = try beijing.station.keep(beijing.paper("First", to: ["FILIPPOV@MOSCOW"]), session: session)
        var edited = try beijing.station.draft(id, session: session)
        let other = try beijing.station.draft(id, session: session)
        #expect(try beijing.station.update(edited, session: session) == id)
        // Whoever read it before that change keeps his text too, and does not undo it.
        let second = try beijing.station.update(other, session: session)
        #expect(second != id)
        edited = try beijing.station.draft(id, session: session)
        _ = try beijing.station.send([edited], session: session)
        let third = try beijing.station.update(edited, session: session)
        #expect(try beijing.station.drafts(session: session).map(\.id) == [second, third])
        try beijing.station.removeDraft(third, session: session)
        #expect(throws: StationError.self) { try beijing.station.removeDraft(third, session: session) }
    }

    @Test func onlyAnAddresseeReportsATelegramDoneOrDeclinesIt() throws {
        let (sent, _) = try deliver("Not mine to answer")
        let session = try moscow.session("FILIPPOV")
        #expect(throws: StationError.self) { try moscow.station.done(sent, session: session) }
        #expect(throws: StationError.self) { try moscow.station.decline(sent, reason: "no", session: session) }
    }

    @Test func aCustodianPassesOnWhatHeCannotReadAndReceiptsFlowBack() throws {
        let (sent, received) = try deliver("On a journey", careOf: ["SHI ZHE@BEIJING"])
        #expect(try beijing.addressee("SHI ZHE@BEIJING", of: received)?.role == .careOf)
        #expect(throws: StationError.self) { try beijing.open(received, as: "SHI ZHE") }
        // Mao is in Pyongyang, and has his keys with him.
        try takeKeysOfMao(to: pyongyang)
        let channel = try beijing.station.passOn(received, to: pyongyang.station.designator)
        #expect(channel > 0)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)

        let there = try #require(try pyongyang.waiting(for: "MAO ZEDONG").first)
        let opened = try pyongyang.open(there, as: "MAO ZEDONG")
        #expect(opened.telegram.subject == "On a journey")
        #expect(opened.telegram.from.description == "FILIPPOV@MOSCOW")
        #expect(opened.signer == .confirmed)
        try pyongyang.station.done(there, session: pyongyang.session("MAO ZEDONG"))
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)

        let seenByBeijing = try #require(try beijing.addressee("MAO ZEDONG@BEIJING", of: received))
        #expect(seenByBeijing.opened != nil && !seenByBeijing.isWaiting)
        let seenByMoscow = try #require(try moscow.addressee("MAO ZEDONG@BEIJING", of: sent))
        #expect(seenByMoscow.opened != nil)
        #expect(seenByMoscow.done != nil)
        #expect(try network.exchangeUntilQuiet(moscow, beijing, pyongyang) == 1)
    }

    private func takeKeysOfMao(to station: TestStation) throws {
        let file = try beijing.station.exportOfficer(Codename("MAO ZEDONG"))
        let session = try station.station.importOfficer(
            file, passphrase: TestStation.passphrase(), workFactor: TestStation.workFactor, sshAgentSocket: nil)
        #expect(session.officer.description == "MAO ZEDONG@PYONGYANG")
    }

    @Test func onlyWhatCameFromElsewhereIsPassedOn() throws {
        let (sent, _) = try deliver("Mine")
        #expect(throws: StationError.self) { try moscow.station.passOn(sent, to: pyongyang.station.designator) }
    }

    @Test func aSearchFindsWhatWasSentAndOpenedAndNothingElse() throws {
        let (_, received) = try deliver("Ceasefire at Kaesong")
        let session = try beijing.session("MAO ZEDONG")
        #expect(try beijing.station.search(["kaesong"], limit: 10, session: session).isEmpty)
        try beijing.open(received, as: "MAO ZEDONG")
        try beijing.send("Panmunjom", from: "MAO ZEDONG", to: ["FILIPPOV@MOSCOW"], body: "Kaesong is agreed.")
        let hits = try beijing.station.search(["KAESONG"], limit: 10, session: session)
        #expect(hits.map(\.summary.subject) == ["Panmunjom", "Ceasefire at Kaesong"])
        #expect(hits.first?.excerpt == "Kaesong is agreed.")
        #expect(try beijing.station.search(["kaesong", "panmunjom"], limit: 10, session: session).count == 1)
        #expect(try beijing.station.search(["kaesong"], limit: 1, session: session).count == 1)
        #expect(try beijing.station.search(["kaesong"], limit: 10, session: beijing.session("SHI ZHE")).isEmpty)
    }

    @Test func noFileOfAnyStationHoldsAWordOfATelegramInClear() throws {
        let words = ["Xylophone subject", "Quinquereme of Nineveh", "enclosed-sesame", "Zamboanga draft"].map {
            Array($0.utf8)
        }
        let secret = Attachment(
            name: "plan.txt", mediaType: "text/plain", source: .bytes(Array("the enclosed-sesame plan".utf8)))
        try moscow.send(
            "Xylophone subject", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"], body: "Quinquereme of Nineveh",
            attachments: [secret])
        _ = try moscow.station.keep(
            moscow.paper("Zamboanga draft", to: ["MAO ZEDONG@BEIJING"]), session: moscow.session("FILIPPOV"))
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        let received = try #require(try beijing.waiting().first)
        let session = try beijing.session("MAO ZEDONG")
        _ = try beijing.station.readdress(
            received, to: [Address("KIM IL SUNG@PYONGYANG")], remark: nil, session: session)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        #expect(try pyongyang.openAll(as: "KIM IL SUNG") == ["Xylophone subject"])
        #expect(try beijing.station.search(["quinquereme"], limit: 5, session: session).count == 1)
        for station in [moscow, beijing, pyongyang] {
            for (file, bytes) in try station.files() {
                #expect(!words.contains { bytes.contains($0) }, "\(station.name)/\(file)")
            }
        }
    }
}
