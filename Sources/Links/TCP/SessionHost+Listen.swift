import BundleProtocol
import Logging
import NIOCore
import NIOPosix

/// A port where other stations can connect.
package struct Listener: Sendable {
    private let channel: any Channel

    init(channel: any Channel) { self.channel = channel }

    /// The address that is listened on.
    package var address: String { channel.localAddress.map(\.described) ?? "" }
    /// The port, also where port 0 was asked for.
    package var port: Int { channel.localAddress?.port ?? 0 }

    /// Takes no more connections; sessions that are open stay.
    package func close() async throws {
        try await channel.close().get()
    }
}

extension SessionHost {
    /// Takes connections on a port.
    ///
    /// - Parameters:
    ///   - host: The address to listen on, `0.0.0.0` or `::` for all.
    ///   - port: The port; 4556 is the registered one (RFC 9174 section 8.1), 0 takes any that is free.
    package func listen(host: String, port: Int) async throws -> Listener {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 128)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.writeBufferWaterMark, value: TransportOptions.watermark)
            .childChannelOption(.recvAllocator, value: TransportOptions.reading)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.admit(channel) }
            }
        let channel = try await bootstrap.bind(host: host, port: port).get()
        settings.logger.info("listening", metadata: ["address": "\(channel.localAddress?.described ?? host)"])
        return Listener(channel: channel)
    }

    /// Makes a new connection a session to be, or throws, whereupon it is closed.
    private func admit(_ channel: any Channel) throws {
        let address = channel.remoteAddress
        let place: ConnectionAdmission.Place
        do {
            place = try admission.enter(from: address?.ipAddress ?? "")
        } catch {
            turnedAway(address, error)
            throw error
        }
        let visit = Visit(place: place, admission: admission)
        channel.closeFuture.whenComplete { _ in visit.end() }
        try channel.pipeline.syncOperations.addHandler(
            SessionHandler(plan: plan(for: address, visit), eventLoop: channel.eventLoop))
    }

    private func plan(for address: SocketAddress?, _ visit: Visit) -> SessionPlan {
        let remote = address?.described ?? "unknown"
        return SessionPlan(
            id: nextID(), role: .passive, configuration: configuration(expecting: nil), link: nil, remote: remote,
            upgrade: upgrade, owner: owner, logger: settings.logger, opened: { _ in visit.establish() },
            failed: { [owner] in owner.events(.rejectedPeer(address: remote, reason: "\($0)")) })
    }

    /// Logged once for a whole flood; the owner is not told of each.
    private func turnedAway(_ address: SocketAddress?, _ refusal: ConnectionAdmission.Refusal) {
        guard refusal.count == 1 else { return }
        settings.logger.warning(
            "connection turned away, and more until one of ours ends: \(refusal.reason)",
            metadata: ["remote": "\(address?.described ?? "unknown")"])
    }
}

extension SocketAddress {
    /// Address and port: `192.0.2.1:4556`, `[2001:db8::1]:4556`.
    var described: String {
        let address = ipAddress ?? "unknown"
        let host = address.contains(":") ? "[\(address)]" : address
        return "\(host):\(port ?? 0)"
    }
}
