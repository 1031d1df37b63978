import Testing

@testable import SSHSignatures

@Suite("Signatures")
struct SignatureTests {
    private let key: PrivateKey
    private let message = Array("Your telegrams have been received".utf8)
    private let signature: Signature

    init() throws {
        key = try PrivateKey.generate()
        signature = try key.sign(message, namespace: "telegram@example.org")
    }

    @Test("a signature verifies for its message and namespace, and survives both of its forms")
    func verifies() throws {
        try signature.verify(message, namespace: "telegram@example.org")
        #expect(try Signature(armored: signature.armored) == signature)
        #expect(try Signature(blob: signature.blob) == signature)
        #expect(signature.publicKey == key.publicKey)
        #expect(signature.hashAlgorithm == .sha512)
    }

    @Test("another message, namespace or key is told apart")
    func tellsFailuresApart() throws {
        #expect(throws: VerificationFailure.invalid) {
            try signature.verify(message + [0x20], namespace: "telegram@example.org")
        }
        let expected: Namespace = "statement@example.org"
        #expect(throws: VerificationFailure.differentNamespace(expected: expected, found: signature.namespace)) {
            try signature.verify(message, namespace: expected)
        }
        let sha256 = MessageDigest(of: message, algorithm: .sha256)
        #expect(throws: VerificationFailure.differentHash(expected: .sha256, found: .sha512)) {
            try signature.verify(sha256, namespace: "telegram@example.org")
        }
        let stranger = Signature(
            publicKey: try PrivateKey.generate().publicKey, namespace: signature.namespace, hashAlgorithm: .sha512,
            value: signature.value, securityKeyData: nil)
        #expect(throws: VerificationFailure.invalid) {
            try stranger.verify(message, namespace: "telegram@example.org")
        }
    }

    @Test("a message may come whole, as a digest or in parts")
    func hashesInParts() throws {
        try property("hashing in parts", rounds: 50) { random in
            let message = random.bytes(Int.random(in: 0...500, using: &random))
            for algorithm in HashAlgorithm.allCases {
                var hasher = MessageHasher(algorithm: algorithm)
                let middle = Int.random(in: 0...message.count, using: &random)
                hasher.update(Array(message[..<middle]))
                hasher.update(Array(message[middle...]))
                let digest = MessageDigest(of: message, algorithm: algorithm)
                #expect(hasher.digest() == digest)
                #expect(try MessageDigest(digest.bytes, algorithm: algorithm) == digest)
                try key.sign(hasher.digest(), namespace: "file").verify(message, namespace: "file")
            }
        }
        #expect(throws: SSHFormatError.self) { try MessageDigest([UInt8](repeating: 0, count: 32)) }
    }

    @Test("namespaces are compared by bytes, not by how the letters look")
    func comparesNamespaceBytes() throws {
        let composed = try Namespace(validating: "caf\u{e9}")
        let decomposed = try Namespace(validating: "cafe\u{301}")
        #expect(composed.description == decomposed.description)
        #expect(composed != decomposed)
        let signature = try key.sign(message, namespace: composed)
        #expect(throws: VerificationFailure.self) { try signature.verify(message, namespace: decomposed) }
    }

    @Test(
        "an empty, overlong or unprintable namespace is refused",
        arguments: ["", String(repeating: "n", count: 256), "a\0b", "a\nb"])
    func refusesNamespace(name: String) {
        #expect(throws: SSHFormatError.self) { try Namespace(validating: name) }
    }

    @Test("an armor cut short anywhere is refused")
    func refusesTruncatedArmor() {
        let text = Array(signature.armored.utf8)
        // Without its last line end the armor is still complete.
        for length in 0..<(text.count - 1) {
            #expect(throws: SSHFormatError.self) { try Signature(armored: Array(text.prefix(length))) }
        }
    }

    @Test("lines may end in CRLF and may be broken elsewhere, as other programs do")
    func acceptsOtherLines() throws {
        let crlf = signature.armored.replacing("\n", with: "\r\n")
        #expect(try Signature(armored: crlf) == signature)
        let base64 = Base64.encode(signature.blob)
        for width in [1, 64, 76] {
            var lines = ["-----BEGIN SSH SIGNATURE-----"]
            for start in stride(from: 0, to: base64.count, by: width) {
                lines.append(String(decoding: base64[start..<min(start + width, base64.count)], as: UTF8.self))
            }
            lines.append("-----END SSH SIGNATURE-----")
            #expect(try Signature(armored: lines.joined(separator: "\n")) == signature)
        }
    }

    @Test("anything around or between the lines of an armor is refused")
    func refusesOtherText() {
        let text = signature.armored
        let damaged = [
            "\n" + text, " " + text, "\u{feff}" + text, text + "\n", text + "x", text + text,
            text.replacing("-----BEGIN SSH SIGNATURE-----\n", with: "-----BEGIN SSH SIGNATURE-----\n\n"),
            text.replacing("-----BEGIN SSH SIGNATURE-----", with: "-----BEGIN SSH SIGNATURE----- "),
            text.replacing("\n-----END", with: "=\n-----END"), text.replacing("\n-----END", with: "\n -----END"),
            text.replacing("U1NIU0lH", with: "U1NI U0lH"), text.replacing("\n", with: "\n\n"),
            "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n", String(repeating: "A", count: 5000),
        ]
        for text in damaged { #expect(throws: SSHFormatError.self) { try Signature(armored: text) } }
    }

    @Test("Base64 with bits after its last byte is refused, since the same bytes have a shorter spelling")
    func refusesLooseBase64() {
        #expect(Base64.decode(Array("QQ==".utf8)[...]) == [0x41])
        for text in ["QR==", "QQ=", "QQ", "Q===", "QQ==QQ==", "QUF=", "QQ\n=", "====", "Q"] {
            #expect(Base64.decode(Array(text.utf8)[...]) == nil, "\(text)")
        }
    }

    @Test("Base64 gives back any bytes")
    func base64RoundTrip() {
        property("base64", rounds: 200) { random in
            let bytes = random.bytes(Int.random(in: 0...70, using: &random))
            #expect(Base64.decode(Base64.encode(bytes)[...]) == bytes)
        }
    }

    /// Blobs that differ from a right one in one field, and the reason each is refused for.
    static let damages: [(String, @Sendable (inout BlobFields) -> Void)] = [
        ("it does not begin with SSHSIG", { $0.preamble = Array("SSHSIF".utf8) }),
        ("its version is 0, only 1 is known", { $0.version = 0 }),
        ("its version is 2, only 1 is known", { $0.version = 2 }),
        ("it is empty", { $0.namespace = [] }),
        ("it is not UTF-8 or has control characters", { $0.namespace = [0x61, 0] }),
        ("it is not UTF-8 or has control characters", { $0.namespace = [0xff] }),
        ("its reserved field is wrong", { $0.reserved = [0] }),
        ("the hash \"sha384\" is not supported", { $0.hash = Array("sha384".utf8) }),
        ("the hash \"SHA512\" is not supported", { $0.hash = Array("SHA512".utf8) }),
        ("its signature type is wrong", { $0.type = Array("ssh-rsa".utf8) }),
        ("its signature type is wrong", { $0.type = Array("sk-ssh-ed25519@openssh.com".utf8) }),
        ("its Ed25519 signature has 63 bytes instead of 64", { $0.value.removeLast() }),
        ("5 bytes follow its end", { $0.valueTrailer = [1, 0, 0, 0, 7] }),
        ("1 bytes follow its end", { $0.trailer = [0] }),
        ("its point is weak or not canonical", { $0.point = [1] + [UInt8](repeating: 0, count: 31) }),
    ]

    @Test("a blob with a wrong field is refused with its own reason", arguments: 0..<damages.count)
    func refusesWrongField(index: Int) throws {
        let (reason, damage) = Self.damages[index]
        var fields = BlobFields(signature)
        #expect(fields.blob == signature.blob)
        damage(&fields)
        let error = #expect(throws: SSHFormatError.self) { try Signature(blob: fields.blob) }
        #expect(error?.reason == reason)
    }
}

/// The fields of an SSHSIG blob, put together here independently of the library.
struct BlobFields {
    var preamble = Array("SSHSIG".utf8)
    var version: UInt32 = 1
    var point: [UInt8]
    var namespace: [UInt8]
    var reserved: [UInt8] = []
    var hash: [UInt8]
    var type = Array("ssh-ed25519".utf8)
    var value: [UInt8]
    var valueTrailer: [UInt8] = []
    var trailer: [UInt8] = []

    init(_ signature: Signature) {
        point = signature.publicKey.point
        namespace = Array(signature.namespace.description.utf8)
        hash = Array(signature.hashAlgorithm.rawValue.utf8)
        value = signature.value
    }

    var blob: [UInt8] {
        let key = Self.string(Array("ssh-ed25519".utf8)) + Self.string(point)
        let signature = Self.string(type) + Self.string(value) + valueTrailer
        let head = preamble + Self.number(version) + Self.string(key) + Self.string(namespace)
        return head + Self.string(reserved) + Self.string(hash) + Self.string(signature) + trailer
    }

    private static func number(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian, Array.init) }

    private static func string(_ bytes: [UInt8]) -> [UInt8] { number(UInt32(bytes.count)) + bytes }
}
