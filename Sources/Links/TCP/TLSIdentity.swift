import NIOSSL

/// How a station shows itself in TLS: its link certificate and the key to it.
///
/// The key is held by the TLS library alone, in its own memory.
package struct TLSIdentity: Sendable {
    let certificate: NIOSSLCertificate
    let privateKey: NIOSSLPrivateKey

    /// - Parameters:
    ///   - certificate: The certificate in DER.
    ///   - privateKey: The Ed25519 key as PKCS #8 in DER.
    /// - Throws: What the TLS library says where the two cannot be read.
    package init(certificate: [UInt8], privateKey: [UInt8]) throws {
        self.certificate = try NIOSSLCertificate(bytes: certificate, format: .der)
        self.privateKey = try NIOSSLPrivateKey(bytes: privateKey, format: .der)
    }
}
