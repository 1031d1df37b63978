import Crypto
import Testing

@testable import TransparencyLog

struct NoteKeyTests {
    private func key(_ type: SignatureType, _ publicKey: [UInt8]) throws -> NoteVerifierKey {
        try NoteVerifierKey(name: KeyName("example.com/foo"), type: type, publicKey: publicKey)
    }

    @Test("a verifier key of each type comes back from its text")
    func roundTrip() throws {
        let keys = try TestKeys()
        for key in [keys.ed25519.verifierKey, keys.mldsa65.verifierKey, keys.witness.verifierKey] {
            #expect(try NoteVerifierKey(parsing: key.text) == key)
        }
        #expect(try NoteVerifierKey(parsing: NoteTests.exampleKey).text == NoteTests.exampleKey)
    }

    @Test("the key id of an ML-DSA-65 key hashes 0xff, the identifier and the key")
    func mldsaKeyID() throws {
        let seed = (0..<32).map { UInt8($0) }
        let key = NoteSigningKey(
            name: try KeyName("log.example/one"), mldsa65: try .init(seedRepresentation: seed, publicKey: nil))
        let publicKey = key.verifierKey.publicKey
        let hashed = utf8("log.example/one\n") + [0xFF] + utf8("note-ml-dsa-65@cablegram") + publicKey
        #expect(key.verifierKey.keyID == BigEndian.uint32(SHA256.hash(data: hashed).prefix(4)))
        #expect(publicKey.count == 1952)
        #expect(Array(SHA256.hash(data: publicKey).prefix(8)) == Self.publicKeyDigest)
    }

    /// The first bytes of SHA-256 of the ML-DSA-65 public key of the seed that counts from 0 to 31, computed with OpenSSL 4.0.
    private static let publicKeyDigest: [UInt8] = [0xD6, 0x66, 0x80, 0x6E, 0x11, 0xCE, 0xE1, 0x9A]

    @Test("a verifier key that breaks a rule is refused with the rule")
    func malformed() {
        let good = NoteTests.exampleKey
        let cases: [(String, LogFormatError.Rule)] = [
            ("", .verifierKey),
            ("example.com/foo+530d903a", .verifierKey),
            (good.replacing("530d903a", with: "530D903A"), .verifierKey),
            (good.replacing("530d903a", with: "530d903"), .verifierKey),
            (good.replacing("530d903a", with: "530d903b"), .keyID),
            (good.replacing("example.com/foo", with: "example.com/fop"), .keyID),
            (good.replacing("example.com/foo", with: ""), .keyName),
            (good.replacing("example.com/foo", with: "example.com foo"), .keyName),
            (good + "=", .base64),
            (String(good.dropLast(4)), .publicKeyLength),
            (good.replacing("+Ae", with: "+Be"), .signatureType),
            (good.replacing("+Ae", with: "+Ce"), .signatureType),
            (good + String(repeating: "AAAA", count: 2000), .size),
        ]
        for (text, rule) in cases {
            #expect(throws: LogFormatError(.verifierKey, rule), "\(text)") { try NoteVerifierKey(parsing: text) }
        }
    }

    @Test("a signature type without support is refused, such as ML-DSA-44 cosignatures")
    func unsupportedType() {
        let material = String(decoding: Base64.encode([0x06] + [UInt8](repeating: 7, count: 1312)), as: UTF8.self)
        #expect(throws: LogFormatError(.verifierKey, .signatureType)) {
            try NoteVerifierKey(parsing: "example.com/foo+00000000+" + material)
        }
    }

    @Test("ML-DSA-65 public keys whose second part is zero are refused, the all-zero key among them")
    func weakMLDSA() throws {
        for seedByte in [0x00, 0x5A] as [UInt8] {
            let weak = [UInt8](repeating: seedByte, count: 32) + [UInt8](repeating: 0, count: 1920)
            #expect((try? MLDSA65.PublicKey(rawRepresentation: weak)) != nil)
            #expect(throws: LogFormatError(.verifierKey, .weakPublicKey)) { try key(.mldsa65, weak) }
            let material = String(decoding: Base64.encode(SignatureType.mldsa65.identifier + weak), as: UTF8.self)
            #expect(throws: LogFormatError(.verifierKey, .weakPublicKey)) {
                try NoteVerifierKey(parsing: "example.com/foo+00000000+" + material)
            }
        }
    }

    @Test(
        "Ed25519 public keys of low order are refused, with either sign bit",
        arguments: [
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        ])
    func weakEd25519(hex: String) throws {
        var weak = try bytes(hex: hex)
        for _ in 0..<2 {
            for type in [SignatureType.ed25519, .ed25519Cosignature] {
                #expect(throws: LogFormatError(.verifierKey, .weakPublicKey)) { try key(type, weak) }
            }
            weak[31] ^= 0x80
        }
    }

    @Test("a public key of the wrong size is refused")
    func wrongSize() {
        for type in SignatureType.allCases {
            for count in [0, type.publicKeyByteCount - 1, type.publicKeyByteCount + 1] {
                #expect(throws: LogFormatError(.verifierKey, .publicKeyLength)) {
                    try key(type, [UInt8](repeating: 9, count: count))
                }
            }
        }
    }
}
