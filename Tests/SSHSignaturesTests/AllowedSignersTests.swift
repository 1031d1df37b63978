import Testing

@testable import SSHSignatures

@Suite("Allowed signers")
struct AllowedSignersTests {
    private static let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIlizSIN3DQV78VPNjVvvwjgf+P5HqbPYCYu3BOMdjAE"

    private func read(_ text: String) throws -> AllowedSigners { try AllowedSigners(file: Array(text.utf8)) }

    @Test("lines are read with principals, options, key and comment; comments and empty lines are passed over")
    func readsFile() throws {
        let text = """
            # the northern army
            \t
            alice@example.org,*@north.example.org \(Self.key) wire room
              "bob the clerk" Namespaces="file,git",VALID-AFTER="20200101Z",valid-before="20300101Z"\t \(Self.key)\r

            """
        let signers = try read(text).signers
        #expect(signers.count == 2)
        #expect(signers[0].principals.description == "alice@example.org,*@north.example.org")
        #expect(signers[0].comment == "wire room" && signers[0].namespaces == nil && signers[0].validAfter == nil)
        #expect(signers[1].principals.matches("bob the clerk"))
        #expect(signers[1].namespaces?.matches("git") == true)
        #expect(signers[1].validAfter == 1_577_836_800 && signers[1].validBefore == 1_893_456_000)
        #expect(signers[1].comment.isEmpty)
    }

    /// Malformed lines, and what the error says about each.
    static let malformed: [(String, String)] = [
        ("a", "a blank and a key must follow the principals"),
        ("a ", "the key is missing"),
        ("a cert-authority \(key)", "cert-authority lines are not supported"),
        ("a namespaces=\"file\",cert-authority \(key)", "cert-authority lines are not supported"),
        ("a ssh-rsa AAAA", "the key type \"ssh-rsa\" is not supported"),
        ("a ecdsa-sha2-nistp256 AAAA", "the key type \"ecdsa-sha2-nistp256\" is not supported"),
        ("a frob=\"x\" \(key)", "the option \"frob\" is unknown"),
        ("a namespaces \(key)", "the option \"namespaces\" has no value"),
        ("a namespaces=file \(key)", "an option's value must stand between quotation marks"),
        ("a namespaces=\"file \(key)", "the quotation mark before an option's value is not closed"),
        ("a namespaces=\"\" \(key)", "pattern list: a pattern is empty"),
        ("a namespaces=\"f\",namespaces=\"g\" \(key)", "the option \"namespaces\" stands there twice"),
        ("a valid-after=\"20200230\" \(key)", "\"20200230\" is not a time"),
        (
            "a valid-after=\"20200101Z\",valid-after=\"20210101Z\" \(key)",
            "the option \"valid-after\" stands there twice"
        ),
        (
            "a valid-before=\"20200101Z\",valid-before=\"2021Z\" \(key)",
            "the option \"valid-before\" stands there twice"
        ),
        (
            "a valid-after=\"20200101Z\",valid-before=\"20200101Z\" \(key)",
            "valid-before is not later than valid-after"
        ),
        ("a namespaces=\"f\", \(key)", "an option has no name"),
        ("a namespaces=\"f\"x \(key)", "a blank and a key must follow the options"),
        ("a namespaces=\"f\"", "a blank and a key must follow the options"),
        ("\"a \(key)", "the quotation mark before the principals is not closed"),
        ("\"a\"\(key)", "a blank and a key must follow the principals"),
        ("a\"b\" \(key)", "a quotation mark stands inside the principals"),
        ("a,,b \(key)", "pattern list: a pattern is empty"),
        ("\"\" \(key)", "pattern list: a pattern is empty"),
        ("a\u{7} \(key)", "pattern list: it is not UTF-8 or has control characters"),
        ("a \(key)=", "public key: its Base64 is malformed"),
        ("a ssh-ed25519 AAAA", "public key: it is cut short"),
    ]

    @Test("a malformed line is refused with its number and its own reason", arguments: 0..<malformed.count)
    func refusesLine(index: Int) throws {
        let (line, reason) = Self.malformed[index]
        let error = #expect(throws: SSHFormatError.self) { try read("# comment\nx \(Self.key)\n\(line)\n") }
        #expect(error?.item == .allowedSigners)
        #expect(error?.line == 3)
        #expect(error?.reason == reason)
    }

