import BundleProtocol
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Testing

@testable import Links

/// TLS as others might speak it to us.
@Suite(.timeLimit(.minutes(1))) struct ForeignTLSTests {
    private let there = EventLog()

    @Test func whoShowsNoCertificateIsRefused() async throws {
        try await expectRefusal("the other side shows no certificate") { configuration in
            configuration.certificateChain = []
            configuration.privateKey = nil
        }
    }

    @Test func olderVersionsAreRefused() async throws {
        try await expectRefusal("the other side has no TLS 1.3") { configuration in
            configuration.minimumTLSVersion = .tlsv12
            configuration.maximumTLSVersion = .tlsv12
        }
    }

    @Test func otherGroupsAreRefused() async throws {
        try await expectRefusal("the other side knows none of our key agreements") { $0.curves = [.secp256r1] }
    }

    @Test func classicalKeyAgreementIsTakenAndNamed() async throws {
        let port = try await listen()
        try await connect(to: port) { $0.curves = [.x25519] }
        #expect(await there.opened().info.tls?.keyAgreement == "X25519")
    }

    @Test func classicalKeyAgreementIsRefusedWherePostQuantumIsAskedFor() async throws {
        let port = try await listen { $0.keyAgreement = .postQuantumOnly }
        try await connect(to: port) { $0.curves = [.x25519] }
        #expect(await there.rejection().hasPrefix("no TLS session"))
    }

    private func expectRefusal(
        _ reason: String, _ change: @escaping @Sendable (inout TLSConfiguration) -> Void
    ) async throws {
        let port = try await listen()
        try await connect(to: port, change)
        #expect(await there.rejection() == "no TLS session: \(reason)")
        #expect(!there.wasOpened)
    }

    private func listen(_ change: (inout TLSSettings) -> Void = { _ in }) async throws -> Int {
        var tls = try TestStation.beijing.tls(knowing: [.moscow])
        change(&tls)
        return try await TestStation.beijing.host(knowing: [], there.acknowledging()) { $0.protection = .tls(tls) }
            .listen(host: "127.0.0.1", port: 0).port
    }

    /// Connects as Moscow with TLS settings of its own, and says SESS_INIT when TLS is there.
    private func connect(
        to port: Int, _ change: @escaping @Sendable (inout TLSConfiguration) -> Void
    ) async throws {
        var configuration = try TestStation.moscow.tls(knowing: [.beijing]).configuration()
        change(&configuration)
        let context = try NIOSSLContext(configuration: configuration)
        _ = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Foreigner(context: context))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }
}

/// Sends the contact header, begins TLS when the answer is there, and sends SESS_INIT after that.
private final class Foreigner: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let context: NIOSSLContext
    private var usesTLS = false

    init(context: NIOSSLContext) { self.context = context }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(NIOAny(ByteBuffer(bytes: Array("dtn!".utf8) + [4, 1])), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !usesTLS else { return }
        usesTLS = true
        do {
            let handler = try NIOSSLClientHandler(context: self.context, serverHostname: nil) { _, promise in
                promise.succeed(.certificateVerified)
            }
            try context.pipeline.syncOperations.addHandler(handler, position: .first)
        } catch {
            context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .handshakeCompleted = event as? TLSUserEvent else { return }
        context.writeAndFlush(NIOAny(ByteBuffer(bytes: RawPeer.sessionInit("ipn:11.0"))), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
