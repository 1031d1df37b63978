import BundleProtocol
import LinkCertificates
import Logging

@testable import Links

/// A station with a key that no test needs to guess.
struct TestStation: Sendable {
    let designator: String
    let node: UInt64
    private let seed: [UInt8]

    init(_ designator: String, node: UInt64) {
        self.designator = designator
        self.node = node
        seed = [UInt8](repeating: UInt8(truncatingIfNeeded: node), count: 32)
    }

    static let moscow = TestStation("MOSCOW", node: 11)
    static let beijing = TestStation("BEIJING", node: 12)
    static let havana = TestStation("HAVANA", node: 13)

    var nodeID: EndpointID { .ipn(node: node, service: 0) }
    var peer: KnownPeer { KnownPeer(designator: designator, nodeID: nodeID) }

    func credential(node: UInt64? = nil) throws -> LinkCredential {
        try LinkCredential(seed: seed, node: node ?? self.node)
    }

    func identity(node: UInt64? = nil) throws -> TLSIdentity {
        let credential = try credential(node: node)
        return try TLSIdentity(certificate: credential.certificate.der, privateKey: credential.privateKey)
    }

    /// The judge of a station whose book holds these others.
    static func judge(knowing others: [TestStation]) throws -> @Sendable ([UInt8]) -> PeerVerdict {
        let book = try others.map { ($0.peer, try $0.credential().certificate) }
        return { der in
            do {
                let shown = try LinkCertificate(parsing: der)
                guard let known = book.first(where: { $0.1.publicKey == shown.publicKey }) else {
                    return .refused("the key of \(shown.nodeID) is not pinned")
                }
                guard known.1.node == shown.node else {
                    return .refused("\(known.0.designator) is not \(shown.nodeID)")
                }
                return .known(known.0)
            } catch {
                return .refused("\(error)")
            }
        }
    }

    func tls(knowing others: [TestStation]) throws -> TLSSettings {
        TLSSettings(identity: try identity(), judge: try Self.judge(knowing: others))
    }

    /// A host that speaks TLS with the stations that it knows.
    func host(
        knowing others: [TestStation], _ owner: SessionOwner, log: LogLines = LogLines(),
        _ change: (inout SessionSettings) throws -> Void = { _ in }
    ) throws -> SessionHost {
        var settings = SessionSettings(
            session: TCPCLConfiguration(nodeID: nodeID), protection: .tls(try tls(knowing: others)),
            logger: log.logger())
        try change(&settings)
        return try SessionHost(settings, owner: owner)
    }

    /// A host that speaks in clear with anybody.
    func plainHost(
        _ owner: SessionOwner, log: LogLines = LogLines(), _ change: (inout SessionSettings) -> Void = { _ in }
    ) throws -> SessionHost {
        try host(knowing: [], owner, log: log) { settings in
            settings.protection = .none
            change(&settings)
        }
    }
}

extension Listener {
    /// A destination that leads here.
    func destination(_ station: TestStation?) -> Destination {
        Destination(link: "test", host: "127.0.0.1", port: port, peer: station?.nodeID)
    }
}
