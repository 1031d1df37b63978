import BundleProtocol
import NIOCore
import NIOSSL

/// Begins TLS on a connection whose contact headers agreed to it (RFC 9174 section 4.4.3).
struct TLSUpgrade: Sendable {
    private let context: NIOSSLContext
    private let judge: @Sendable (_ certificate: [UInt8]) -> PeerVerdict

    /// - Parameter settings: One upgrade serves any number of connections.
    init(_ settings: TLSSettings) throws {
        context = try NIOSSLContext(configuration: settings.configuration())
        judge = settings.judge
    }

    /// An upgrade that also insists on one peer.
    private init(context: NIOSSLContext, judge: @escaping @Sendable ([UInt8]) -> PeerVerdict) {
        self.context = context
        self.judge = judge
    }

    /// The same, but only that one station is accepted.
    func expecting(_ peer: EndpointID?) -> TLSUpgrade {
        guard let peer else { return self }
        return TLSUpgrade(context: context) { [judge] certificate in
            let verdict = judge(certificate)
            guard case .known(let known) = verdict, known.nodeID != peer else { return verdict }
            return .refused("\(known.designator) (\(known.nodeID)) answers there, not \(peer)")
        }
    }

    /// Puts TLS before everything else in the pipeline; the handshake begins at once.
    ///
    /// - Parameters:
    ///   - judged: Told, on the event loop, what is thought of the certificate.
    ///   - agreed: Told, on the event loop, the key agreement.
    func begin(
        in pipeline: ChannelPipeline.SynchronousOperations, role: TCPCLSession.Role,
        judged: @escaping (PeerVerdict) -> Void, agreed: @escaping (String) -> Void
    ) throws {
        let verify: NIOSSLCustomVerificationCallback = { [judge] chain, promise in
            let verdict = Self.verdict(on: chain, judge)
            judged(verdict)
            if case .known = verdict { promise.succeed(.certificateVerified) } else { promise.succeed(.failed) }
        }
        try pipeline.addHandler(try handler(role, verify), position: .first)
        try pipeline.addHandler(ServerHelloWatcher(role: role, agreed: agreed), position: .first)
    }

    private func handler(
        _ role: TCPCLSession.Role, _ verify: @escaping NIOSSLCustomVerificationCallback
    ) throws -> NIOSSLHandler {
        switch role {
        case .active:
            try NIOSSLClientHandler(context: context, serverHostname: nil, customVerificationCallback: verify)
        case .passive: NIOSSLServerHandler(context: context, customVerificationCallback: verify)
        }
    }

    private static func verdict(on chain: [NIOSSLCertificate], _ judge: ([UInt8]) -> PeerVerdict) -> PeerVerdict {
        guard let certificate = chain.first, let der = try? certificate.toDERBytes() else {
            return .refused("it shows no certificate")
        }
        return judge(der)
    }
}
