import Telegrams

/// A destination is reached by way of another station, which a link or again a route reaches.
package struct Route: Sendable, Hashable {
    package var destination: Designator
    package var via: Designator
    /// What going this way costs, 0 or more, besides the cost of reaching `via`.
    package var cost: Int

    package static let usualCost = 10

    package init(destination: Designator, via: Designator, cost: Int = usualCost) {
        self.destination = destination
        self.via = via
        self.cost = cost
    }
}

/// A first step towards a destination.
package struct Way: Sendable, Hashable {
    /// The name of the link.
    package var link: String
    /// The station at its other end.
    package var peer: Designator
    /// Of the link and of the routes behind it together.
    package var cost: Int
}

/// The ways out of a station, as they are configured.
///
/// A destination may have several routes and a neighbour several links: the cheapest that can be used is used.
package struct RoutingTable: Sendable, Equatable {
    package let here: Designator
    package let links: [LinkPlan]
    package let routes: [Route]
    /// On every link, what is less urgent than this is held back (MINIMIZE).
    package let minimize: Precedence?

    private let routesByDestination: [Designator: [Route]]
    private let linksByPeer: [Designator: [LinkPlan]]

    package init(here: Designator, links: [LinkPlan], routes: [Route], minimize: Precedence? = nil) {
        self.here = here
        self.links = links
        self.routes = routes
        self.minimize = minimize
        routesByDestination = Dictionary(grouping: routes, by: \.destination)
        linksByPeer = Dictionary(grouping: links, by: \.peer)
    }
}

extension RoutingTable {
    /// The links by which a destination can be reached, each with the least cost that it allows, cheapest first.
    ///
    /// None leads in a circle. Among equals the way by way of fewer stations goes first, then the link that is
    /// configured first.
    package func ways(to destination: Designator) -> [Way] {
        var search = WaySearch(from: destination, to: here)
        var found: [(way: Way, stations: Int)] = []
        while let place = search.next() {
            for link in linksByPeer[place.station] ?? [] {
                let way = Way(link: link.name, peer: link.peer, cost: place.cost.adding(link.cost))
                found.append((way, place.stations))
            }
            for route in routesByDestination[place.station] ?? [] { search.add(route, behind: place) }
        }
        let order = found.enumerated().sorted { left, right in
            (left.element.way.cost, left.element.stations, left.offset)
                < (right.element.way.cost, right.element.stations, right.offset)
        }
        return order.map(\.element.way)
    }

    /// The neighbour by way of which a destination is reached most cheaply.
    ///
    /// - Throws: `NoRoute` with the reason why there is none.
    package func nextHop(to destination: Designator) throws(NoRoute) -> Designator {
        guard let way = ways(to: destination).first else {
            throw NoRoute(destination: destination, cause: causeOfNoRoute(to: destination))
        }
        return way.peer
    }

    /// Follows the cheapest routes to where they end.
    func causeOfNoRoute(to destination: Designator) -> NoRoute.Cause {
        var hop = destination
        var passed: Set<Designator> = [here]
        while passed.insert(hop).inserted {
            guard let route = routesByDestination[hop]?.min(by: { $0.cost < $1.cost }) else {
                return hop == destination ? .none : .brokenAt(hop)
            }
            hop = route.via
        }
        return .loop(at: hop)
    }
}

/// Dijkstra's search, from the destination back to the neighbours.
private struct WaySearch {
    struct Place {
        var station: Designator
        var cost: Int
        var stations: Int
    }

    private var frontier: [Place]
    private var passed: Set<Designator>

    init(from destination: Designator, to here: Designator) {
        frontier = [Place(station: destination, cost: 0, stations: 0)]
        passed = [here]
    }

    mutating func add(_ route: Route, behind place: Place) {
        guard !passed.contains(route.via) else { return }
        frontier.append(
            Place(station: route.via, cost: place.cost.adding(route.cost), stations: place.stations + 1))
    }

    /// The cheapest station that has not been passed yet.
    mutating func next() -> Place? {
        while let cheapest = frontier.indices.min(by: { isBefore(frontier[$0], frontier[$1]) }) {
            let place = frontier.remove(at: cheapest)
            if passed.insert(place.station).inserted { return place }
        }
        return nil
    }

    private func isBefore(_ left: Place, _ right: Place) -> Bool {
        (left.cost, left.stations) < (right.cost, right.stations)
    }
}

extension Int {
    /// A sum of costs; a negative one counts as none, and beyond all bounds it stays there.
    fileprivate func adding(_ cost: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(Swift.max(0, cost))
        return overflow ? .max : sum
    }
}
