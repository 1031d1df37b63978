import NIOSSL

/// What is thought of a certificate that the other side shows.
package enum PeerVerdict: Hashable, Sendable {
    /// It is the certificate of a station whose card is pinned.
    case known(KnownPeer)
    /// It is not, and why.
    case refused(String)
}

/// TLS on a link: always version 1.3, with a certificate from both sides.
package struct TLSSettings: Sendable {
    /// Which key agreements are offered and taken.
    package enum KeyAgreement: Hashable, Sendable {
        /// X25519MLKEM768, and X25519 with those who know no other.
        case postQuantumPreferred
        /// X25519MLKEM768 or nothing.
        case postQuantumOnly
    }

    package var identity: TLSIdentity
    package var keyAgreement = KeyAgreement.postQuantumPreferred
    /// Judges the other side's certificate in DER, on an event loop, once for each connection.
    ///
    /// The TLS library has checked by then, or will before the session, that the other side holds the key to it; all
    /// else is the judge's: form, self-signature, and whether the key is a pinned one.
    package var judge: @Sendable (_ certificate: [UInt8]) -> PeerVerdict

    package init(identity: TLSIdentity, judge: @escaping @Sendable (_ certificate: [UInt8]) -> PeerVerdict) {
        self.identity = identity
        self.judge = judge
    }
}

extension TLSSettings {
    /// The settings in the TLS library's terms; the same for client and server.
    ///
    /// The library's own path validation is never used (there is no authority above a station): the custom callback
    /// of ``TLSUpgrade`` takes its place.
    func configuration() -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfigurationWithMTLS(
            certificateChain: [.certificate(identity.certificate)], privateKey: .privateKey(identity.privateKey),
            trustRoots: .certificates([]))
        configuration.minimumTLSVersion = .tlsv13
        configuration.maximumTLSVersion = .tlsv13
        configuration.curves = groups
        configuration.verifySignatureAlgorithms = [.ed25519]
        configuration.signingSignatureAlgorithms = [.ed25519]
        return configuration
    }

    private var groups: [NIOTLSCurve] {
        switch keyAgreement {
        case .postQuantumPreferred: [.x25519_MLKEM768, .x25519]
        case .postQuantumOnly: [.x25519_MLKEM768]
        }
    }
}
