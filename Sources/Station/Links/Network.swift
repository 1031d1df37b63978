import DurableFiles
import Links
import Register
import Relay
import Telegrams

// Links and routes: how this station reaches others.

extension Station {
    package func links() throws -> [LinkRecord] {
        try register.read { try $0.links() }
    }

    package func link(_ name: String) throws -> LinkRecord {
        guard let record = try links().first(where: { $0.name == name }) else { throw Self.noLink(name) }
        return record
    }

    /// Adds a link, and prepares its folder where it has one.
    package func addLink(_ link: LinkRecord) throws {
        let isNamed =
            !link.name.isEmpty && link.name.utf8.count <= 32 && link.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        guard isNamed else { throw StationError(.invalid, "a link's name is 1 to 32 visible ASCII characters") }
        func requireNew(_ reader: Register.Reader) throws {
            guard try !reader.links().contains(where: { $0.name == link.name }) else {
                throw StationError(.refused, "there is a link \(link.name) already", hint: "choose another name")
            }
            try check(link, in: reader)
        }
        try register.read(requireNew)
        // A folder may be slow; nothing else waits for it.
        try LinkKind.named(link.kind)?.prepare(setup(of: link))
        try register.write { writer in
            try requireNew(writer.reader)
            try writer.set(link)
        }
    }

    /// Changes how a link is used.
    package func changeLink(_ name: String, _ change: (inout LinkRecord) throws -> Void) throws -> LinkRecord {
        try register.write { writer in
            guard var link = try writer.reader.links().first(where: { $0.name == name }) else {
                throw Self.noLink(name)
            }
            try change(&link)
            try check(link, in: writer.reader)
            try writer.set(link)
            return link
        }
    }

    private func check(_ link: LinkRecord, in reader: Register.Reader) throws {
        guard let kind = LinkKind.named(link.kind) else {
            throw StationError(.invalid, "there are no links of kind \(link.kind)")
        }
        guard kind.leadsToEverybody == (link.peer == nil) else {
            throw StationError(
                .invalid, kind.leadsToEverybody ? "a broadcast has no station" : "a link needs its station")
        }
        if let peer = link.peer {
            guard peer != designator else { throw StationError(.invalid, "a link leads to another station") }
            guard try reader.card(of: peer) != nil else { throw Self.noCard(of: peer) }
        }
        guard link.cost > 0, link.cost <= 1_000_000 else { throw StationError(.invalid, "a cost is 1 to 1,000,000") }
        guard link.speed.map({ $0 > 0 }) ?? true else {
            throw StationError(.invalid, "a speed is 1 bit per second or more")
        }
        try kind.check(place: link.path)
        guard !isWithinHome(link.path) else {
            throw StationError(
                .invalid, "\(link.path) is in the station's own folder", hint: "choose one that is shared or carried")
        }
        _ = try plan(link)
    }

    private func isWithinHome(_ path: String) -> Bool { path == home.path || path.hasPrefix(home.path + "/") }

    package func removeLink(_ name: String) throws {
        guard try register.write({ try $0.removeLink(name) }) else { throw Self.noLink(name) }
    }

    package func routes() throws -> [RouteRecord] {
        try register.read { try $0.routes() }
    }

    package func addRoute(to destination: Designator, via: Designator, cost: Int = Route.usualCost) throws {
        guard destination != designator, via != designator, destination != via else {
            throw StationError(.invalid, "a route leads to another station by way of a third")
        }
        guard cost > 0, cost <= 1_000_000 else { throw StationError(.invalid, "a cost is 1 to 1,000,000") }
        try register.write { try $0.set(RouteRecord(destination: destination, via: via, cost: cost)) }
    }

    /// Removes all routes to a destination, or the one by way of `via`.
    package func removeRoute(to destination: Designator, via: Designator? = nil) throws {
        guard try register.write({ try $0.removeRoutes(to: destination, via: via) }) else {
            throw StationError(
                .notFound, "there is no route to \(destination)\(via.map { " by way of \($0)" } ?? "")",
                hint: "list them with 'cable route list'")
        }
    }

