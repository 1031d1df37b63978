import BundleProtocol
import CLinux
import LinkCertificates
import Links
import Logging
import ServiceLifecycle
import Station
import Telegrams

/// The engine with its links on line, as a service that stops in order.
package struct EngineService: Service {
    package let engine: Engine
    private let host: SessionHost
    private let places: [HostAndPort]
    private let logger: Logger
    private let onReady: @Sendable ([String]) -> Void
    private let watch: RegisterWatch

    /// - Parameters:
    ///   - places: where other stations may connect.
    ///   - onReady: told the addresses that are listened on, once they are.
    package init(
        _ engine: Engine, places: [HostAndPort], logger: Logger, onReady: @escaping @Sendable ([String]) -> Void
    ) throws {
        self.engine = engine
        self.places = places
        self.logger = logger
        self.onReady = onReady
        host = try Self.host(for: engine, logger: logger)
        watch = try RegisterWatch(folder: engine.station.home.path) { engine.wake() }
    }

    package func run() async throws {
        // Large enclosures pass through memory part by part, each as large as the one before.
        linux_keep_memory()
        let listeners = try await listen()
        await engine.setListening(listeners.map(\.address))
        onReady(listeners.map(\.address))
        try await withGracefulShutdownHandler {
            try await work()
        } onGracefulShutdown: {
            engine.mailbox.post(.stop)
        }
        for listener in listeners { try await listener.close() }
        withExtendedLifetime(watch) {}
    }

    private func listen() async throws -> [Listener] {
        var listeners: [Listener] = []
        for place in places {
            do {
                listeners.append(try await host.listen(host: place.host, port: place.port))
            } catch {
                throw StationError(
                    .unavailable, "the station cannot listen on \(place): \(error)",
                    hint: "choose another place with --listen, or find out who uses it")
            }
        }
        return listeners
    }

    private func work() async throws {
        await withDiscardingTaskGroup { group in
            group.addTask { await tick() }
            group.addTask {
                await withDiscardingTaskGroup { group in
                    for await wish in engine.connector.wishes { group.addTask { await fulfil(wish) } }
                }
            }
            await engine.takeTurns()
            group.cancelAll()
        }
    }

    /// Lets time pass for the engine: windows open, pauses end, folders are looked at.
    private func tick() async {
        while !Task.isCancelled {
            // Where it throws, the task is cancelled, and the loop ends.
            try? await Task.sleep(for: .milliseconds(250))
            engine.mailbox.post(.turn)
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
        let node = EndpointID.ipn(node: wish.node, service: 0)
        guard wish.link.kind == Station.LinkKind.tcp.rawValue else {
            _ = try await host.connect(
                through: ShellCommand(line: wish.link.path, environment: engine.station.environment),
                link: wish.link.name,
                peer: KnownPeer(designator: wish.peer.description, nodeID: node))
            return
        }
        let place = try HostAndPort(wish.link.path)
        _ = try await host.connect(
            to: Destination(link: wish.link.name, host: place.host, port: place.port, peer: node))
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
        return try SessionHost(SessionSettings(session: session, protection: .tls(tls), logger: logger), owner: owner)
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
