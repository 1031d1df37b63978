import Crypto
import Foundation

/// The algorithms alone, straight from the library that we use them from.
struct AlgorithmLimits {
    private let suite = HPKE.Ciphersuite(kem: .XWingMLKEM768X25519, kdf: .HKDF_SHA256, aead: .chaChaPoly)
    private let sealingKey: XWingMLKEM768X25519.PrivateKey
    private let signingKey = Curve25519.Signing.PrivateKey()
    private let message = Data(repeating: 0x41, count: 100)
    private let fileKey = Data(repeating: 0x42, count: 16)
    private let signature: Data
    private let encapsulated: Data
    private let wrapped: Data

    init() throws {
        sealingKey = try .generate()
        signature = try signingKey.signature(for: message)
        var sender = try HPKE.Sender(recipientKey: sealingKey.publicKey, ciphersuite: suite, info: Data())
        encapsulated = sender.encapsulatedKey
        wrapped = try sender.seal(fileKey)
    }

    func encapsulate() throws -> Data {
        var sender = try HPKE.Sender(recipientKey: sealingKey.publicKey, ciphersuite: suite, info: Data())
        return try sender.seal(fileKey)
    }

    func decapsulate() throws {
        var recipient = try HPKE.Recipient(
            privateKey: sealingKey, ciphersuite: suite, info: Data(), encapsulatedKey: encapsulated)
        _ = try recipient.open(wrapped)
    }

    func sign() throws -> Data { try signingKey.signature(for: message) }

    func verify() { _ = signingKey.publicKey.isValidSignature(signature, for: message) }

    func seal() throws {
        for _ in 0..<2 { _ = (try encapsulate(), try sign()) }
    }

    func open() throws {
        for _ in 0..<2 {
            try decapsulate()
            verify()
        }
    }
}
