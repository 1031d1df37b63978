/// A detached signature in the SSHSIG format (OpenSSH's PROTOCOL.sshsig).
///
/// It names the key that made it, and verifying it proves only that this key signed: whose key it is, the caller knows or
/// looks up in `AllowedSigners`.
public struct Signature: Hashable, Sendable {
    /// The key that made it.
    public let publicKey: PublicKey
    /// What it is for.
    public let namespace: Namespace
    /// The hash function applied to the message.
    public let hashAlgorithm: HashAlgorithm
    /// The 64 bytes of the Ed25519 signature (RFC 8032, section 5.1.6).
    public let value: [UInt8]
    /// What a security key adds; nil for other keys.
    public let securityKeyData: SecurityKeyData?

    static let valueSize = 64

    /// Whoever calls this has checked that `value` has 64 bytes and that security keys, and only they, have data.
    init(
        publicKey: PublicKey, namespace: Namespace, hashAlgorithm: HashAlgorithm, value: [UInt8],
        securityKeyData: SecurityKeyData?
    ) {
        self.publicKey = publicKey
        self.namespace = namespace
        self.hashAlgorithm = hashAlgorithm
        self.value = value
        self.securityKeyData = securityKeyData
    }
}
