import Age
import BundleProtocol
import Desk
import FolderSupport
import Sealing
import Station
import Telegrams
import Traffic

/// A station that says anything its keys can sign, and puts anything it likes on a link.
///
/// Others know it like any correspondent: its card may be pinned and its words compared. What it makes has passed none of
/// our own checks for what is sent.
package struct Attacker: Sendable {
    /// Its name, its keys and its card; what an honest station does can be done through it too.
    package let test: TestStation

    package init(_ name: String, in network: TestNetwork, officers: String...) throws {
        test = try network.found(name)
        for officer in officers { try test.add(officer) }
    }

    package var network: TestNetwork { test.network }
    package var name: String { test.name }
    package var node: UInt64 { test.station.record.node }

    // MARK: Bundles

    /// A bundle with any content.
    ///
    /// - Parameters:
    ///   - source: its own station's address where none is given.
    ///   - timestamp: one that no other bundle has where none is given.
    package func bundle(
        _ payload: [UInt8], to destination: EndpointID, source: EndpointID? = nil,
        timestamp: CreationTimestamp? = nil, lifetime: UInt64 = 86_400_000, precedence: BundlePrecedence = .routine,
        hopLimit: Int = 32, age: UInt64 = 0
    ) throws -> Bundle {
        let time = DTNTime.fromUnix(milliseconds: network.clock.now.milliseconds) ?? 0
        return try Bundle(
            destination: destination, source: source ?? .ipn(node: node, service: 1),
            timestamp: timestamp ?? CreationTimestamp(time: time, sequence: .random(in: 1 << 32 ... .max)),
            lifetime: lifetime, precedence: precedence, payload: payload, hopLimit: hopLimit, age: age)
    }

    package func bundle(_ payload: [UInt8], to victim: TestStation) throws -> Bundle {
        try bundle(payload, to: .ipn(node: victim.station.record.node, service: 1))
    }

    /// Another bundle with the identity of one that it has seen.
    package func impostor(of genuine: Bundle, payload: [UInt8]) throws -> Bundle {
        try bundle(payload, to: genuine.destination, source: genuine.source, timestamp: genuine.identity.timestamp)
    }

    // MARK: Parcels

    /// Any content under any cover, signed by the attacker's station and sealed to its victim.
    package func parcel(_ cover: Cover, _ content: [UInt8], to victim: TestStation) throws -> Bundle {
        let key = try test.station.directory().correspondent(victim.station.designator).sealingKey()
        let sealed = try ParcelSealing.seal(
            cover: cover, content: content, signedBy: test.station.keys.signer, to: key)
        return try bundle(sealed, to: victim)
    }

    // MARK: Links

    /// Puts a bundle on a folder link, for the station at its other end.
    ///
    /// - Parameters:
    ///   - neighbour: whose side of the link it is put on.
    ///   - name: without the suffix; the bundle's own where none is given.
    package func put(
        _ bundle: Bundle, for receiver: TestStation, from neighbour: TestStation? = nil, named name: String? = nil
    ) throws {
        try put(bundle.encoded(), for: receiver, from: neighbour, named: name ?? bundle.name.fileName)
    }

    package func put(
        _ bytes: [UInt8], for receiver: TestStation, from neighbour: TestStation? = nil, named name: String
    ) throws {
        let other = neighbour ?? test
        let links = ["\(other.name)-\(receiver.name)", "\(receiver.name)-\(other.name)"]
        for link in links where try network.folder.names(in: "links").contains(link) {
            return try network.folder.put("links/\(link)/\(receiver.name)/\(name).bundle", bytes)
        }
        throw SupportError("\(other.name) has no link to \(receiver.name)")
    }
}
