import Age
import Testing

@Suite("Recipients")
struct RecipientTests {
    private let letter = [UInt8]("no reply has been received since the second".utf8)

    @Test("a hybrid letter opens for each of its recipients and for nobody else")
    func hybrid() throws {
        let (first, second, stranger) = (try HybridIdentity(), try HybridIdentity(), try HybridIdentity())
        let file = try AgeFile.seal(letter, to: [first.recipient, second.recipient])
        #expect(try AgeFile.open(file, with: [first]) == letter)
        #expect(try AgeFile.open(file, with: [stranger, second]) == letter)
        #expect(failure { _ = try AgeFile.open(file, with: [stranger, X25519Identity()]) } == .noMatch)
    }

    @Test("an X25519 letter opens for each of its recipients and for nobody else")
    func x25519() throws {
        let (first, second) = (X25519Identity(), X25519Identity())
        let file = try AgeFile.seal(letter, to: [first.recipient, second.recipient])
        #expect(try AgeFile.open(file, with: [second]) == letter)
        #expect(failure { _ = try AgeFile.open(file, with: [X25519Identity()]) } == .noMatch)
    }

    @Test("a passphrase opens its file and another does not")
    func passphrase() throws {
        let recipient = try ScryptRecipient(passphrase: secret("thirty-eighth parallel"), workFactor: 4)
        let file = try AgeFile.seal(letter, to: [recipient])
        let right = ScryptIdentity(passphrase: secret("thirty-eighth parallel"))
        let wrong = ScryptIdentity(passphrase: secret("thirty-ninth parallel"))
        #expect(try AgeFile.open(file, with: [right]) == letter)
        #expect(failure { _ = try AgeFile.open(file, with: [wrong]) } == .noMatch)
    }

    @Test("a work factor beyond the reader's limit is refused unread")
    func workFactorLimit() throws {
        let recipient = try ScryptRecipient(passphrase: secret("p"), workFactor: 6)
        let file = try AgeFile.seal(letter, to: [recipient])
        let modest = ScryptIdentity(passphrase: secret("p"), largestWorkFactor: 5)
        #expect(failure { _ = try AgeFile.open(file, with: [modest]) } == .header)
    }

    @Test("recipients that must not share a file are refused")
    func mixing() throws {
        let hybrid = try HybridIdentity().recipient
        let classical = X25519Identity().recipient
        let passphrase = try ScryptRecipient(passphrase: secret("p"), workFactor: 2)
        let refused: [[any Recipient]] = [
            [], [hybrid, classical], [classical, hybrid], [passphrase, classical], [hybrid, passphrase],
            [passphrase, passphrase],
        ]
        for recipients in refused {
            #expect(failure { _ = try AgeFile.seal(letter, to: recipients) } == .recipients)
            #expect(failure { _ = try sealStream(letter, to: recipients) } == .recipients)
        }
    }

    @Test("an empty passphrase and an absurd work factor are refused")
    func badPassphrase() {
        #expect(failure { _ = try ScryptRecipient(passphrase: secret("")) } == .recipients)
        #expect(failure { _ = try ScryptRecipient(passphrase: secret("p"), workFactor: 0) } == .recipients)
        #expect(failure { _ = try ScryptRecipient(passphrase: secret("p"), workFactor: 23) } == .recipients)
    }

    @Test("points of low order are refused as X25519 recipients")
    func lowOrder() {
        let ones: [UInt8] = [1] + Array(repeating: 0, count: 31)
        let minusOne: [UInt8] = [0xec] + Array(repeating: 0xff, count: 30) + [0x7f]
        for point in [Array(repeating: 0, count: 32), ones, minusOne] {
            #expect(failure { _ = try X25519Recipient(rawRepresentation: point) } == .key)
        }
    }

    @Test("hybrid keys that nothing can be sealed for are refused when they are read")
    func unusableHybridKey() throws {
        var key = try HybridIdentity().recipient.rawRepresentation
        #expect(failure { _ = try HybridRecipient(rawRepresentation: Array(key.dropLast())) } == .key)
        key.replaceSubrange(1184..., with: repeatElement(0, count: 32))
        #expect(failure { _ = try HybridRecipient(rawRepresentation: key) } == .key)
        key = try HybridIdentity().recipient.rawRepresentation
        key.replaceSubrange(0..<3, with: [0xff, 0xff, 0xff])
        #expect(failure { _ = try HybridRecipient(rawRepresentation: key) } == .key)
    }

    @Test("recipients and identities of other modules take part")
    func foreignRecipient() throws {
        let file = try AgeFile.seal(letter, to: [Courier(), X25519Identity().recipient])
        #expect(try AgeFile.open(file, with: [Courier()]) == letter)
    }

    /// Carries the file key in the clear, which only a test may do.
    private struct Courier: Recipient, Identity {
        var kind: RecipientKind { .classical }

        func wrap(_ fileKey: borrowing FileKey) throws -> [Stanza] {
            let body = fileKey.withUnsafeBytes { Array($0) }
            return [try Stanza(type: Array("example.com/courier".utf8), arguments: [Array("x".utf8)], body: body)]
        }

        func unwrap(_ stanzas: [Stanza]) throws -> FileKey? {
            guard let stanza = stanzas.first(where: { $0.isOfType("example.com/courier") }) else { return nil }
            return try FileKey(SecretBytes(copying: stanza.body))
        }
    }
}