    @Test("a file or line beyond the bounds is refused")
    func boundsSize() {
        let line = "a \(Self.key) " + String(repeating: "c", count: 17000)
        #expect(throws: SSHFormatError.self) { try read(line) }
        #expect(throws: SSHFormatError.self) { try AllowedSigners(file: [UInt8](repeating: 0x0a, count: 5 << 20)) }
    }

    @Test("lines the library prints read back as they were")
    func printsLines() throws {
        try property("allowed signers", rounds: 300) { random in
            var signers: [AllowedSigner] = []
            for _ in 0..<Int.random(in: 0...4, using: &random) { signers.append(try Self.signer(&random)) }
            let list = AllowedSigners(signers)
            #expect(try read("\(list)") == list)
        }
    }

    @Test("a line that could not be printed is refused")
    func refusesUnprintable() throws {
        let key = try PrivateKey.generate().publicKey
        let plain = try PatternList("a")
        let attempts: [() throws -> AllowedSigner] = [
            { try AllowedSigner(principals: PatternList("a\"b"), key: key) },
            { try AllowedSigner(principals: plain, namespaces: PatternList("file\\"), key: key) },
            { try AllowedSigner(principals: plain, validAfter: 0, key: key) },
            { try AllowedSigner(principals: plain, validBefore: SignerTimestamp.latest + 1, key: key) },
            { try AllowedSigner(principals: plain, validAfter: 5, validBefore: 5, key: key) },
            { try AllowedSigner(principals: plain, key: key, comment: "two\nlines") },
        ]
        for attempt in attempts { #expect(throws: SSHFormatError.self) { try attempt() } }
    }

    @Test("a refusal gives the reason of the line that came nearest")
    func decides() throws {
        let (key, other) = (try PrivateKey.generate().publicKey, try PrivateKey.generate().publicKey)
        let line = try AllowedSigner(
            principals: PatternList("*@x,!m@x"), namespaces: PatternList("file"), validAfter: 10, validBefore: 20,
            key: key)
        let list = AllowedSigners([try AllowedSigner(principals: PatternList("m@x"), key: other), line])
        func decision(_ key: PublicKey, _ name: String, _ space: Namespace, _ time: Int64) -> AllowedSigners.Decision {
            list.decision(for: key, principal: name, namespace: space, time: time)
        }
        #expect(decision(key, "k@x", "file", 10) == .allowed(line))
        #expect(decision(key, "k@x", "file", 20) == .allowed(line))
        #expect(decision(key, "k@x", "file", 9) == .notYetValid(10))
        #expect(decision(key, "k@x", "file", 21) == .expired(20))
        #expect(decision(key, "k@x", "git", 15) == .otherNamespace)
        #expect(decision(key, "m@x", "file", 15) == .otherPrincipal)
        #expect(decision(try PrivateKey.generate().publicKey, "k@x", "file", 15) == .unknownKey)
        #expect(list.principals(for: key, namespace: "file", time: 15) == [line.principals])
        #expect(list.principals(for: key, namespace: "file", time: 25).isEmpty)
        #expect(list.keys(for: "m@x", namespace: "file", time: 15) == [other])
        #expect(list.keys(for: "k@x", namespace: "file", time: 15) == [key])
    }

    private static func signer(_ random: inout SeededGenerator) throws -> AllowedSigner {
        func list(_ alphabet: String) throws -> PatternList {
            let parts = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                random.text(1, from: "#abé") + random.text(.random(in: 0...6, using: &random), from: alphabet)
            }
            return try PatternList(parts.joined(separator: Bool.random(using: &random) ? "," : ",!"))
        }
        let after = Int64.random(in: 1...2_000_000_000, using: &random)
        return try AllowedSigner(
            principals: list("ab*?! \\@"),
            namespaces: Bool.random(using: &random) ? list("ab*? \"@") : nil,
            validAfter: Bool.random(using: &random) ? after : nil,
            validBefore: Bool.random(using: &random) ? after + 1 : nil,
            key: PrivateKey.generate().publicKey,
            comment: random.text(.random(in: 0...3, using: &random), from: "xyz\""))
    }
}
