import Logging
import ServiceLifecycle
import Station

/// Answers questions about a serving station: HTTP/1.1 on the socket `serve.sock` in its folder, and on a TCP address
/// where one is asked for.
///
/// Every connection carries one request without a body and is over within ten seconds.
package struct ControlServer: Service {
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
    package init(
        socket: ControlSocket, address: ControlAddress? = nil, answers: ControlAnswers, logger: Logger
    ) throws {
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

    /// Serves until the group shuts down; a question that was put by then is still answered.
    package func run() async throws {
        // A process may end before the last owner has let go of the socket.
        defer { socket.withdraw() }
        // At most one element for each connection.
        let (questions, asked) = AsyncStream<ControlQuestion>.makeStream()
        let places = [(socket.listening, ControlQuestion.Audience.clerk)] + (tcp.map { [($0, .machine)] } ?? [])
        var listeners: [ControlListener] = []
        do {
            for (socket, audience) in places {
                listeners.append(try await ControlListener(socket, for: audience, connectionTime, asked))
            }
            await withGracefulShutdownHandler {
                await answerAll(questions)
            } onGracefulShutdown: {
                asked.finish()
            }
        } catch {
            listeners.forEach { $0.close() }
            throw error
        }
        listeners.forEach { $0.close() }
    }

    private func answerAll(_ questions: AsyncStream<ControlQuestion>) async {
        await withDiscardingTaskGroup { group in
            for await question in questions {
                group.addTask { await answer(question) }
            }
        }
    }

    /// Who has gone away meanwhile can ask again.
    private func answer(_ question: ControlQuestion) async {
        let reply = await answers.reply(to: question.request, from: question.audience)
        do {
            try await question.channel.writeAndFlush(reply).get()
            try await question.channel.close()
        } catch {
            logger.debug("an answer did not arrive", metadata: ["error": "\(error)"])
        }
    }
}
