public import Crypto

/// A private key that signs notes under a name.
///
/// The secret stays inside the swift-crypto key that was handed in; this value makes no copy of its bytes.
public struct NoteSigningKey: Sendable {
    /// The public key, to be handed to those who verify.
    public let verifierKey: NoteVerifierKey

    private let secret: Secret

    private enum Secret: Sendable {
        case ed25519(Curve25519.Signing.PrivateKey)
        case mldsa65(MLDSA65.PrivateKey)
    }

    /// A key that makes signatures of type ``SignatureType/ed25519``.
    public init(name: KeyName, ed25519 key: Curve25519.Signing.PrivateKey) {
        let publicKey = [UInt8](key.publicKey.rawRepresentation)
        self.verifierKey = NoteVerifierKey(name: name, type: .ed25519, ownPublicKey: publicKey)
        self.secret = .ed25519(key)
    }

    /// A key that makes signatures of type ``SignatureType/mldsa65``.
    public init(name: KeyName, mldsa65 key: MLDSA65.PrivateKey) {
        let publicKey = [UInt8](key.publicKey.rawRepresentation)
        self.verifierKey = NoteVerifierKey(name: name, type: .mldsa65, ownPublicKey: publicKey)
        self.secret = .mldsa65(key)
    }

    /// Signs the text of a note, final line feed included; throws what swift-crypto throws.
    public func sign(_ text: [UInt8]) throws -> NoteSignature {
        let signature =
            switch secret {
            case .ed25519(let key): [UInt8](try key.signature(for: text))
            case .mldsa65(let key): [UInt8](try key.signature(for: text, context: SignatureType.mldsa65Identifier))
            }
        return try NoteSignature(name: verifierKey.name, keyID: verifierKey.keyID, signature: signature)
    }
}
