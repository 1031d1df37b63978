import Crypto
import FoundationEssentials

/// A recipient with an X25519 public key, written `age1...` (C2SP age, "The X25519 recipient type").
public struct X25519Recipient: Recipient, Hashable {
    /// The public key, 32 bytes.
    public let rawRepresentation: [UInt8]

    static let prefix: StaticString = "age"

    /// Takes a 32-byte public key.
    ///
    /// - Throws: ``AgeError`` of kind `key` when the length is wrong or the point has a low order, so that every
    ///   shared secret would be zero.
    public init(rawRepresentation: [UInt8]) throws(AgeError) {
        guard rawRepresentation.count == 32 else { throw AgeError(.key, "an X25519 public key has 32 bytes") }
        guard X25519.sharedSecret(X25519.PrivateKey(), rawRepresentation) != nil else {
            throw AgeError(.key, "the public key is a point of low order, which protects nothing")
        }
        self.rawRepresentation = rawRepresentation
    }

    init(of key: X25519.PrivateKey) {
        self.rawRepresentation = Array(key.publicKey.rawRepresentation)
    }

    /// Parses `age1...`.
    ///
    /// - Throws: ``AgeError`` of kind `key`.
    public init(_ text: String) throws(AgeError) {
        let bytes = try KeyText.decode(text, prefix: Self.prefix).withUnsafeBytes { [UInt8]($0) }
        try self.init(rawRepresentation: bytes)
    }

    /// May share a file with other classical recipients.
    public var kind: RecipientKind { .classical }

    /// Wraps the file key under a fresh ephemeral key.
    public func wrap(_ fileKey: borrowing FileKey) throws -> [Stanza] {
        let ephemeral = X25519.PrivateKey()
        let share = [UInt8](ephemeral.publicKey.rawRepresentation)
        guard let secret = X25519.sharedSecret(ephemeral, rawRepresentation) else {
            throw AgeError(.recipients, "the public key is a point of low order, which protects nothing")
        }
        let wrapKey = X25519.wrapKey(secret, share: share, recipient: rawRepresentation)
        let body = try WrappedKey.seal(fileKey, under: wrapKey)
        return [Stanza(unchecked: X25519.stanzaType, arguments: [Base64.encode(share)], body: body)]
    }
}

extension X25519Recipient: CustomStringConvertible {
    /// `age1...`, 62 characters.
    public var description: String {
        rawRepresentation.withUnsafeBytes { KeyText.string(Bech32.encode(prefix: Self.prefix, $0)) }
    }
}
