import Crypto
import FoundationEssentials

/// An `ssh-ed25519` key that signs in this process.
///
/// The secret stays in the storage of swift-crypto, which wipes it; it is in no description, dump or error.
public struct PrivateKey: Signer {
    /// The public half.
    public let publicKey: PublicKey
    /// The comment that goes into the key's file; may be empty.
    public let comment: String
    private let key: Curve25519.Signing.PrivateKey

    /// Makes a new key from the system's random source.
    ///
    /// - Throws: `SSHFormatError` only if the comment has control characters or more than 1,024 bytes.
    public static func generate(comment: String = "") throws(SSHFormatError) -> PrivateKey {
        try PrivateKey(key: Curve25519.Signing.PrivateKey(), comment: comment)
    }

    /// The key that grows from a seed of 32 bytes, called the private key in RFC 8032, section 5.1.5.
    ///
    /// The caller wipes his copy of the seed.
    public init(seed: some ContiguousBytes, comment: String = "") throws(SSHFormatError) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw SSHFormatError(.privateKey, "its seed does not have 32 bytes")
        }
        try self.init(key: key, comment: comment)
    }

    private init(key: Curve25519.Signing.PrivateKey, comment: String) throws(SSHFormatError) {
        self.key = key
        self.comment = try Comment.check(comment, item: .privateKey)
        publicKey = try PublicKey(ed25519: Array(key.publicKey.rawRepresentation))
    }

    /// Lends the seed of 32 bytes, for storing it inside something sealed.
    public func withSeed<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        // This is the storage of the key itself, not a copy: wiping it here would destroy the key. swift-crypto wipes it
        // when the last owner lets go.
        try key.rawRepresentation.withUnsafeBytes(body)
    }

    /// Signs a message that is already hashed (PROTOCOL.sshsig, section 3).
    ///
    /// Ed25519 is deterministic: the same digest and namespace give the same signature, here and in `ssh-keygen`.
    public func sign(_ digest: MessageDigest, namespace: Namespace) throws -> Signature {
        let value = try key.signature(for: digest.signedData(namespace: namespace))
        return Signature(
            publicKey: publicKey, namespace: namespace, hashAlgorithm: digest.algorithm, value: Array(value),
            securityKeyData: nil)
    }
}

extension PrivateKey: CustomStringConvertible, CustomReflectable {
    /// Names the key by its fingerprint.
    public var description: String { "private half of \(publicKey.fingerprint)" }

    /// Shows the public half only.
    public var customMirror: Mirror { Mirror(self, children: ["publicKey": publicKey, "comment": comment]) }
}
