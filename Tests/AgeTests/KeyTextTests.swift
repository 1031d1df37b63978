import Age
import Testing

@Suite("Keys as text")
struct KeyTextTests {
    // The examples of the C2SP specification.
    private static let identityText = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    private static let recipientText = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
    private static let hybridText = "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR"

    @Test("the specification's X25519 identity has the specification's recipient")
    func x25519Example() throws {
        let identity = try X25519Identity(encoded: secret(Self.identityText))
        #expect(identity.recipient.description == Self.recipientText)
        #expect(text(identity.encoded()) == Self.identityText)
        #expect(try X25519Recipient(Self.recipientText) == identity.recipient)
    }

    @Test("the specification's hybrid identity has the specification's recipient")
    func hybridExample() throws {
        let identity = try HybridIdentity(encoded: secret(Self.hybridText))
        let recipient = identity.recipient.description
        #expect(recipient.hasPrefix("age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7ceq5r9rdelkjuh3y235jzxshfg87pzf5z"))
        #expect(recipient.hasSuffix("xpfqdkmhh6gjtqmwze9pyyzk3tlhl53k2ykx3qheyty7saeq0d3fzv49zc0k"))
        #expect(recipient.utf8.count == 1_959)
        #expect(try HybridRecipient(recipient) == identity.recipient)
        #expect(text(identity.encoded()) == Self.hybridText)
    }

    @Test("generated identities survive being written and read")
    func generated() throws {
        for _ in 0..<20 {
            let x25519 = X25519Identity()
            #expect(try X25519Identity(encoded: x25519.encoded()).recipient == x25519.recipient)
            let hybrid = try HybridIdentity()
            #expect(try HybridIdentity(encoded: hybrid.encoded()).recipient == hybrid.recipient)
        }
    }

    @Test("a key with one wrong character is refused")
    func typingErrors() {
        let characters = Array(Self.recipientText.utf8)
        for position in characters.indices {
            var altered = characters
            altered[position] = altered[position] == UInt8(ascii: "q") ? UInt8(ascii: "p") : UInt8(ascii: "q")
            #expect(failure { _ = try X25519Recipient(String(decoding: altered, as: UTF8.self)) } == .key)
        }
    }

    @Test(
        "text that is not exactly a key is refused",
        arguments: [
            "", "1", "age1", "age", recipientText.uppercased(), "A" + recipientText.dropFirst(), recipientText + "q",
            " " + recipientText, recipientText + "\n", "age1" + String(repeating: "q", count: 5_000),
            "age1\u{e9}" + recipientText.dropFirst(5), identityText,
        ])
    func malformed(text: String) {
        #expect(failure { _ = try X25519Recipient(text) } == .key)
        #expect(failure { _ = try KeyFile.recipient(text) } == .key)
    }

    @Test("an identity in lower case is refused")
    func lowerCaseIdentity() {
        #expect(failure { _ = try X25519Identity(encoded: secret(Self.identityText.lowercased())) } == .key)
        #expect(failure { _ = try HybridIdentity(encoded: secret(Self.identityText)) } == .key)
    }

    @Test("an identity file may have comments, empty lines and CRLF")
    func identityFile() throws {
        let file = "# created: 1951-06-30\r\n\n\(Self.identityText)\r\n# next\n\(Self.hybridText)"
        let identities = try KeyFile.identities(secret(file))
        #expect(identities.count == 2)
        #expect((identities[0] as? X25519Identity)?.recipient.description == Self.recipientText)
        #expect(identities[1] is HybridIdentity)
    }

    @Test("a bad line of a key file is named, and its text is not repeated")
    func badLine() throws {
        let error = #expect(throws: AgeError.self) {
            try KeyFile.identities(secret("# fine\n\nAGE-SECRET-KEY-1QQQQSECRET\n"))
        }
        #expect(error?.line == 3)
        #expect(error?.description.contains("QQQQ") == false)
        #expect(failure { _ = try KeyFile.identities(secret("# nothing here\n")) } == .key)
    }

    @Test("a recipients file may hold both kinds")
    func recipientsFile() throws {
        let hybrid = try HybridIdentity().recipient
        let file = "\(Self.recipientText)\n# the command\n\(hybrid)\n"
        let recipients = try KeyFile.recipients(Array(file.utf8))
        #expect(recipients.map(\.kind) == [.classical, .postQuantum])
    }
}
