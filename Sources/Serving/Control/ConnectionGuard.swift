import NIOCore

/// Ends a connection for which there is no place, that sends too much or takes too long; it stands before everything
/// that looks at the bytes.
final class ConnectionGuard: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let connections: OpenConnections
    private let time: TimeAmount
    private var received = 0
    private var deadline: Scheduled<Void>?

    init(_ connections: OpenConnections, time: Duration) {
        self.connections = connections
        self.time = TimeAmount(time)
    }

    func channelActive(context: ChannelHandlerContext) {
        guard connections.admit(context.channel) else { return context.close(promise: nil) }
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: time) { context.close(promise: nil) }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        connections.leave(context.channel)
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += unwrapInboundIn(data).readableBytes
        guard received <= ControlLimits.requestSize else { return refuse(context) }
        context.fireChannelRead(data)
    }

    /// RFC 6585, section 5; more than this is never looked at.
    private func refuse(_ context: ChannelHandlerContext) {
        let answer = "HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
        context.close(promise: nil)
    }
}
