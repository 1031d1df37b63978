import Crypto

/// An SSH public key that can verify signatures: `ssh-ed25519` or `sk-ssh-ed25519@openssh.com`.
///
/// Two keys are equal when their wire blobs are, byte for byte. A blob has one spelling only, and points of small order
/// are refused, so that nobody can hold one key under two blobs or a key under which anything verifies.
public struct PublicKey: Sendable {
    /// The kind of key.
    public let type: KeyType
    /// The key in the encoding of RFC 8709, section 4, or PROTOCOL.u2f.
    public let blob: [UInt8]
    /// The application a security key's key belongs to, mostly `ssh:`; nil for other keys.
    public let application: String?
    let key: Curve25519.Signing.PublicKey

    /// The most bytes the application of a security key may have.
    static let longestApplication = 255

    /// Reads a key from its wire blob.
    ///
    /// - Throws: `SSHFormatError` for another kind of key, a blob cut short or followed by anything, or a weak key.
    public init(blob: [UInt8]) throws(SSHFormatError) {
        var reader = WireReader(blob[...], item: .publicKey)
        let name = try reader.string()
        guard let type = KeyType(name) else {
            throw SSHFormatError(
                .publicKey, "the key type \(name.quotedForMessage) is not supported",
                hint: "use an ssh-ed25519 or sk-ssh-ed25519 key")
        }
        let point = try reader.string(count: Ed25519Point.size, name: "point")
        application = type == .securityKeyEd25519 ? try Self.application(reader.string()) : nil
        try reader.finish()
        self.type = type
        self.blob = blob
        key = try Self.key(point)
    }

    /// A key held in software, from the 32 bytes of RFC 8032, section 5.1.5.
    public init(ed25519 point: [UInt8]) throws(SSHFormatError) {
        var blob: [UInt8] = []
        blob.appendString(KeyType.ed25519.rawValue.utf8)
        blob.appendString(point)
        try self.init(blob: blob)
    }

    /// A key held by a security key, from the 32 bytes of RFC 8032, section 5.1.5, and its application (`ssh:`).
    public init(securityKey point: [UInt8], application: String) throws(SSHFormatError) {
        var blob: [UInt8] = []
        blob.appendString(KeyType.securityKeyEd25519.rawValue.utf8)
        blob.appendString(point)
        blob.appendString(application.utf8)
        try self.init(blob: blob)
    }

    /// The key's 32 bytes of RFC 8032, section 5.1.5.
    public var point: [UInt8] { Array(key.rawRepresentation) }

    /// The SHA-256 digest of the blob, as `ssh-keygen -l` shows it.
    public var fingerprint: Fingerprint { Fingerprint(of: blob) }

    private static func application(_ bytes: ArraySlice<UInt8>) throws(SSHFormatError) -> String {
        guard (1...longestApplication).contains(bytes.count), let text = bytes.printableText else {
            throw SSHFormatError(
                .publicKey, "the application is not 1 to \(longestApplication) bytes of printable text")
        }
        return text
    }

    private static func key(_ point: ArraySlice<UInt8>) throws(SSHFormatError) -> Curve25519.Signing.PublicKey {
        guard Ed25519Point.isCanonicalAndStrong(point),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: point)
        else { throw SSHFormatError(.publicKey, "its point is weak or not canonical") }
        return key
    }
}

extension PublicKey: CustomStringConvertible {
    /// The type and the fingerprint, for messages; `PublicKeyLine` is the form to store.
    public var description: String { "\(type.rawValue) \(fingerprint)" }
}

extension PublicKey: Hashable {
    /// Whether both have the same wire blob.
    public static func == (left: PublicKey, right: PublicKey) -> Bool { left.blob == right.blob }

    /// Hashes the wire blob.
    public func hash(into hasher: inout Hasher) { hasher.combine(blob) }
}
