/// Whatever holds a key and signs with it: a private key in this process, or a key in an SSH agent.
public protocol Signer: Sendable {
    /// The key that verifies the signatures.
    var publicKey: PublicKey { get }

    /// Signs a message that is already hashed.
    func sign(_ digest: MessageDigest, namespace: Namespace) throws -> Signature
}

extension Signer {
    /// Hashes a message with SHA-512 and signs it.
    public func sign(_ message: [UInt8], namespace: Namespace) throws -> Signature {
        try sign(MessageDigest(of: message), namespace: namespace)
    }
}
