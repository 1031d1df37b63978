import Crypto
import SwiftASN1
import X509

/// What a link certificate must hold, apart from its encoding; `docs/formats/link-certificate.md`.
enum CertificateProfile {
    /// id-kp-bundleSecurity (RFC 9174 section 4.4.2.1).
    static let bundleSecurity = ExtendedKeyUsage.Usage(oid: [1, 3, 6, 1, 5, 5, 7, 3, 35])

    /// The extensions that we know and may therefore be critical (RFC 5280 section 4.2).
    private static let known: Set<ASN1ObjectIdentifier> = [
        .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage, .X509ExtensionID.extendedKeyUsage,
        .X509ExtensionID.subjectAlternativeName, .X509ExtensionID.subjectKeyIdentifier,
        .X509ExtensionID.authorityKeyIdentifier,
    ]

    /// The raw Ed25519 key that the certificate is about and is signed with.
    static func signerKey(of certificate: Certificate) throws(LinkCertificateError) -> [UInt8] {
        guard let key = Curve25519.Signing.PublicKey(certificate.publicKey),
            certificate.signatureAlgorithm == .ed25519
        else { throw .notEd25519 }
        guard certificate.issuer == certificate.subject else { throw .notSelfSigned }
        guard certificate.publicKey.isValidSignature(certificate.signature, for: certificate) else {
            throw .badSignature
        }
        return Array(key.rawRepresentation)
    }

    /// The node number that the extensions name, once all of them have been checked.
    static func node(of extensions: Certificate.Extensions) throws(LinkCertificateError) -> UInt64 {
        for unknown in extensions where unknown.critical && !known.contains(unknown.oid) {
            throw .unknownCriticalExtension("\(unknown.oid)")
        }
        try checkUsage(in: extensions)
        guard let names = try read({ try extensions.subjectAlternativeNames }) else { throw .noNodeID }
        return try NodeIDName.node(in: names)
    }

    /// A usage that is absent allows everything (RFC 5280 sections 4.2.1.3 and 4.2.1.12).
    private static func checkUsage(in extensions: Certificate.Extensions) throws(LinkCertificateError) {
        if let usage = try read({ try extensions.keyUsage }), !usage.digitalSignature { throw .wrongKeyUsage }
        if let purposes = try read({ try extensions.extendedKeyUsage }), !purposes.contains(bundleSecurity) {
            throw .wrongPurpose
        }
    }

    private static func read<Value>(_ value: () throws -> Value) throws(LinkCertificateError) -> Value {
        do { return try value() } catch { throw .badExtension }
    }
}
