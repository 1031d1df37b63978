import FolderSupport
import Glibc
import SSHSignatures
import Sealing
import Telegrams
import Testing

/// Every attack on a joint statement, with real keys; our verdict must agree with stock `ssh-keygen`.
@Suite struct StatementTests {
    let folder: ScratchFolder
    let peng: PrivateKey
    let kim: PrivateKey
    let stranger: PrivateKey
    let statement: Statement
    let text: [UInt8]
    let signatures: [[UInt8]]

    init() throws {
        folder = try ScratchFolder(inMemory: true)
        peng = try PrivateKey.generate()
        kim = try PrivateKey.generate()
        stranger = try PrivateKey.generate()
        statement = try Self.statement([peng, kim])
        text = statement.bytes
        signatures = [
            Array(try statement.sign(with: peng).armored.utf8), Array(try statement.sign(with: kim).armored.utf8),
        ]
    }

    private static let names = ["COMMAND OF THE VOLUNTEERS", "SUPREME COMMAND"]

    private static func statement(_ keys: [PrivateKey]) throws -> Statement {
        try Statement(
            number: 7, profile: .utf8, date: Instant(rfc3339: "1953-07-27T10:00:00Z"),
            signatories: zip(names, keys).map { try Signatory(name: $0, key: KeyIdentifier($1.publicKey)) },
            text: ["Hostilities cease at 2200 hours.", "Both sides withdraw two kilometres."])
    }

    private func book(_ keys: [PrivateKey]) throws -> KeyBook {
        KeyBook(try zip(Self.names, keys).map { .init(name: $0, keys: [try KeyIdentifier($1.publicKey)]) })
    }

    private func verdict(_ text: [UInt8], _ signatures: [[UInt8]], book: KeyBook? = nil) throws -> StatementVerdict {
        let found = signatures.enumerated().map { StatementSignature(source: "\($0 + 1).sig", armored: $1, over: text) }
        return StatementVerdict.judge(
            StatementEvidence(text: text, signatures: found, book: try book ?? self.book([peng, kim])))
    }

    /// Whether `ssh-keygen` accepts each of the signatures by its signatory's key.
    private func sshKeygenAccepts(_ text: [UInt8], _ signatures: [[UInt8]], keys: [PrivateKey]) throws -> [Bool] {
        try folder.put("text", text)
        return try zip(zip(Self.names, keys), signatures).map { signatory, signature in
            let principal = try Signatory(name: signatory.0, key: KeyIdentifier(signatory.1.publicKey)).principal
            let line = "\(principal) namespaces=\"\(Statement.namespace)\" \(try KeyLine(signatory.1.publicKey))\n"
            try folder.put("signers", Array(line.utf8))
            try folder.put("signature", signature)
            let command = """
                cd '\(folder.path)' && ssh-keygen -Y verify -f signers -I '\(principal)' -n \(Statement.namespace) \
                -s signature < text > /dev/null 2>&1
                """
            return system(command) == 0
        }
    }

    @Test func aStatementThatEverybodySignedIsValid() throws {
        #expect(try verdict(text, signatures).word == .valid)
        #expect(try verdict(text, signatures).reasons.isEmpty)
        #expect(try verdict(text, signatures.reversed()).word == .valid)
        #expect(try sshKeygenAccepts(text, signatures, keys: [peng, kim]) == [true, true])
    }

    @Test func withoutOneSignatureItIsNotValidAndSaysWhoseIsMissing() throws {
        for index in 0..<2 {
            let found = try verdict(text, [signatures[index]])
            #expect(found.word == .notValid)
            #expect(found.reasons == [.missing(statement.signatories[1 - index])])
        }
        #expect(try verdict(text, []).reasons.map(\.code) == ["missing", "missing"])
    }

    @Test func oneSignatureTwiceIsNotTwoSignatures() throws {
        let found = try verdict(text, [signatures[0], signatures[0]])
        #expect(found.word == .notValid)
        #expect(Set(found.reasons.map(\.code)) == ["missing", "repeated"])
    }

    @Test func aStrangersKeyDoesNotStandInForASignatorys() throws {
        let forged = try stranger.sign(text, namespace: "statement@cablegram").armored
        let found = try verdict(text, [signatures[0], Array(forged.utf8)])
        #expect(found.word == .notValid)
        #expect(Set(found.reasons.map(\.code)) == ["missing", "wrong-key"])
        #expect(try sshKeygenAccepts(text, [signatures[0], Array(forged.utf8)], keys: [peng, kim]) == [true, false])
    }

    @Test func aTextWithAStrangersKeyInItDisagreesWithTheBook() throws {
        let forged = try Self.statement([peng, stranger])
        let found = try verdict(
            forged.bytes,
            [Array(try forged.sign(with: peng).armored.utf8), Array(try forged.sign(with: stranger).armored.utf8)])
        #expect(found.word == .notValid)
        #expect(found.reasons.map(\.code) == ["wrong-key.book"])
    }

