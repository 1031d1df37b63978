import Crypto
import FoundationEssentials

/// An identity with an X25519 private key, written `AGE-SECRET-KEY-1...` (C2SP age, "The X25519 recipient type").
public struct X25519Identity: Identity {
    /// The public side of this identity, to be given to senders.
    public let recipient: X25519Recipient

    private let key: X25519.PrivateKey

    static let prefix: StaticString = "AGE-SECRET-KEY-"

    /// Generates a new identity.
    public init() {
        self.init(X25519.PrivateKey())
    }

    private init(_ key: X25519.PrivateKey) {
        self.key = key
        self.recipient = X25519Recipient(of: key)
    }

    /// Takes the 32 bytes of a private key.
    ///
    /// - Throws: ``AgeError`` of kind `key` when the length is wrong.
    public init(rawRepresentation: borrowing SecretBytes) throws(AgeError) {
        let key = rawRepresentation.withUnsafeBytes { try? X25519.PrivateKey(rawRepresentation: $0) }
        guard let key else { throw AgeError(.key, "an X25519 private key has 32 bytes") }
        self.init(key)
    }

    /// Parses `AGE-SECRET-KEY-1...`.
    ///
    /// - Throws: ``AgeError`` of kind `key`.
    public init(encoded text: borrowing SecretBytes) throws(AgeError) {
        try self.init(rawRepresentation: KeyText.decode(text, prefix: Self.prefix))
    }

    /// `AGE-SECRET-KEY-1...` as ASCII, 74 bytes without a line feed.
    public func encoded() -> SecretBytes {
        var raw = key.rawRepresentation
        return SecretBytes(moving: &raw).withUnsafeBytes { Bech32.encode(prefix: Self.prefix, $0) }
    }

    /// Unwraps the first `X25519` stanza that was made for this identity.
    public func unwrap(_ stanzas: [Stanza]) throws -> FileKey? {
        for stanza in stanzas where stanza.isOfType(X25519.type) {
            if let fileKey = try unwrap(stanza) { return fileKey }
        }
        return nil
    }

    private func unwrap(_ stanza: Stanza) throws(AgeError) -> FileKey? {
        guard stanza.arguments.count == 1, let share = Base64.decode(stanza.arguments[0]), share.count == 32 else {
            throw AgeError(.header, "an X25519 stanza has one argument, 32 bytes in canonical base64")
        }
        try WrappedKey.checkLength(of: stanza)
        guard let secret = X25519.sharedSecret(key, share) else {
            throw AgeError(.header, "the share of an X25519 stanza is a point of low order")
        }
        let wrapKey = X25519.wrapKey(secret, share: share, recipient: recipient.rawRepresentation)
        return try WrappedKey.open(stanza.body, under: wrapKey)
    }
}
