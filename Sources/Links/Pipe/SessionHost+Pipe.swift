import BundleProtocol
import Glibc
import NIOCore
import NIOPosix
import Telegrams

/// Sessions over standard streams: the protocol is the same as over TCP, without TLS inside.
///
/// Whoever is at the other end of the command is taken for the link's station: `ssh` and the like have seen to that, or
/// nobody has. All that is checked is that it says so itself. Bundles are sealed and signed from end to end in any case
/// (`docs/decisions/0011-pipe-links.md`).
extension SessionHost {
    /// Starts a command, `ssh beijing cable link -` for instance, and waits for the session over its standard streams.
    ///
    /// The command is ended when the session is over, if it does not end by itself.
    /// - Throws: ``ConnectingFailed``, with what the command wrote to its standard error last; then nothing is left
    ///   behind.
    package func connect(through command: ShellCommand, link: String, peer: KnownPeer) async throws -> Session {
        do {
            let piped = try PipedCommand(command)
            return try await session(over: piped, command, link, peer)
        } catch let error as ConnectingFailed {
            throw error
        } catch {
            throw ConnectingFailed(link: link, remote: command.line, reason: TransportErrors.text(of: error))
        }
    }

    /// Waits for a session over our own standard streams: the other end of such a command.
    ///
    /// - Parameters:
    ///   - input: A descriptor to read from; closed with the session.
    ///   - output: Another one to write to; closed with the session.
    package func accept(input: Int32, output: Int32, peer: KnownPeer) async throws -> Session {
        let outcome = group.any().makePromise(of: Session.self)
        let plan = pipePlan(.passive, link: nil, remote: "standard input and output", peer, outcome)
        return try await establish(plan, input: input, output: output, outcome)
    }

    /// Waits for a session over descriptors whose other end is with the link's station already.
    ///
    /// - Parameters:
    ///   - input: A descriptor to read from; closed with the session.
    ///   - output: Another one to write to; closed with the session.
    package func connect(input: Int32, output: Int32, link: String, peer: KnownPeer) async throws -> Session {
        let outcome = group.any().makePromise(of: Session.self)
        let plan = pipePlan(.active, link: link, remote: "a pipe", peer, outcome)
        return try await establish(plan, input: input, output: output, outcome)
    }

    private func session(
        over piped: PipedCommand, _ command: ShellCommand, _ link: String, _ peer: KnownPeer
    ) async throws -> Session {
        let outcome = group.any().makePromise(of: Session.self)
        let plan = pipePlan(.active, link: link, remote: command.line, peer, outcome)
        let logger = settings.logger
        piped.whenEnded { ending, errors in
            logger.info("command ended", metadata: ["link": "\(link)", "ending": "\(ending)", "errors": "\(errors)"])
        }
        do {
            return try await establish(plan, input: piped.output, output: piped.input, outcome) { piped.end() }
        } catch {
            piped.end()
            let (ending, errors) = await piped.ended()
            let said = errors.isEmpty ? "" : ": \(quoted(errors, limit: 500))"
            throw ConnectingFailed(
                link: link, remote: command.line,
                reason: "\(TransportErrors.text(of: error)); the command ended with \(ending)\(said)")
        }
    }

    private func pipePlan(
        _ role: TCPCLSession.Role, link: String?, remote: String, _ peer: KnownPeer,
        _ outcome: EventLoopPromise<Session>
    ) -> SessionPlan {
        var configuration = settings.session
        configuration.tls = .none
        configuration.expectedPeer = peer.nodeID
        return SessionPlan(
            id: nextID(), role: role, configuration: configuration, link: link, remote: remote, trustedPeer: peer,
            owner: owner, logger: settings.logger, opened: { outcome.succeed($0) },
            failed: { outcome.fail(PipeSessionFailed(ending: $0)) })
    }

    private func establish(
        _ plan: SessionPlan, input: Int32, output: Int32, _ outcome: EventLoopPromise<Session>,
        closed: @escaping @Sendable () -> Void = {}
    ) async throws -> Session {
        let channel: any Channel
        do {
            try Self.checkPipes(input, output, plan)
            channel = try await open(plan, input: input, output: output, on: outcome.futureResult.eventLoop)
        } catch {
            outcome.fail(error)
            throw error
        }
        channel.closeFuture.whenComplete { _ in closed() }
        return try await withTaskCancellationHandler {
            try await outcome.futureResult.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    /// Files can be read and written, and cannot be waited for.
    private static func checkPipes(_ input: Int32, _ output: Int32, _ plan: SessionPlan) throws {
        for descriptor in [input, output] {
            var status = stat()
            fstat(descriptor, &status)
            guard ![S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT) else { continue }
            for descriptor in [input, output] { close(descriptor) }
            throw ConnectingFailed(
                link: plan.link ?? "-", remote: plan.remote, reason: "\(plan.remote) must be pipes or sockets")
        }
    }

    private func open(
        _ plan: SessionPlan, input: Int32, output: Int32, on eventLoop: any EventLoop
    ) async throws -> any Channel {
        try await NIOPipeBootstrap(group: eventLoop)
            .channelOption(.writeBufferWaterMark, value: TransportOptions.watermark)
            .channelOption(.recvAllocator, value: TransportOptions.reading)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(SessionHandler(plan: plan, eventLoop: eventLoop))
                }
            }
            .takingOwnershipOfDescriptors(input: input, output: output)
            .get()
    }
}

/// Why no session came about over a pipe.
struct PipeSessionFailed: Error, CustomStringConvertible {
    let ending: SessionEnding
    var description: String { "\(ending)" }
}
