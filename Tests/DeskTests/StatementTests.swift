import FolderSupport
import Glibc
import Register
import SSHSignatures
import Sealing
import StationSupport
import Telegrams
import Testing
import Traffic

@testable import Desk
@testable import Station

@Suite struct StatementTests {
    let network: TestNetwork
    let moscow: TestStation
    let beijing: TestStation
    let pyongyang: TestStation
    let matter = "armistice"

    init() throws {
        network = try TestNetwork()
        moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        beijing = try network.found("BEIJING", officers: "PENG DEHUAI", "SHI ZHE")
        pyongyang = try network.found("PYONGYANG", officers: "KIM IL SUNG")
        try network.link(beijing, pyongyang)
        try network.link(beijing, moscow)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
    }

    private func statement(text: [String] = ["HOSTILITIES CEASE AT 2200 HOURS."], number: Int = 7) throws -> Statement {
        let peng = try beijing.station.signatoryKey(Address("PENG DEHUAI@BEIJING"))
        let kim = try beijing.station.signatoryKey(Address("KIM IL SUNG@PYONGYANG"))
        return try Statement(
            number: number, profile: .radio, date: Instant(rfc3339: "1953-07-27T10:00:00Z"),
            signatories: [
                Signatory(name: "COMMAND OF THE VOLUNTEERS", key: peng),
                Signatory(name: "SUPREME COMMAND OF THE PEOPLE'S ARMY", key: kim),
            ], text: text)
    }

    @discardableResult
    private func circulate(_ filed: FiledStatement, from station: TestStation, _ officer: String, to: String) throws
        -> Int64
    {
        let session = try station.session(officer)
        let sent = try station.station.circulate(filed, by: circulation(to: to), session: session)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        return sent.number
    }

    private func circulation(to: String) throws -> Circulation {
        try Circulation(to: [Address(to)], precedence: .immediate, matter: matter)
    }

    /// Peng has signed, and Kim has opened the statement with that signature.
    private func signedByPengForKim() throws -> FiledStatement {
        let peng = try beijing.session("PENG DEHUAI")
        let signed = try beijing.station.sign(beijing.station.file(statement(), session: peng), session: peng)
        try circulate(signed, from: beijing, "PENG DEHUAI", to: "KIM IL SUNG@PYONGYANG")
        try openAll(pyongyang, "KIM IL SUNG")
        return signed
    }

    private func withdrawPeng(from filed: FiledStatement) throws -> FiledStatement {
        let peng = try beijing.session("PENG DEHUAI")
        _ = try beijing.station.withdraw(filed, telling: circulation(to: "KIM IL SUNG@PYONGYANG"), session: peng)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        try openAll(pyongyang, "KIM IL SUNG")
        return try beijing.station.statement("7", session: peng)
    }

    private func openAll(_ station: TestStation, _ officer: String) throws {
        _ = try station.openAll(as: officer)
    }

    @Test func twoStationsSignInEitherOrderAndTheStatementIsReleased() throws {
        let peng = try beijing.session("PENG DEHUAI")
        let filed = try beijing.station.file(statement(), session: peng)
        #expect(filed.missing.count == 2)
        let signed = try beijing.station.sign(filed, session: peng)
        #expect(signed.missing.map(\.name) == ["SUPREME COMMAND OF THE PEOPLE'S ARMY"])

        let error = #expect(throws: StationError.self) {
            try beijing.station.release(signed, into: network.folder.place("out"), session: peng)
        }
        #expect(error?.code == .refused)
        #expect(error?.message.description.contains("SUPREME COMMAND OF THE PEOPLE'S ARMY") == true)
        #expect(error?.message.description.contains("VOLUNTEERS") == false)

        try circulate(signed, from: beijing, "PENG DEHUAI", to: "KIM IL SUNG@PYONGYANG")
        try openAll(pyongyang, "KIM IL SUNG")
        let kim = try pyongyang.session("KIM IL SUNG")
        let there = try pyongyang.station.statement("7", session: kim)
        #expect(there.statement == signed.statement)
        #expect(there.signatures.count == 1)
        let complete = try pyongyang.station.sign(there, session: kim)
        #expect(complete.isComplete)
        try circulate(complete, from: pyongyang, "KIM IL SUNG", to: "PENG DEHUAI@BEIJING")
        try openAll(beijing, "PENG DEHUAI")

