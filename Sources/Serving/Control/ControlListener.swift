import NIOCore
import NIOHTTP1
import NIOPosix

/// Takes connections on one socket, and hands on the question that each of them brings.
struct ControlListener: Sendable {
    private let channel: any Channel
    private let connections: OpenConnections

    /// - Parameters:
    ///   - time: how long a connection may last.
    ///   - asked: where the questions go.
    init(
        _ socket: ListeningSocket, for audience: ControlQuestion.Audience, _ time: Duration,
        _ asked: AsyncStream<ControlQuestion>.Continuation
    ) async throws {
        // Each socket has its own, lest strangers take the places of the clerk.
        let connections = OpenConnections(limit: ControlLimits.connections)
        self.connections = connections
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    let pipeline = child.pipeline.syncOperations
                    try pipeline.addHandler(ConnectionGuard(connections, time: time))
                    try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false)
                    try pipeline.addHandler(ControlHandler(audience, asked))
                }
            }
            .withBoundSocket(socket.duplicate()).get()
    }

    /// Takes no more connections and ends those that are open.
    func close() {
        channel.close(promise: nil)
        connections.closeAll()
    }
}
