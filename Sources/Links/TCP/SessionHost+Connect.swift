import BundleProtocol
import NIOCore
import NIOPosix

/// Where a link leads to.
package struct Destination: Sendable, Hashable {
    /// The name that the station gave the link.
    package var link: String
    /// A host name or an IP address.
    package var host: String
    package var port: Int
    /// The node ID of the station that must answer there; nil takes any known one.
    package var peer: EndpointID?

    package init(link: String, host: String, port: Int, peer: EndpointID?) {
        self.link = link
        self.host = host
        self.port = port
        self.peer = peer
    }
}

/// Why no session came about on a link.
package struct ConnectingFailed: Error, Hashable, CustomStringConvertible {
    package let link: String
    package let remote: String
    package let reason: String

    package var description: String { "link \(link): no session with \(remote): \(reason)" }
}

extension SessionHost {
    /// Connects and waits until the session is established, which the owner is told as well.
    ///
    /// - Throws: ``ConnectingFailed``; then nothing is left behind, and the owner has been told nothing. A cancelled
    ///   task does not wait for the contact timeout.
    package func connect(to destination: Destination) async throws -> Session {
        let outcome = group.any().makePromise(of: Session.self)
        let plan = plan(for: destination, outcome)
        let channel: any Channel
        do {
            channel = try await open(plan, destination, on: outcome.futureResult.eventLoop)
        } catch {
            let failure = ConnectingFailed(
                link: destination.link, remote: plan.remote, reason: TransportErrors.text(of: error))
            outcome.fail(failure)
            throw failure
        }
        return try await withTaskCancellationHandler {
            try await outcome.futureResult.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private func plan(for destination: Destination, _ outcome: EventLoopPromise<Session>) -> SessionPlan {
        let remote = "\(destination.host):\(destination.port)"
        return SessionPlan(
            id: nextID(), role: .active, configuration: configuration(expecting: destination.peer),
            link: destination.link, remote: remote, upgrade: upgrade?.expecting(destination.peer), owner: owner,
            logger: settings.logger, opened: { outcome.succeed($0) },
            failed: { ending in
                outcome.fail(ConnectingFailed(link: destination.link, remote: remote, reason: "\(ending)"))
            })
    }

    /// The session's handler is added to the connection that came about, not to all that were tried for a name with
    /// several addresses.
    private func open(
        _ plan: SessionPlan, _ destination: Destination, on eventLoop: any EventLoop
    ) async throws -> any Channel {
        try await ClientBootstrap(group: eventLoop)
            .connectTimeout(.milliseconds(Int64(clamping: plan.configuration.contactTimeout)))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.writeBufferWaterMark, value: TransportOptions.watermark)
            .channelOption(.recvAllocator, value: TransportOptions.reading)
            .connect(host: destination.host, port: destination.port)
            .flatMapThrowing { channel in
                try channel.pipeline.syncOperations.addHandler(SessionHandler(plan: plan, eventLoop: eventLoop))
                return channel
            }
            .get()
    }
}
