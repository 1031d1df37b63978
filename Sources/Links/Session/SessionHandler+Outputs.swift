import BundleProtocol
import NIOCore

extension SessionHandler {
    /// Bytes that are gathered before they are handed to the transport: some records of TLS, one system call.
    static let chunk = 128 << 10
    /// Bytes that are sent before other connections of the event loop have their turn.
    static let turn = 2 << 20

    /// - Returns: Whether there was anything to do and this turn is not over.
    func sendOutputs() -> Bool {
        guard let context, !isClosing else { return false }
        var sent = 0
        var any = false
        while context.channel.isWritable, sent < Self.turn {
            guard let chunk = nextChunk() else { return any }
            any = true
            sent += chunk.bytes?.readableBytes ?? 0
            carryOut(chunk, context)
            if isClosing { return any }
        }
        guard sent >= Self.turn else { return any }
        continueLater(context)
        return false
    }

    private func continueLater(_ context: ChannelHandlerContext) {
        context.eventLoop.assumeIsolated().execute { self.round() }
    }

    private func carryOut(_ chunk: Chunk, _ context: ChannelHandlerContext) {
        if let bytes = chunk.bytes { context.writeAndFlush(NIOAny(bytes), promise: nil) }
        switch chunk.then {
        case .startTLS: startTLS(context)
        case .close: closeOnceSent(context)
        case nil: break
        }
    }

    /// Messages in one buffer, and what is to be done once they are sent.
    private struct Chunk {
        enum Step { case startTLS, close }
        var bytes: ByteBuffer?
        var then: Step?
    }

    private func nextChunk() -> Chunk? {
        var chunk = Chunk()
        while chunk.then == nil, (chunk.bytes?.readableBytes ?? 0) < Self.chunk {
            switch machine.nextOutput(at: now) {
            case .write(let head, let payload): append(head, payload, to: &chunk.bytes)
            case .startTLS: chunk.then = .startTLS
            case .close: chunk.then = .close
            case nil: return chunk.bytes == nil ? nil : chunk
            }
        }
        return chunk
    }

    private func append(_ head: [UInt8], _ payload: ArraySlice<UInt8>, to bytes: inout ByteBuffer?) {
        var buffer = bytes ?? ByteBufferAllocator().buffer(capacity: max(512, head.count + payload.count))
        bytes = nil
        buffer.writeBytes(head)
        buffer.writeBytes(payload)
        bytes = buffer
    }
}

extension SessionHandler {
    /// How long the rest of an ended session may take to be sent.
    private static let linger = TimeAmount.seconds(5)

    private func closeOnceSent(_ context: ChannelHandlerContext) {
        isClosing = true
        alarm?.cancel()
        let allSent = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(NIOAny(ByteBuffer()), promise: allSent)
        allSent.futureResult.assumeIsolated().whenComplete { _ in self.closeNow() }
    }

    /// Closes an ended session after a while in any case: the other side may have stopped reading, and then the rest
    /// is never sent.
    func closeInAnyCase() {
        context?.eventLoop.assumeIsolated().scheduleTask(in: Self.linger) { self.closeNow() }
    }

    private func closeNow() {
        context?.close(promise: nil)
    }
}
