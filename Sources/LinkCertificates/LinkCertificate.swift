import SwiftASN1
import X509

/// The X.509 certificate by which a station shows itself on a link.
///
/// It is self-signed, its key is the station's own Ed25519 key, and it carries one node ID (RFC 9174 section 4.4.2). The
/// profile is `docs/formats/link-certificate.md`.
///
/// A value of this type has passed every check of the profile. Whether its key is one that we trust is another
/// question: compare ``publicKey`` with the pinned card.
package struct LinkCertificate: Sendable, Equatable {
    /// The raw Ed25519 public key: 32 bytes.
    package let publicKey: [UInt8]
    /// The node number N of the NODE-ID `ipn:N.0`; never zero.
    package let node: UInt64
    /// The certificate in DER.
    package let der: [UInt8]
    /// The node ID as the certificate spells it: `ipn:N.0`.
    package var nodeID: String { NodeIDName.text(node: node) }

    /// Most bytes of a certificate that is looked at; ours have less than 500.
    static let longest = 4096

    init(publicKey: [UInt8], node: UInt64, der: [UInt8]) {
        self.publicKey = publicKey
        self.node = node
        self.der = der
    }
}

extension LinkCertificate {
    /// Reads a peer's certificate and checks the profile and the self-signature.
    ///
    /// The time of validity is not looked at: clocks in the field are wrong, and a key ends when its card is unpinned.
    package init(parsing der: [UInt8]) throws(LinkCertificateError) {
        guard der.count <= Self.longest else { throw .tooLong(bytes: der.count) }
        let certificate: Certificate
        do { certificate = try Certificate(derEncoded: der) } catch { throw .notACertificate }
        guard certificate.version == .v3 else { throw .notVersion3 }
        self.init(
            publicKey: try CertificateProfile.signerKey(of: certificate),
            node: try CertificateProfile.node(of: certificate.extensions),
            der: der)
    }
}
