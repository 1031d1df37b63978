import BundleProtocol
import Glibc
import Links
import Logging
import Station
import Telegrams

/// One session over standard input and output, for as long as it lasts: the other end of a pipe link.
///
/// It works beside a process that serves the station, on the same register.
package struct AttachedSession: Sendable {
    private let engine: Engine
    private let host: SessionHost
    private let peer: Designator
    private let node: UInt64

    /// - Parameter peer: the station at the other end, to which a pipe link must lead.
    package init(_ station: Station, peer: Designator, settings: EngineSettings, logger: Logger) throws {
        self.peer = peer
        node = try station.node(of: peer)
        var settings = settings
        settings.opensLinks = false
        engine = try Engine(station, settings: settings, logger: logger)
        host = try EngineService.host(for: engine, logger: logger)
    }

    /// Returns when the session is over in order.
    ///
    /// - Throws: `StationError` where no session came about.
    package func run() async throws {
        async let turns: Void = engine.work()
        do {
            _ = try await host.accept(
                input: STDIN_FILENO, output: STDOUT_FILENO,
                peer: KnownPeer(designator: peer.description, nodeID: .ipn(node: node, service: 0)))
        } catch {
            engine.mailbox.post(.stop)
            await turns
            throw StationError(.unavailable, "no session with \(peer) came about: \(error)")
        }
        engine.mailbox.post(.lastSession)
        await turns
    }
}
