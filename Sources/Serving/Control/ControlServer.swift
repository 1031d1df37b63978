import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import Station
import Synchronization

/// Answers questions about a serving station: HTTP/1.1 on the socket `serve.sock` in its folder, and on a TCP address
/// where one is asked for.
///
/// Every connection carries one request without a body and is over within ten seconds.
package struct ControlServer: Service {
    private typealias Connection = NIOAsyncChannel<ControlRequest, ControlReply>
    private typealias Listener = NIOAsyncChannel<Connection, Never>

    private let socket: ControlSocket
    private let tcp: ListeningSocket?
    private let answers: ControlAnswers
    private let logger: Logger
    private let connectionTime: Duration

    /// Listens at once; who connects is answered when the service runs.
    ///
    /// - Parameters:
    ///   - socket: taken before anything else of the station is started, because it tells whether another process
    ///     serves it.
    ///   - address: for health and metrics.
    /// - Throws: `StationError` where the address cannot be used.
    package init(socket: ControlSocket, address: ControlAddress? = nil, answers: ControlAnswers, logger: Logger) throws
    {
        try self.init(
            socket: socket, address: address, answers: answers, logger: logger,
            connectionTime: ControlLimits.connectionTime)
    }

    init(
        socket: ControlSocket, address: ControlAddress?, answers: ControlAnswers, logger: Logger,
        connectionTime: Duration
    ) throws {
        self.socket = socket
        tcp = try address?.listen()
        self.answers = answers
        self.logger = logger
        self.connectionTime = connectionTime
    }

    /// The TCP port, which the system chooses where the address has port 0.
    package var port: UInt16? { tcp?.port }

    /// Serves until the group shuts down.
    package func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await serve(socket.listening, for: .clerk) }
            if let tcp { group.addTask { try await serve(tcp, for: .machine) } }
        }
    }

    private func serve(_ socket: ListeningSocket, for audience: ControlAnswers.Audience) async throws {
        let listener = try await listener(on: socket)
        // Each address has its own, lest strangers take those of the clerk.
        let places = Places(ControlLimits.connections)
        try await withGracefulShutdownHandler {
            try await listener.executeThenClose { connections in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in connections {
                        group.addTask { await serve(connection, for: audience, places) }
                    }
                }
            }
        } onGracefulShutdown: {
            listener.channel.close(promise: nil)
        }
    }

    private func listener(on socket: ListeningSocket) async throws -> Listener {
        try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .bind(socket.duplicate()) { [connectionTime] channel in
                channel.eventLoop.makeCompletedFuture { try Self.configure(channel, connectionTime) }
            }
    }

    private static func configure(_ channel: any Channel, _ time: Duration) throws -> Connection {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(ConnectionGuard(time: time))
        try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false)
        try pipeline.addHandler(ControlCodec())
        return try Connection(wrappingChannelSynchronously: channel)
    }

    /// A connection that breaks off, or is cut at the shutdown, is nobody's loss: the question can be put again.
    private func serve(
        _ connection: Connection, for audience: ControlAnswers.Audience, _ places: Places
    ) async {
        do {
            try await connection.executeThenClose { requests, replies in
                guard places.take() else { return }
                defer { places.giveBack() }
                try await cancelWhenGracefulShutdown {
                    var requests = requests.makeAsyncIterator()
                    guard let request = try await requests.next() else { return }
                    try await replies.write(answers.reply(to: request, from: audience))
                }
            }
        } catch {
            logger.debug("a question broke off", metadata: ["error": "\(error)"])
        }
    }
}

/// Counts who is there.
private final class Places: Sendable {
    private let free: Mutex<Int>

    init(_ count: Int) {
        free = Mutex(count)
    }

    func take() -> Bool {
        free.withLock { count in
            guard count > 0 else { return false }
            count -= 1
            return true
        }
    }

    func giveBack() {
        free.withLock { $0 += 1 }
    }
}
