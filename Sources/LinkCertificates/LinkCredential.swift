import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// What a station needs to show itself on a link: its certificate, and the key to prove it.
///
/// Hand it to the TLS library at once and let it go: it holds the station's signing key.
package struct LinkCredential: Sendable {
    package let certificate: LinkCertificate
    /// The station's Ed25519 key as PKCS #8 in DER (RFC 8410 section 7): 48 bytes.
    package let privateKey: [UInt8]

    /// Makes the certificate of a station; the same seed and node give the same bytes for ever.
    ///
    /// - Parameters:
    ///   - seed: The station's Ed25519 signing key: 32 bytes (RFC 8032 section 5.1.5).
    ///   - node: The station's node number, not zero.
    package init(seed: [UInt8], node: UInt64) throws {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw LinkCertificateError.badSeed(bytes: seed.count)
        }
        guard node > 0 else { throw LinkCertificateError.noNode }
        privateKey = try Certificate.PrivateKey(key).serializeAsPEM().derBytes
        certificate = LinkCertificate(
            publicKey: Array(key.publicKey.rawRepresentation), node: node,
            der: try Self.der(key: key, node: node))
    }

    private static func der(key: Curve25519.Signing.PrivateKey, node: UInt64) throws -> [UInt8] {
        let name = try DistinguishedName { CommonName(NodeIDName.text(node: node)) }
        let certificate = try Certificate(
            version: .v3, serialNumber: serialNumber(of: key.publicKey),
            publicKey: Certificate.PublicKey(key.publicKey),
            notValidBefore: Validity.from, notValidAfter: Validity.to,
            issuer: name, subject: name, signatureAlgorithm: .ed25519,
            extensions: try extensions(key: key.publicKey, node: node), issuerPrivateKey: Certificate.PrivateKey(key))
        var serializer = DER.Serializer()
        try certificate.serialize(into: &serializer)
        return serializer.serializedBytes
    }

    /// Sixteen bytes from the key, positive and without leading zeros (RFC 5280 section 4.1.2.2).
    private static func serialNumber(of key: Curve25519.Signing.PublicKey) -> Certificate.SerialNumber {
        var bytes = Array(SHA256.hash(data: key.rawRepresentation).prefix(16))
        bytes[0] = bytes[0] & 0x3F | 0x40
        return Certificate.SerialNumber(bytes: bytes)
    }

    private static func extensions(
        key: Curve25519.Signing.PublicKey, node: UInt64
    ) throws -> Certificate.Extensions {
        let keyIdentifier = ArraySlice(SHA256.hash(data: key.rawRepresentation).prefix(20))
        return try Certificate.Extensions {
            Critical(BasicConstraints.notCertificateAuthority)
            Critical(KeyUsage(digitalSignature: true))
            // The TLS purposes besides, for TLS libraries that insist on them (RFC 9174 section 4.4.2).
            try ExtendedKeyUsage([CertificateProfile.bundleSecurity, .serverAuth, .clientAuth])
            SubjectKeyIdentifier(keyIdentifier: keyIdentifier)
            AuthorityKeyIdentifier(keyIdentifier: keyIdentifier)
            SubjectAlternativeNames([try NodeIDName.make(node: node)])
        }
    }

    /// From the first instant of Unix time to "no well-defined end" (RFC 5280 section 4.1.2.5), so that no wrong clock
    /// makes the certificate invalid.
    private enum Validity {
        static let from = Date(timeIntervalSince1970: 0)
        /// The time 9999-12-31T23:59:59Z.
        static let to = Date(timeIntervalSince1970: 253_402_300_799)
    }
}
