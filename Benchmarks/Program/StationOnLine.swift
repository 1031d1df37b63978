import BundleProtocol
import LinkCertificates
import Links
import Logging
import Station

/// A station of ours on line without its engine: what it is handed goes nowhere, what it hands over was made up.
struct StationOnLine {
    let station: Station
    private let host: SessionHost

    /// - Parameter folder: of a station that was founded and has pinned the cards of its neighbours.
    init(folder: String, events: @escaping @Sendable (SessionEvent) -> Void) throws {
        let station = try Station(home: StationHome(path: folder))
        let node = station.record.node
        let credential = try station.withSigningSeed { try LinkCredential(seed: $0, node: node) }
        let identity = try TLSIdentity(certificate: credential.certificate.der, privateKey: credential.privateKey)
        let settings = SessionSettings(
            session: TCPCLConfiguration(nodeID: .ipn(node: node, service: 0)),
            protection: .tls(TLSSettings(identity: identity) { Self.judge($0, station) }),
            logger: Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() })
        host = try SessionHost(settings, owner: SessionOwner(events: events))
        self.station = station
    }

    func connect(to place: HostAndPort) async throws -> Session {
        try await host.connect(to: Destination(link: "benchmark", host: place.host, port: place.port, peer: nil))
    }

    private static func judge(_ certificate: [UInt8], _ station: Station) -> PeerVerdict {
        do {
            let neighbour = try station.neighbour(withKey: LinkCertificate(parsing: certificate).publicKey)
            return .known(
                KnownPeer(designator: "\(neighbour.station)", nodeID: .ipn(node: neighbour.node, service: 0)))
        } catch {
            return .refused("\(error)")
        }
    }
}
