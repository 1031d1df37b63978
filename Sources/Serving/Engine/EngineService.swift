import BundleProtocol
import CLinux
import LinkCertificates
import Links
import Logging
import Relay
import ServiceLifecycle
import Station
import Telegrams
import Traffic

/// The engine with its links on line, as a service that stops in order.
package struct EngineService: Service {
    package let engine: Engine
    private let host: SessionHost
    private let places: [HostAndPort]
    private let onReady: @Sendable ([String]) -> Void

    /// - Parameters:
    ///   - places: where other stations may connect.
    ///   - onReady: told the addresses that are listened on, once that was tried for all places.
    package init(
        _ engine: Engine, places: [HostAndPort], logger: Logger, onReady: @escaping @Sendable ([String]) -> Void
    ) throws {
        self.engine = engine
        self.places = places
        self.onReady = onReady
        host = try Self.host(for: engine, logger: logger)
    }

    package func run() async throws {
        // Large enclosures pass through memory part by part, each as large as the one before.
        linux_keep_memory()
        var listeners: [ListeningPlace] = []
        for place in places { listeners.append(await ListeningPlace(place, on: host, for: engine.mailbox)) }
        onReady(listeners.compactMap(\.address))
        await withGracefulShutdownHandler {
            await work(listeners)
        } onGracefulShutdown: {
            engine.mailbox.post(.stop)
        }
    }

    private func work(_ listeners: [ListeningPlace]) async {
        await withDiscardingTaskGroup { group in
            for listener in listeners { group.addTask { await listener.keepUp() } }
            group.addTask {
                await withDiscardingTaskGroup { group in
                    for await wish in engine.connector.wishes { group.addTask { await fulfil(wish) } }
                }
            }
            await engine.work()
            group.cancelAll()
        }
    }

    private func fulfil(_ wish: Connector.Wish) async {
        do {
            try await connect(wish)
        } catch {
            engine.mailbox.post(.notConnected(link: wish.link.name, reason: "\(error)"))
        }
    }

    private func connect(_ wish: Connector.Wish) async throws {
        guard case .sessions(_, let connect) = LinkKind.named(wish.link.kind)?.use else { return }
        let peer = KnownPeer(designator: wish.peer.description, nodeID: .ipn(node: wish.node, service: 0))
        _ = try await connect(host, engine.station.setup(of: wish.link), peer)
    }

    // MARK: Who we are, and whom we know

    static func host(for engine: Engine, logger: Logger) throws -> SessionHost {
        let station = engine.station
        var session = TCPCLConfiguration(nodeID: .ipn(node: station.record.node, service: 0))
        session.keepalive = engine.settings.keepalive
        let credential = try station.withSigningSeed { try LinkCredential(seed: $0, node: station.record.node) }
        let identity = try TLSIdentity(certificate: credential.certificate.der, privateKey: credential.privateKey)
        // With a connection of its own to the register: whoever knocks does not wait for the engine.
        let directory = try Station(home: station.home)
        let tls = TLSSettings(identity: identity) { judge($0, directory) }
        let limit = Station.bundleLimit
        let owner = SessionOwner(
            events: { engine.mailbox.post(.session($0)) },
            refusal: { session, length in
                let peer = session.info.peer.flatMap { try? Designator($0.designator) }
                return engine.gate.refusal(of: length, from: peer, limit: limit)
            })
        var settings = SessionSettings(session: session, protection: .tls(tls), logger: logger)
        settings.limits = ConnectionLimits(total: engine.settings.connections)
        return try SessionHost(settings, owner: owner)
    }

    /// Only a station whose card is pinned comes in, and only under the node number that follows from its key.
    private static func judge(_ certificate: [UInt8], _ station: Station) -> PeerVerdict {
        do {
            let certificate = try LinkCertificate(parsing: certificate)
            let neighbour = try station.neighbour(withKey: certificate.publicKey)
            guard neighbour.node == certificate.node else {
                return .refused("its certificate names node \(certificate.node), its key makes it \(neighbour.node)")
            }
            return .known(
                KnownPeer(
                    designator: neighbour.station.description, nodeID: .ipn(node: neighbour.node, service: 0)))
        } catch {
            return .refused("\(error)")
        }
    }
}
