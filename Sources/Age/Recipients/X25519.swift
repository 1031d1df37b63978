import Crypto
import FoundationEssentials

/// What X25519 recipients and identities have in common (RFC 7748 section 6.1, C2SP age "X25519 recipient stanza").
enum X25519 {
    typealias PrivateKey = Curve25519.KeyAgreement.PrivateKey

    static let type: StaticString = "X25519"
    static let stanzaType = [UInt8]("X25519".utf8)
    private static let info = [UInt8]("age-encryption.org/v1/X25519".utf8)

    /// Returns nil when the shared secret is all zero, that is, when `share` is a point of low order.
    ///
    /// Not every backend of swift-crypto makes this check, which the format demands.
    static func sharedSecret(_ key: PrivateKey, _ share: [UInt8]) -> SharedSecret? {
        guard let publicKey = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: share),
            let secret = try? key.sharedSecretFromKeyAgreement(with: publicKey)
        else { return nil }
        let isZero = secret.withUnsafeBytes { $0.reduce(0, |) == 0 }
        return isZero ? nil : secret
    }

    static func wrapKey(_ secret: SharedSecret, share: [UInt8], recipient: [UInt8]) -> SymmetricKey {
        secret.hkdfDerivedSymmetricKey(
            using: SHA256.self, salt: share + recipient, sharedInfo: info, outputByteCount: 32)
    }
}