        try beijing.station.addLink(
            LinkRecord(name: "world", kind: "broadcast", path: network.folder.place("world"), peer: nil))
        let returned = try beijing.station.statement("7", session: peng)
        #expect(returned.isComplete)
        let folders = try beijing.station.release(returned, into: network.folder.makeFolder("out"), session: peng)
        #expect(folders.count == 2)
        for folder in ["world", "out"] { try check(folder: "\(folder)/statement-7", returned.statement) }
        #expect(try beijing.station.statement("7", session: peng).released != nil)
        // The same once more is no error.
        #expect(throws: Never.self) { try beijing.station.release(returned, into: nil, session: peng) }
    }

    @Test func whatIsReleasedIsTheStatementAsItIsAtThatMoment() throws {
        let peng = try beijing.session("PENG DEHUAI")
        let signed = try beijing.station.sign(beijing.station.file(statement(), session: peng), session: peng)
        // As it was shown once, and is not any more.
        var shown = signed
        for signatory in shown.missing { shown.signatures[signatory.key] = signed.signatures.values.first }
        #expect(shown.isComplete)
        let error = #expect(throws: StationError.self) {
            try beijing.station.release(shown, into: network.folder.makeFolder("out"), session: peng)
        }
        #expect(error?.code == .refused)
        #expect(try network.folder.names(in: "out").isEmpty)
        #expect(try beijing.station.statement("7", session: peng).released == nil)
    }

    @Test func aReleaseThatFailsIsNotMarkedAndCanBeDoneAgain() throws {
        let kim = try pyongyang.session("KIM IL SUNG")
        _ = try signedByPengForKim()
        let complete = try pyongyang.station.sign(pyongyang.station.statement("7", session: kim), session: kim)
        for name in ["one", "two"] {
            try pyongyang.station.addLink(
                LinkRecord(name: name, kind: "broadcast", path: network.folder.place(name), peer: nil))
        }
        try network.remove("two")
        #expect(throws: (any Error).self) { try pyongyang.station.release(complete, into: nil, session: kim) }
        #expect(try pyongyang.station.statement("7", session: kim).released == nil)
        _ = try network.folder.makeFolder("two")
        #expect(try pyongyang.station.release(complete, into: nil, session: kim).count == 2)
        #expect(try pyongyang.station.statement("7", session: kim).released != nil)
    }

    private func check(folder: String, _ statement: Statement) throws {
        let released = ReleasedStatement(statement)
        #expect(try network.folder.names(in: folder) == released.fileNames.sorted())
        for index in statement.signatories.indices {
            let command = "cd '\(network.folder.place(folder))' && \(released.command(index + 1)) > /dev/null 2>&1"
            #expect(system(command) == 0, "\(command)")
        }
    }

    @Test func theOtherOrderIsAsGood() throws {
        let peng = try beijing.session("PENG DEHUAI")
        let kim = try pyongyang.session("KIM IL SUNG")
        let filed = try beijing.station.file(statement(), session: peng)
        try circulate(filed, from: beijing, "PENG DEHUAI", to: "KIM IL SUNG@PYONGYANG")
        try openAll(pyongyang, "KIM IL SUNG")
        let there = try pyongyang.station.sign(pyongyang.station.statement("7", session: kim), session: kim)
        let signed = try beijing.station.sign(filed, session: peng)
        #expect(signed.missing.count == 1)
        try circulate(there, from: pyongyang, "KIM IL SUNG", to: "PENG DEHUAI@BEIJING")
        try openAll(beijing, "PENG DEHUAI")
        #expect(try beijing.station.statement("7", session: peng).isComplete)
    }

    @Test func aWithdrawnSignatureCountsNoMoreWhateverComesLater() throws {
        let peng = try beijing.session("PENG DEHUAI")
        let kim = try pyongyang.session("KIM IL SUNG")
        let signed = try signedByPengForKim()
        #expect(try pyongyang.station.statement("7", session: kim).signatures.count == 1)

        let withdrawn = try withdrawPeng(from: signed)
        #expect(withdrawn.withdrawn.map(\.name) == ["COMMAND OF THE VOLUNTEERS"])
        // The signature once more, from the time before.
        try circulate(signed, from: beijing, "PENG DEHUAI", to: "KIM IL SUNG@PYONGYANG")
        try openAll(pyongyang, "KIM IL SUNG")
        let there = try pyongyang.station.statement("7", session: kim)
        #expect(there.withdrawn.map(\.name) == ["COMMAND OF THE VOLUNTEERS"])
        #expect(there.signatures.isEmpty)
        for attempt in [
            { try pyongyang.station.sign(there, session: kim) }, { try beijing.station.sign(withdrawn, session: peng) },
        ] {
            let error = #expect(throws: StationError.self) { try attempt() }
            #expect(error?.code == .refused)
            #expect(error?.message.description.contains("\"COMMAND OF THE VOLUNTEERS\" has withdrawn") == true)
        }
        #expect(throws: StationError.self) { try pyongyang.station.release(there, into: nil, session: kim) }
        // Twice is no error, and another text is another statement.
        #expect(try withdrawPeng(from: withdrawn).withdrawals == withdrawn.withdrawals)
        let other = try beijing.station.file(statement(number: 8), session: peng)
        #expect(try beijing.station.sign(other, session: peng).signatures.count == 1)
    }

    @Test func aStatementWithEverySignatureIsFinal() throws {
        let peng = try beijing.session("PENG DEHUAI")
        let kim = try pyongyang.session("KIM IL SUNG")
        let signed = try signedByPengForKim()
        let complete = try pyongyang.station.sign(pyongyang.station.statement("7", session: kim), session: kim)
        let error = #expect(throws: StationError.self) {
            try pyongyang.station.withdraw(
                complete, telling: circulation(to: "PENG DEHUAI@BEIJING"), session: kim)
        }
        #expect(error?.message.description.contains("final") == true)

        // Peng does not know yet that it is complete.
        _ = try withdrawPeng(from: signed)
        let still = try pyongyang.station.statement("7", session: kim)
        #expect(still.isComplete)
        #expect(still.withdrawn.isEmpty)
        #expect(still.lateWithdrawals.map(\.name) == ["COMMAND OF THE VOLUNTEERS"])
        #expect(throws: Never.self) {
            try pyongyang.station.release(still, into: network.folder.makeFolder("out"), session: kim)
        }
        try circulate(still, from: pyongyang, "KIM IL SUNG", to: "PENG DEHUAI@BEIJING")
        try openAll(beijing, "PENG DEHUAI")
        #expect(try !beijing.station.statement("7", session: peng).isComplete)
    }

    @Test func whereNobodyCanBeToldNothingIsWithdrawn() throws {
        let peng = try beijing.session("PENG DEHUAI")
        let signed = try signedByPengForKim()
        for nobody in ["KIM IL SUNG@SHANGHAI", "NOBODY@PYONGYANG"] {
            #expect(throws: StationError.self) {
                try beijing.station.withdraw(signed, telling: circulation(to: nobody), session: peng)
            }
        }
        let still = try beijing.station.statement("7", session: peng)
        #expect(still.withdrawn.isEmpty)
        #expect(still.signatures.count == 1)
    }

    @Test func onlyWhoHasSignedWithdrawsAndOnlyForHimself() throws {
        let peng = try beijing.session("PENG DEHUAI")
        let filed = try beijing.station.file(statement(), session: peng)
        let interpreter = try beijing.session("SHI ZHE")
        for session in [peng, interpreter] {
            #expect(throws: StationError.self) {
                try beijing.station.withdraw(
                    filed, telling: circulation(to: "KIM IL SUNG@PYONGYANG"), session: session)
            }
        }
        #expect(throws: SealingError.self) { try filed.statement.withdraw(with: interpreter.signer()) }

        let other = try statement(number: 8).withdraw(with: peng.signer())
        #expect(filed.statement.signatory(withdrawingBy: Array(other.armored.utf8)) == nil)
        let signature = try filed.statement.sign(with: peng.signer())
        #expect(filed.statement.signatory(withdrawingBy: Array(signature.armored.utf8)) == nil)
        let withdrawal = try filed.statement.withdraw(with: peng.signer())
        let signatory = try #require(filed.statement.signatory(withdrawingBy: Array(withdrawal.armored.utf8)))
        #expect(signatory.name == "COMMAND OF THE VOLUNTEERS")
        // It is no signature either.
        let finding = StatementSignature(
            source: "", armored: Array(withdrawal.armored.utf8), over: filed.statement.bytes
        ).finding
        #expect(finding == .otherNamespace(signatory.key, "statement-withdrawal@cablegram"))
    }

    @Test func anOpenBlankCannotBeSigned() throws {
        let peng = try beijing.session("PENG DEHUAI")
        let filed = try beijing.station.file(statement(text: ["HOSTILITIES CEASE AT (BLANK) HOURS."]), session: peng)
        let error = #expect(throws: StationError.self) { try beijing.station.sign(filed, session: peng) }
        #expect(error?.code == .refused)
        #expect(error?.message.description.contains("open blank") == true)
        // It can be circulated, which is what blanks are for.
        #expect(throws: Never.self) { try circulate(filed, from: beijing, "PENG DEHUAI", to: "KIM IL SUNG@PYONGYANG") }
        try openAll(pyongyang, "KIM IL SUNG")
        let kim = try pyongyang.session("KIM IL SUNG")
        #expect(throws: StationError.self) {
            try pyongyang.station.sign(pyongyang.station.statement("7", session: kim), session: kim)
        }
    }

    @Test func onlyASignatoryCanSign() throws {
        let session = try beijing.session("SHI ZHE")
        let filed = try beijing.station.file(statement(), session: session)
        let error = #expect(throws: StationError.self) { try beijing.station.sign(filed, session: session) }
        #expect(error?.message.description.contains("none of the signatories") == true)
        #expect(try beijing.station.statement("7", session: session).signatures.isEmpty)
    }

    @Test func aSignatureUnderAnotherTextDoesNotCount() throws {
        let peng = try beijing.session("PENG DEHUAI")
        let kim = try pyongyang.session("KIM IL SUNG")
        let first = try beijing.station.file(statement(), session: peng)
        let second = try beijing.station.file(statement(text: ["HOSTILITIES CEASE AT 2300 HOURS."]), session: peng)
        let signed = try beijing.station.sign(second, session: peng)
        // Sends the first text with the signature to the second.
        let forged = try Attachment(
            name: "statement-7.1.sig", mediaType: "application/vnd.cablegram.signature",
            source: .bytes(Array(#require(signed.signatures.values.first).utf8)))
        let text = Attachment(
            name: "statement-7.txt", mediaType: "text/vnd.cablegram.statement", source: .bytes(first.statement.bytes))
        try beijing.send("Statement", from: "PENG DEHUAI", to: ["KIM IL SUNG@PYONGYANG"], attachments: [text, forged])
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        try openAll(pyongyang, "KIM IL SUNG")
        #expect(try pyongyang.station.statement("7", session: kim).signatures.isEmpty)
    }

    @Test func twoTextsOfOneNumberAreToldApartByTheirDigests() throws {
        let peng = try beijing.session("PENG DEHUAI")
        let first = try beijing.station.file(statement(), session: peng)
        _ = try beijing.station.file(statement(text: ["ANOTHER TEXT."]), session: peng)
        let error = #expect(throws: StationError.self) { try beijing.station.statement("7", session: peng) }
        #expect(error?.code == .invalid)
        let name = String(first.digest.description.prefix(8))
        #expect(try beijing.station.statement(name, session: peng).digest == first.digest)
    }

    @Test func aStatementRestsSealedAndIsItsOwnersOnly() throws {
        let peng = try beijing.session("PENG DEHUAI")
        try beijing.station.file(statement(text: ["A TEXT THAT NOBODY FINDS."]), session: peng)
        #expect(try beijing.station.statements(session: beijing.session("SHI ZHE")).isEmpty)
        let needle = Array("NOBODY FINDS".utf8)
        for (file, bytes) in try beijing.files() { #expect(!bytes.contains(needle), "\(file)") }
    }
}
