import BundleProtocol
import NIOCore

/// How far TLS has come on a connection, and what it told.
struct TLSProgress {
    /// From the begin of the handshake to its end.
    var isUnderWay = false
    /// What was thought of the other side's certificate; nil before it has come.
    var verdict: PeerVerdict?
    /// The key agreement that the server chose.
    var keyAgreement: String?
    /// Set when the handshake is done.
    var facts: TLSFacts?

    /// The station that the certificate belongs to.
    var peer: KnownPeer? {
        if case .known(let peer) = verdict { peer } else { nil }
    }

    /// Why the certificate was not accepted.
    var refusal: String? {
        if case .refused(let reason) = verdict { reason } else { nil }
    }
}

extension SessionHandler {
    func startTLS(_ context: ChannelHandlerContext) {
        guard let upgrade = plan.upgrade else { return }
        tls.isUnderWay = true
        do {
            try upgrade.begin(
                in: context.pipeline.syncOperations, role: plan.role,
                judged: { self.tls.verdict = $0 }, agreed: { self.tls.keyAgreement = $0 })
        } catch {
            tlsFailed(TransportErrors.text(of: error))
        }
    }

    func tlsEstablished() {
        tls.isUnderWay = false
        tls.facts = TLSFacts(version: "TLS 1.3", keyAgreement: tls.keyAgreement)
        machine.tlsEstablished(peer: tls.peer?.nodeID, at: now)
        round()
    }

    /// - Parameter error: What the TLS library says; our own reason is better where there is one.
    func tlsFailed(_ error: String) {
        tls.isUnderWay = false
        machine.tlsFailed(tls.refusal ?? error, at: now)
    }
}
