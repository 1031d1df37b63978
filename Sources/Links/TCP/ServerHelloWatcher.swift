import BundleProtocol
import NIOCore

/// Reads the key agreement out of the ServerHello as it passes by, because the TLS library has no call that tells it.
///
/// The ServerHello is sent in clear, and the handshake as a whole authenticates it: once the handshake is done, what
/// was seen here is what was used. It stays in the pipeline: one that removed itself while bytes pass would lose them.
final class ServerHelloWatcher: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let role: TCPCLSession.Role
    private let agreed: (String) -> Void
    private var seen: [UInt8] = []
    private var isDone = false

    init(role: TCPCLSession.Role, agreed: @escaping (String) -> Void) {
        self.role = role
        self.agreed = agreed
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if role == .active { look(at: unwrapInboundIn(data)) }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if role == .passive { look(at: unwrapOutboundIn(data)) }
        context.write(data, promise: promise)
    }

    private func look(at bytes: ByteBuffer) {
        guard !isDone else { return }
        seen.append(contentsOf: bytes.readableBytesView.prefix(ServerHello.longest - seen.count))
        switch ServerHello.group(in: seen) {
        case .found(let group): agreed(NamedGroup.name(of: group))
        case .none: break
        case .incomplete: return
        }
        isDone = true
        seen = []
    }
}