    @Test func swappedKeysDisagreeWithTheBook() throws {
        let swapped = try Self.statement([kim, peng])
        let found = try verdict(
            swapped.bytes,
            [Array(try swapped.sign(with: kim).armored.utf8), Array(try swapped.sign(with: peng).armored.utf8)])
        #expect(found.word == .notValid)
        #expect(found.reasons.map(\.code) == ["wrong-key.book", "wrong-key.book"])
    }

    @Test func oneLetterChangedMakesEverySignatureBad() throws {
        let altered = text.replacing("2200", "2300")
        let found = try verdict(altered, signatures)
        #expect(found.word == .notValid)
        #expect(found.reasons.map(\.code) == ["words-altered", "words-altered"])
        #expect(try sshKeygenAccepts(altered, signatures, keys: [peng, kim]) == [false, false])
    }

    @Test func carriageReturnsAreNamedAsSuch() throws {
        let altered = text.replacing("\n", "\r\n")
        let found = try verdict(altered, signatures)
        #expect(found.word == .notValid)
        #expect(found.reasons.map(\.code) == ["malformed.carriage-return"])
        #expect(try sshKeygenAccepts(altered, signatures, keys: [peng, kim]) == [false, false])
    }

    @Test func aTrailingBlankIsNamedAsSuch() throws {
        let altered = text.replacing("hours.\n", "hours. \n")
        #expect(try verdict(altered, signatures).reasons.map(\.code) == ["malformed.trailing-blank"])
        #expect(try sshKeygenAccepts(altered, signatures, keys: [peng, kim]) == [false, false])
    }

    @Test func aLetterThatOnlyLooksLikeAnotherIsNamed() throws {
        // A Cyrillic letter in a Latin word.
        let altered = text.replacing("Both", "B\u{43E}th")
        let found = try verdict(altered, signatures)
        #expect(found.word == .notValid)
        #expect(found.reasons.map(\.code).contains("words-altered.look-alike"))
        #expect(try sshKeygenAccepts(altered, signatures, keys: [peng, kim]) == [false, false])
        let forged = try Statement(parsing: altered)
        #expect(throws: SealingError.self) { try forged.sign(with: peng) }
    }

    @Test func theRequirementCannotBeLowered() throws {
        let altered = text.replacing("ALL 2 SIGNATURES", "ALL 1 SIGNATURES")
        let found = try verdict(altered, [signatures[0]])
        #expect(found.word == .notValid)
        #expect(found.reasons.allSatisfy { $0.code.hasPrefix("malformed.") })

        let lines = statement.lines.filter { !$0.hasPrefix("SIGNATORY 2 ") }.joined(separator: "\n") + "\n"
        let without = Array(lines.replacing("ALL 2", with: "ALL 1").utf8)
        let alone = try verdict(without, [signatures[0]])
        #expect(alone.word == .notValid)
        #expect(alone.reasons.map(\.code).contains("words-altered"))
        #expect(try sshKeygenAccepts(without, [signatures[0]], keys: [peng]) == [false])
    }

    @Test func aSignatureMadeForAnotherPurposeDoesNotCount() throws {
        let foreign = Array(try kim.sign(text, namespace: SealedLetter.namespace).armored.utf8)
        let found = try verdict(text, [signatures[0], foreign])
        #expect(found.word == .notValid)
        #expect(found.reasons.map(\.code).contains("wrong-namespace"))
        #expect(try sshKeygenAccepts(text, [signatures[0], foreign], keys: [peng, kim]) == [true, false])
    }

    @Test func rubbishIsNoSignature() throws {
        let found = try verdict(text, [signatures[0], Array("rubbish".utf8)])
        #expect(found.word == .notValid)
        #expect(Set(found.reasons.map(\.code)) == ["missing", "malformed-signature"])
    }

    @Test func withoutABookNobodyCanTell() throws {
        let found = signatures.map { StatementSignature(source: "", armored: $0, over: text) }
        let verdict = StatementVerdict.judge(StatementEvidence(text: text, signatures: found, book: nil))
        #expect(verdict.word == .cannotTell)
        #expect(verdict.reasons == [.noKeyBook])
    }

    @Test func anAllowedSignersFileIsABook() throws {
        let lines = try zip(statement.signatories, [peng, kim]).map { signatory, key in
            "\(signatory.principal) namespaces=\"\(Statement.namespace)\" \(try KeyLine(key.publicKey))\n"
        }
        let signers = try AllowedSigners(file: Array(lines.joined().utf8))
        let book = try KeyBook(signers, signatories: statement.signatories, time: 0)
        #expect(try verdict(text, signatures, book: book).word == .valid)
    }

    @Test func onlyASignatorySigns() throws {
        #expect(throws: SealingError.self) { try statement.sign(with: stranger) }
    }

    @Test func signaturesOfSshKeygenCount() throws {
        try folder.put("key", peng.withOpenSSHFile { Array($0) })
        try folder.put("text", text)
        let command =
            "cd '\(folder.path)' && ssh-keygen -q -Y sign -f key -n \(Statement.namespace) text > /dev/null 2>&1"
        #expect(system(command) == 0)
        let signature = try #require(folder.content("text.sig"))
        #expect(try verdict(text, [signature, signatures[1]]).word == .valid)
    }
}
