import DurableFiles
import Links
import Register
import Relay
import Telegrams

// Links and routes: how this station reaches others.

extension Station {
    /// What a link can be.
    package enum LinkKind: String, CaseIterable, Sendable {
        /// A folder that is shared, synced or carried on a stick, leading to one station.
        case folder
        /// A folder into which released statements are published in clear.
        case broadcast
    }

    package func links() throws -> [LinkRecord] {
        try register.read { try $0.links() }
    }

    /// Adds a link, and prepares the folder.
    package func addLink(_ name: String, kind: LinkKind, path: String, peer: Designator?) throws {
        let isNamed = !name.isEmpty && name.utf8.count <= 32 && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        guard isNamed else { throw StationError(.invalid, "a link's name is 1 to 32 visible ASCII characters") }
        guard (kind == .folder) == (peer != nil) else {
            throw StationError(
                .invalid, kind == .folder ? "a folder link needs its station" : "a broadcast has no station")
        }
        if let peer { _ = try card(of: peer) }
        let links = try links()
        guard !links.contains(where: { $0.name == name }) else {
            throw StationError(.refused, "there is a link \(name) already", hint: "choose another name")
        }
        if let other = links.first(where: { $0.peer == peer && peer != nil }) {
            throw StationError(
                .refused, "the link \(other.name) leads to \(other.peer?.description ?? "") already",
                hint: "remove it first with 'cable link remove \(other.name)'")
        }
        let record = LinkRecord(name: name, kind: kind.rawValue, path: path, peer: peer)
        try prepare(record)
        try register.write { try $0.add(record) }
    }

    package func removeLink(_ name: String) throws {
        guard try register.write({ try $0.removeLink(name) }) else {
            throw StationError(.notFound, "there is no link \(name)", hint: "list them with 'cable link list'")
        }
    }

    package func routes() throws -> [RouteRecord] {
        try register.read { try $0.routes() }
    }

    package func addRoute(to destination: Designator, via: Designator) throws {
        guard destination != designator, via != designator, destination != via else {
            throw StationError(.invalid, "a route leads to another station by way of a third")
        }
        try register.write { try $0.set(RouteRecord(destination: destination, via: via)) }
    }

    package func removeRoute(to destination: Designator) throws {
        guard try register.write({ try $0.removeRoute(to: destination) }) else {
            throw StationError(
                .notFound, "there is no route to \(destination)", hint: "list them with 'cable route list'")
        }
    }

    /// The ways out of this station, as they are configured now.
    func routingTable() throws -> RoutingTable {
        try register.read(routingTable)
    }

    func routingTable(_ reader: Register.Reader) throws -> RoutingTable {
        RoutingTable(
            here: designator, neighbours: Set(try reader.links().compactMap(\.peer)),
            routes: Dictionary(try reader.routes().map { ($0.destination, $0.via) }) { $1 })
    }

    /// The next station towards a destination.
    ///
    /// - Throws: `StationError` with code `refused`, which names the reason and the remedy.
    func nextHop(to destination: Designator, in table: RoutingTable) throws -> Designator {
        do {
            return try table.nextHop(to: destination)
        } catch {
            throw StationError(
                .refused, "\(error)",
                hint: "add a link with 'cable link add', or a route with 'cable route add \(destination) --via STATION'"
            )
        }
    }

    // One line for each kind of link.

    func assemble(_ record: LinkRecord) throws -> (any Link)? {
        guard let peer = record.peer else { return nil }
        return try FolderLink(
            name: record.name, folder: record.path, here: designator.description, peer: peer.description)
    }

    private func prepare(_ record: LinkRecord) throws {
        let here = designator.description
        if let peer = record.peer {
            try FolderLink(name: record.name, folder: record.path, here: here, peer: peer.description).prepare()
        } else {
            try BroadcastFolder(name: record.name, folder: record.path, here: here).prepare()
        }
    }
}