    /// Routes that the cards of others offer (`endpoint: via BEIJING`), and that nobody has accepted yet.
    package func offeredRoutes() throws -> [RouteRecord] {
        try register.read { reader in
            let known = try reader.routes()
            return try reader.cards().filter { $0.station != designator }.flatMap { pinned in
                try Card(parsing: pinned.text).endpoints.compactMap(Endpoint.init).compactMap { endpoint in
                    guard case .via(let station) = endpoint, station != designator, station != pinned.station,
                        !known.contains(where: { $0.destination == pinned.station && $0.via == station })
                    else { return nil }
                    return RouteRecord(destination: pinned.station, via: station)
                }
            }
        }
    }

    /// Holds back on every link what is less urgent; nil for nothing.
    package func setMinimize(_ least: Precedence?) throws {
        try register.write { try $0.set(.minimize, to: least?.description) }
    }

    /// The ways out of this station, as they are configured now.
    package func routingTable() throws -> RoutingTable {
        try register.read(routingTable)
    }

    package func routingTable(_ reader: Register.Reader) throws -> RoutingTable {
        RoutingTable(
            here: designator, links: try reader.links().compactMap(plan),
            routes: try reader.routes().map { Route(destination: $0.destination, via: $0.via, cost: $0.cost) },
            minimize: try minimize(reader))
    }

    /// What is less urgent is held back on every link.
    package func minimize(_ reader: Register.Reader) throws -> Precedence? {
        try reader.setting(.minimize).map { try Precedence(word: $0) }
    }

    /// How a link is used; nil for a broadcast, which leads to no station.
    private func plan(_ link: LinkRecord) throws -> LinkPlan? {
        guard let peer = link.peer else { return nil }
        return LinkPlan(
            name: link.name, peer: peer, cost: link.cost,
            windows: try link.windows.split(separator: ",").map { try LinkWindow($0) }, minimize: link.minimize,
            isSilent: link.isSilent, speed: link.speed)
    }

    /// Refuses a destination that no link and no route reaches.
    ///
    /// - Throws: `StationError` with code `refused`, which names the reason and the remedy.
    package func requireWay(to destination: Designator, in routingTable: RoutingTable) throws {
        do {
            _ = try routingTable.nextHop(to: destination)
        } catch {
            throw StationError(
                .refused, "\(error)",
                hint: "add a link with 'cable link add', or a route with 'cable route add \(destination) --via STATION'"
            )
        }
    }

    // MARK: Where others connect

    /// Where other stations may connect.
    package func listeningPlaces() throws -> [HostAndPort] {
        try register.read { try $0.setting(.listen) }.map { try Self.places($0.split(separator: ",").map(String.init)) }
            ?? []
    }

    package func setListeningPlaces(_ places: [HostAndPort]) throws {
        let text = places.map(\.description).joined(separator: ",")
        try register.write { try $0.set(.listen, to: text.isEmpty ? nil : text) }
    }

    /// Reads places as a person writes them.
    ///
    /// - Throws: `FormatError`.
    package static func places(_ texts: [String]) throws -> [HostAndPort] { try texts.map { try HostAndPort($0) } }

    package static func noLink(_ name: String) -> StationError {
        StationError(.notFound, "there is no link \(name)", hint: "list them with 'cable link list'")
    }

    /// Opens a link to which items are handed over; nil for any other.
    package func open(_ link: LinkRecord) throws -> (any Link)? {
        guard case .items(let open) = LinkKind.named(link.kind)?.use else { return nil }
        return try open(setup(of: link))
    }

    package func setup(of link: LinkRecord) -> LinkSetup {
        LinkSetup(
            name: link.name, place: link.path, here: designator.description, peer: link.peer?.description ?? "",
            environment: environment)
    }

    /// The stations that are to begin sessions here themselves, by a command.
    package func stationsThatAttach() throws -> Set<Designator> {
        Set(try links().filter { $0.kind == LinkKind.pipe.name && $0.path.isEmpty }.compactMap(\.peer))
    }
}

extension Station {
    /// A link as it is set up.
    package typealias LinkSettings = LinkRecord
    /// A kind of link.
    package typealias LinkKind = Links.LinkKind
    /// A route as it is set up.
    package typealias RouteSettings = RouteRecord
}

extension LinkRecord {
    /// Whether stations talk over it in sessions, which takes somebody who serves.
    package var isOnline: Bool { LinkKind.named(kind)?.isOnline ?? false }
}
