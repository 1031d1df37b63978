import BundleProtocol
import NIOCore
import NIOTLS

extension SessionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { round() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        alarm?.cancel()
        tellEnding()
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        round()
    }

    func channelInactive(context: ChannelHandlerContext) {
        machine.transportClosed(at: now)
        round()
        tellEnding()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        let bytes = buffer.readBytes(length: buffer.readableBytes) ?? []
        machine.receive(bytes[...], at: now)
        round()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        round()
        context.fireChannelWritabilityChanged()
    }

    /// The transport's own wish to read is held while the machine has enough.
    func read(context: ChannelHandlerContext) {
        if wantsInput { context.read() } else { readIsHeld = true }
    }

    func readOn() {
        guard readIsHeld, wantsInput, let context else { return }
        readIsHeld = false
        context.read()
    }

    private var wantsInput: Bool { machine.isOver || machine.wantsInput }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent { tlsEstablished() }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let text = TransportErrors.text(of: error)
        if tls.isUnderWay {
            tlsFailed(text)
        } else if !TransportErrors.isOrdinary(error) {
            transportError = text
            context.close(promise: nil)
        }
        round()
    }
}
