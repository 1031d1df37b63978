import Age
import DurableFiles
import FolderSupport
import Register
import SSHSignatures
import Sealing
import StationSupport
import Telegrams
import Testing
import Traffic

@testable import Desk
@testable import Station

/// Who becomes an officer, who is one no longer, and who takes another codename.
@Suite struct OfficerTests {
    let network: TestNetwork
    let moscow: TestStation
    let beijing: TestStation
    let mao: Codename
    let zhou: Codename

    init() throws {
        network = try TestNetwork()
        moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        beijing = try network.found("BEIJING", officers: "MAO ZEDONG")
        (mao, zhou) = (try Codename("MAO ZEDONG"), try Codename("ZHOU ENLAI"))
        try network.link(moscow, beijing)
        try network.exchangeUntilQuiet(moscow, beijing)
    }

    private func expectRefusal(
        _ code: StationError.Code = .refused, at location: SourceLocation = #_sourceLocation, _ body: () throws -> Void
    ) {
        let error = #expect(throws: StationError.self, sourceLocation: location) { try body() }
        #expect(error?.code == code, sourceLocation: location)
    }

    private func requireDelivery(_ subject: String, to officer: String, at location: SourceLocation = #_sourceLocation)
        throws
    {
        try moscow.send(subject, from: "FILIPPOV", to: ["\(officer)@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.openAll(as: officer) == [subject], sourceLocation: location)
        try network.exchangeUntilQuiet(moscow, beijing)
    }

    private func add(_ officer: String, key: PrivateKey) throws {
        _ = try beijing.station.addOfficer(
            Codename(officer), signingKey: .imported(key), passphrase: TestStation.passphrase(),
            workFactor: TestStation.workFactor, sshAgentSocket: nil)
    }

    private func rename(_ old: String, to new: String) throws {
        _ = try beijing.station.renameOfficer(
            Codename(old), to: Codename(new), passphrase: TestStation.passphrase(), workFactor: TestStation.workFactor,
            sshAgentSocket: nil)
    }

    private func restore(_ officer: String) throws {
        _ = try beijing.station.restoreOfficer(
            Codename(officer), passphrase: TestStation.passphrase(), sshAgentSocket: nil)
    }

    // MARK: Adding

    @Test func aKeyThatIsSomebodyElsesIsRefusedAndTheCodenameStaysFree() throws {
        let key = try PrivateKey.generate()
        try add("ZHOU ENLAI", key: key)
        expectRefusal { try add("SHI ZHE", key: key) }
        expectRefusal { try add("SHI ZHE", key: beijing.station.keys.signer) }
        #expect(try beijing.files().keys.allSatisfy { !$0.hasPrefix("officers/shi-zhe/") })
        try add("SHI ZHE", key: PrivateKey.generate())
        try network.exchangeUntilQuiet(moscow, beijing)
        try requireDelivery("To the new one", to: "SHI ZHE")
    }

    @Test func anAdditionThatWasBrokenOffAnywhereIsDoneAgain() throws {
        let (card, before) = (try beijing.card, try beijing.snapshot())
        try beijing.add("ZHOU ENLAI")
        let after = try beijing.snapshot()
        let folder = "officers/zhou-enlai"
        // The receiving key alone; the key file too; both, from two attempts.
        for (index, kept) in [["sealing"], ["sealing", "keys.age"]].enumerated() {
            let restored = try beijing.restored(from: before)
            try restored.station.home.officer(zhou).create()
            for item in kept {
                try network.copyAll(from: "\(after)/\(folder)/\(item)", to: "\(beijing.home)/\(folder)/\(item)")
            }
            #expect(try restored.card == card)
            #expect(try restored.station.officerNames() == [mao])
            try restored.add("ZHOU ENLAI")
            #expect(try restored.session("ZHOU ENLAI").identities.count == 1, "\(index)")
            try restored.card.verify()
        }
    }

    @Test func whatABrokenOffAdditionHasLeftIsDestroyed() throws {
        try beijing.station.home.officer(zhou).create()
        let folder = beijing.station.receivingKeyFolder(of: zhou)
        try folder.keep(folder.newKey(at: network.clock.now)) { $0 }
        _ = try beijing.station.exchange()
        #expect(try folder.files().isEmpty)
        #expect(try beijing.session("MAO ZEDONG").identities.count == 1)
    }

    // MARK: Renewing

    @Test(arguments: [-1, 0, 367, 3_650_000, .max]) func aKeyThatLivesTooLongOrNotAtAllIsNotMade(days: Int64) throws {
        let before = try beijing.files().keys.sorted()
        expectRefusal(.invalid) {
            try beijing.station.renewOfficer(beijing.session("MAO ZEDONG"), days: days)
        }
        expectRefusal(.invalid) { try beijing.station.renewStation(days: days) }
        #expect(try beijing.files().keys.sorted() == before)
    }

    @Test func aBadKeyFileIsSetAsideAndNamedAndHoldsUpNothing() throws {
        let folders = [
            beijing.station.receivingKeyFolder(of: mao), SealingKeyFolder(path: beijing.station.home.sealingKeys),
        ]
        for folder in folders {
            // Ten thousand years, garbage, and nothing at all.
            let good = try #require(try folder.files().first)
            let bytes = try DurableFile.read(folder.path + "/" + good.text, limit: 4096)
            try DurableFile.write(bytes, to: folder.path + "/1782848700_317142848700_00000000.key")
            try DurableFile.write([1, 2, 3], to: folder.path + "/1782848701_1784058301_00000001.key")
            try DurableFile.write([], to: folder.path + "/1782848702_1784058302_00000002.key")
        }
        network.clock.advance(days: 7)
        #expect(try beijing.station.renewOfficerIfDue(beijing.session("MAO ZEDONG")) == .renewed)
        try network.exchangeUntilQuiet(moscow, beijing)
        try requireDelivery("All the same", to: "MAO ZEDONG")
        let damaged = try beijing.station.status().keys.filter { $0.kind == .damaged }
        #expect(damaged.count == 6)
        #expect(damaged.allSatisfy { $0.file?.hasSuffix(".key.damaged") ?? false })
        #expect(try folders.map { try $0.files().count } == [2, 2])
    }

    @Test func aSessionWithOtherKeysSetsNothingAside() throws {
        let other = OfficerKeys(
            officer: Address(officer: mao, station: beijing.station.designator), signingKey: .held(try .generate()))
        #expect(try beijing.station.session(other, sshAgentSocket: nil).identities.isEmpty)
        #expect(try beijing.session("MAO ZEDONG").identities.count == 1)
    }

    @Test func aRenewalThatWasBrokenOffBeforeTheCardIsCompleted() throws {
        network.clock.advance(days: 8)
        let session = try beijing.session("MAO ZEDONG")
        let folder = beijing.station.receivingKeyFolder(of: mao)
        try folder.keep(folder.newKey(at: network.clock.now)) { try session.archiveKey.seal($0, for: .sealingKey) }
        #expect(try beijing.station.renewOfficerIfDue(session) == .renewed)
        #expect(try folder.files().count == 2)
        #expect(try beijing.card.officer(mao)?.sealingKeys.count == 2)
    }

    // MARK: Removing

    @Test func oneForWhomSomethingWaitsIsNotRemovedUnlessThatIsForced() throws {
        try moscow.send("Unopened", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        let number = try #require(try beijing.waiting().first)
        expectRefusal { _ = try beijing.station.removeOfficer(mao, isForced: false) }
        #expect(try beijing.session("MAO ZEDONG").identities.count == 1)
        let departed = try beijing.station.removeOfficer(mao, isForced: true)
        #expect(departed.waiting == [number])
        #expect(try beijing.station.status().keys.map(\.kind) == [.nobody])
        #expect(try beijing.station.status().keys.first?.telegrams == [number])
    }

    @Test func oneWhoWasRemovedReadsHisPapersAndNothingElse() throws {
        try requireDelivery("Filed", to: "MAO ZEDONG")
        let number = try #require(try beijing.station.list(limit: 1).first?.entry.number)
        _ = try beijing.station.keep(
            beijing.paper("Draft", to: ["FILIPPOV@MOSCOW"]), session: beijing.session("MAO ZEDONG"))
        let departed = try beijing.station.removeOfficer(mao, isForced: false)
        #expect([departed.papers.filed, departed.papers.drafts, departed.papers.statements] == [1, 1, 0])
        #expect(try beijing.station.officerNames().isEmpty)
        #expect(try beijing.files().keys.allSatisfy { !$0.hasPrefix("officers/") || !$0.hasSuffix(".key") })

        let session = try beijing.session("MAO ZEDONG")
        #expect(try beijing.station.show(number, session: session).telegram.subject == "Filed")
        #expect(try beijing.station.drafts(session: session).count == 1)
        #expect(try beijing.station.renewOfficerIfDue(session) == .notDue)
        expectRefusal { try beijing.station.renewOfficer(session) }
        #expect(try beijing.card.officers.isEmpty)
        expectRefusal { try beijing.send("Not any more", from: "MAO ZEDONG", to: ["FILIPPOV@MOSCOW"]) }
        try network.exchangeUntilQuiet(moscow, beijing)
        expectRefusal(.notFound) { try moscow.send("To nobody", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"]) }
        expectRefusal { try beijing.add("MAO ZEDONG") }
        expectRefusal(.notFound) { _ = try beijing.station.removeOfficer(mao, isForced: false) }
    }

    @Test func oneWhoComesBackHasHisKeyAndHisPapers() throws {
        try requireDelivery("Filed", to: "MAO ZEDONG")
        let key = try #require(try beijing.card.officer(mao)?.key)
        expectRefusal { try restore("MAO ZEDONG") }
        _ = try beijing.station.removeOfficer(mao, isForced: false)
        try network.exchangeUntilQuiet(moscow, beijing)
        try restore("MAO ZEDONG")
        #expect(try beijing.card.officer(mao)?.key == key)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try moscow.station.card(of: beijing.station.designator).alarm.isEmpty)
        try requireDelivery("Again", to: "MAO ZEDONG")
        #expect(
            try beijing.station.search(["filed"], limit: 5, session: beijing.session("MAO ZEDONG")).count == 1)
    }

    @Test func aRemovalThatWasBrokenOffBeforeTheCardIsDoneAgain() throws {
        let folder = beijing.station.home.officer(mao)
        try DurableFile.move(folder.keys, to: folder.formerKeys)
        // He is an officer until the card says otherwise.
        #expect(try beijing.station.officerNames() == [mao])
        try requireDelivery("Still here", to: "MAO ZEDONG")
        _ = try beijing.station.removeOfficer(mao, isForced: false)
        #expect(try beijing.station.officerNames().isEmpty)
    }

    // MARK: Renaming

    @Test func oneWhoIsRenamedKeepsHisPapersAndWhatIsOnItsWayToHim() throws {
        try requireDelivery("Filed", to: "MAO ZEDONG")
        _ = try beijing.station.keep(
            beijing.paper("Draft", to: ["FILIPPOV@MOSCOW"]), session: beijing.session("MAO ZEDONG"))
        try moscow.send("Waiting", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        let sent = try moscow.send("Under way", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try moscow.station.exchange()
        try rename("MAO ZEDONG", to: "LI DESHENG")
        #expect(try beijing.station.officerNames() == [Codename("LI DESHENG")])
        _ = try beijing.station.exchange()

        let session = try beijing.session("LI DESHENG")
        #expect(try beijing.station.drafts(session: session).count == 1)
        #expect(try beijing.station.search(["filed"], limit: 5, session: session).count == 1)
        #expect(try beijing.waiting(for: "LI DESHENG").count == 2)
        #expect(try beijing.openAll(as: "LI DESHENG") == ["Waiting", "Under way"])
        #expect(try beijing.waiting(for: "LI DESHENG").isEmpty)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try moscow.addressee("MAO ZEDONG@BEIJING", of: sent.number)?.opened != nil)
        #expect(throws: StationError.self) { try beijing.session("MAO ZEDONG") }
    }

    @Test func oneWhoIsRenamedAnswersForWhatWasAddressedToHimBefore() throws {
        let sent = try moscow.send("Do it", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        let number = try #require(try beijing.waiting().first)
        try rename("MAO ZEDONG", to: "LI DESHENG")
        try beijing.station.done(number, session: beijing.session("LI DESHENG"))
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try moscow.addressee("MAO ZEDONG@BEIJING", of: sent.number)?.done != nil)
        try requireDelivery("To the new name", to: "LI DESHENG")
        #expect(try moscow.station.card(of: beijing.station.designator).alarm.isEmpty)
    }

    @Test func aCodenameThatWasSomebodysIsHisAlone() throws {
        try rename("MAO ZEDONG", to: "LI DESHENG")
        expectRefusal { try beijing.add("MAO ZEDONG") }
        try beijing.add("ZHOU ENLAI")
        expectRefusal { try rename("ZHOU ENLAI", to: "MAO ZEDONG") }
        expectRefusal { try rename("ZHOU ENLAI", to: "LI DESHENG") }
        expectRefusal(.notFound) { try rename("NOBODY", to: "SOMEBODY") }
        try rename("LI DESHENG", to: "MAO ZEDONG")
        try network.exchangeUntilQuiet(moscow, beijing)
        try requireDelivery("Himself again", to: "MAO ZEDONG")
        let former = try beijing.station.register.read { try $0.formerCodenames() }
        #expect(try former == [Codename("LI DESHENG"): mao])
    }

    @Test func hisOwnTelegramsUnderTheFormerCodenameStillVerifyHere() throws {
        let sent = try beijing.send("Mine", from: "MAO ZEDONG", to: ["FILIPPOV@MOSCOW"])
        try rename("MAO ZEDONG", to: "LI DESHENG")
        let shown = try beijing.station.show(sent.number, session: beijing.session("LI DESHENG"))
        #expect(shown.signer == .confirmed)
    }
}

extension TestNetwork {
    fileprivate func copyAll(from source: String, to target: String) throws {
        guard DurableFile.exists(source + "/.") else {
            return try DurableFile.write(DurableFile.read(source, limit: 1 << 20), to: target)
        }
        for name in try DurableFile.names(in: source) {
            try DurableFile.write(DurableFile.read(source + "/" + name, limit: 1 << 20), to: target + "/" + name)
        }
    }
}
