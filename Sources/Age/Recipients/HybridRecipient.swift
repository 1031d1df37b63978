import Crypto
import FoundationEssentials

/// A post-quantum recipient, written `age1pq1...` (C2SP age, "The MLKEM768-X25519 hybrid post-quantum recipient type").
///
/// The key is parsed and proven usable once, when the value is made; keep the value rather than its text.
public struct HybridRecipient: Recipient {
    /// The X-Wing public key, 1,216 bytes: ML-KEM-768, then X25519.
    public let rawRepresentation: [UInt8]

    private let key: XWingMLKEM768X25519.PublicKey

    static let prefix: StaticString = "age1pq"

    /// Takes a 1,216-byte X-Wing public key.
    ///
    /// - Throws: ``AgeError`` of kind `key` when its length is wrong or nothing can be encapsulated to it.
    public init(rawRepresentation: [UInt8]) throws(AgeError) {
        // The KEM checks the ML-KEM modulus and the order of the X25519 point only when it encapsulates.
        guard let key = try? XWingMLKEM768X25519.PublicKey(rawRepresentation: rawRepresentation),
            (try? key.encapsulate()) != nil
        else { throw AgeError(.key, "this is not a usable MLKEM768-X25519 public key") }
        self.rawRepresentation = rawRepresentation
        self.key = key
    }

    init(of key: XWingMLKEM768X25519.PrivateKey) {
        self.key = key.publicKey
        self.rawRepresentation = Array(self.key.rawRepresentation)
    }

    /// Parses `age1pq1...`.
    ///
    /// - Throws: ``AgeError`` of kind `key`.
    public init(_ text: String) throws(AgeError) {
        let bytes = try KeyText.decode(text, prefix: Self.prefix).withUnsafeBytes { [UInt8]($0) }
        try self.init(rawRepresentation: bytes)
    }

    /// Shares a file with post-quantum recipients only.
    public var kind: RecipientKind { .postQuantum }

    /// Wraps the file key with HPKE SealBase (RFC 9180 section 6.1).
    public func wrap(_ fileKey: borrowing FileKey) throws -> [Stanza] {
        var sender = try HPKE.Sender(recipientKey: key, ciphersuite: HybridStanza.suite, info: HybridStanza.info)
        let body = try fileKey.withUnsafeBytes { try sender.seal($0) }
        let share = Base64.encode(sender.encapsulatedKey)
        return [Stanza(unchecked: HybridStanza.typeBytes, arguments: [share], body: Array(body))]
    }
}

extension HybridRecipient: Hashable {
    /// Two recipients are equal when their keys are.
    public static func == (first: HybridRecipient, second: HybridRecipient) -> Bool {
        first.rawRepresentation == second.rawRepresentation
    }

    /// Hashes the key.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(rawRepresentation)
    }
}

extension HybridRecipient: CustomStringConvertible {
    /// `age1pq1...`, 1,959 characters.
    public var description: String {
        rawRepresentation.withUnsafeBytes { KeyText.string(Bech32.encode(prefix: Self.prefix, $0)) }
    }
}

/// What hybrid recipients and identities have in common.
enum HybridStanza {
    static let type: StaticString = "mlkem768x25519"
    static let typeBytes = [UInt8]("mlkem768x25519".utf8)
    static let info = Data("age-encryption.org/mlkem768x25519".utf8)
    static let suite = HPKE.Ciphersuite(kem: .XWingMLKEM768X25519, kdf: .HKDF_SHA256, aead: .chaChaPoly)
    static let encapsulatedByteCount = 1120
}
