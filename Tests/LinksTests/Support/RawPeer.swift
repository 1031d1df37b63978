import BundleProtocol
import NIOCore
import NIOPosix
import Synchronization

/// The other side of a connection, which says what the test wants and not what the protocol wants.
final class RawPeer: Sendable {
    private let channel: any Channel
    private let log: Collector

    /// Connects to a listener.
    init(to port: Int) async throws {
        let log = Collector()
        self.log = log
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.minutes(1))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(log.handler()) }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// Sends without asking whether it arrives: the other side may have closed.
    func sendAnyway(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }

    /// Waits until at least so many bytes have come or the other side has closed, and gives all that have come.
    func received(atLeast count: Int) async -> [UInt8] { await log.bytes(atLeast: count) }

    var received: [UInt8] { log.all }

    /// Takes nothing more from the other side.
    func stopReading() async throws { try await channel.setOption(.autoRead, value: false).get() }

    func close() async throws { try await channel.close().get() }

    /// Waits until the other side has closed.
    func closed() async throws { try await channel.closeFuture.get() }
}

extension RawPeer {
    static let contactHeader: [UInt8] = Array("dtn!".utf8) + [4, 0]

    static func sessionInit(_ nodeID: String, segmentMRU: UInt64 = 1 << 20) -> [UInt8] {
        [7, 0, 0] + big(segmentMRU) + big(1 << 30) + [0, UInt8(nodeID.utf8.count)] + Array(nodeID.utf8) + [0, 0, 0, 0]
    }

    /// A segment with the flags END (1) and START (2).
    static func segment(_ flags: UInt8, id: UInt64, _ data: [UInt8], length: UInt64? = nil) -> [UInt8] {
        [1, flags] + big(id) + (flags & 2 == 0 ? [] : [0, 0, 0, 0]) + big(length ?? UInt64(data.count)) + data
    }

    static func big(_ value: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) } }

    /// Connects and becomes a session in clear.
    static func established(to port: Int, as nodeID: String = "ipn:11.0") async throws -> RawPeer {
        let peer = try await RawPeer(to: port)
        try await peer.send(contactHeader + sessionInit(nodeID))
        // Contact header, and SESS_INIT with the node ID `ipn:12.0`.
        _ = await peer.received(atLeast: 6 + 33)
        return peer
    }
}

/// Keeps what comes.
private final class Collector: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isOver = false
        var waiter: (count: Int, continuation: CheckedContinuation<[UInt8], Never>)?
    }

    private let state = Mutex(State())

    var all: [UInt8] { state.withLock { $0.bytes } }

    func handler() -> any ChannelInboundHandler { Handler(collector: self) }

    func bytes(atLeast count: Int) async -> [UInt8] {
        await withCheckedContinuation { continuation in
            let bytes: [UInt8]? = state.withLock { state in
                if state.bytes.count >= count || state.isOver { return state.bytes }
                state.waiter = (count, continuation)
                return nil
            }
            if let bytes { continuation.resume(returning: bytes) }
        }
    }

    private func change(_ change: @Sendable (inout State) -> Void) {
        let ready = state.withLock { state -> (CheckedContinuation<[UInt8], Never>, [UInt8])? in
            change(&state)
            guard let waiter = state.waiter, state.bytes.count >= waiter.count || state.isOver else { return nil }
            state.waiter = nil
            return (waiter.continuation, state.bytes)
        }
        if let (continuation, bytes) = ready { continuation.resume(returning: bytes) }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let collector: Collector

        init(collector: Collector) { self.collector = collector }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            collector.change { $0.bytes += buffer.readableBytesView }
        }

        func channelInactive(context: ChannelHandlerContext) { collector.change { $0.isOver = true } }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
