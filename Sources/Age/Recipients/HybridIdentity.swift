import Crypto
import FoundationEssentials

/// A post-quantum identity, written `AGE-SECRET-KEY-PQ-1...`
/// (C2SP age, "The MLKEM768-X25519 hybrid post-quantum recipient type").
///
/// The private key is expanded from its seed once, when the value is made; keep the value rather than its text.
public struct HybridIdentity: Identity {
    /// The public side of this identity, to be given to senders.
    public let recipient: HybridRecipient

    private let key: XWingMLKEM768X25519.PrivateKey

    static let prefix: StaticString = "AGE-SECRET-KEY-PQ-"

    /// Generates a new identity.
    ///
    /// - Throws: when the cryptographic library cannot make a key.
    public init() throws {
        self.init(try XWingMLKEM768X25519.PrivateKey.generate())
    }

    private init(_ key: XWingMLKEM768X25519.PrivateKey) {
        self.key = key
        self.recipient = HybridRecipient(of: key)
    }

    /// Takes the 32-byte seed of an X-Wing private key.
    ///
    /// - Throws: ``AgeError`` of kind `key` when the length is wrong.
    public init(seed: borrowing SecretBytes) throws(AgeError) {
        let key = seed.withUnsafeBytes {
            try? XWingMLKEM768X25519.PrivateKey(seedRepresentation: $0, publicKey: nil)
        }
        guard let key else { throw AgeError(.key, "an MLKEM768-X25519 seed has 32 bytes") }
        self.init(key)
    }

    /// Parses `AGE-SECRET-KEY-PQ-1...`.
    ///
    /// - Throws: ``AgeError`` of kind `key`.
    public init(encoded text: borrowing SecretBytes) throws(AgeError) {
        try self.init(seed: KeyText.decode(text, prefix: Self.prefix))
    }

    /// `AGE-SECRET-KEY-PQ-1...` as ASCII, 77 bytes without a line feed.
    public func encoded() -> SecretBytes {
        var seed = key.seedRepresentation
        return SecretBytes(moving: &seed).withUnsafeBytes { Bech32.encode(prefix: Self.prefix, $0) }
    }

    /// Unwraps the first `mlkem768x25519` stanza that was made for this identity.
    public func unwrap(_ stanzas: [Stanza]) throws -> FileKey? {
        for stanza in stanzas where stanza.isOfType(HybridStanza.type) {
            if let fileKey = try unwrap(stanza) { return fileKey }
        }
        return nil
    }

    private func unwrap(_ stanza: Stanza) throws(AgeError) -> FileKey? {
        guard stanza.arguments.count == 1, let share = Base64.decode(stanza.arguments[0]),
            share.count == HybridStanza.encapsulatedByteCount
        else {
            throw AgeError(.header, "an mlkem768x25519 stanza has one argument, 1120 bytes in canonical base64")
        }
        try WrappedKey.checkLength(of: stanza)
        guard var context = try? decapsulate(share) else {
            throw AgeError(.header, "the X25519 part of an mlkem768x25519 stanza is a point of low order")
        }
        guard var bytes = try? context.open(stanza.body) else { return nil }
        return try FileKey(SecretBytes(moving: &bytes))
    }

    private func decapsulate(_ share: [UInt8]) throws -> HPKE.Recipient {
        try HPKE.Recipient(
            privateKey: key, ciphersuite: HybridStanza.suite, info: HybridStanza.info, encapsulatedKey: Data(share))
    }
}
