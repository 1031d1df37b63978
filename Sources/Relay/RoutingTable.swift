import Telegrams

/// Which way traffic for a station goes.
///
/// A link leads to a neighbour. A route says that a destination is reached by way of another station, which is a
/// neighbour or is itself reached by a route.
package struct RoutingTable: Sendable, Equatable {
    package var here: Designator
    package var neighbours: Set<Designator>
    /// The station by way of which a destination is reached.
    package var routes: [Designator: Designator]

    package init(here: Designator, neighbours: Set<Designator>, routes: [Designator: Designator]) {
        self.here = here
        self.neighbours = neighbours
        self.routes = routes
    }

    /// The next station on the way to a destination.
    ///
    /// - Throws: `NoRoute` with the reason why there is none.
    package func nextHop(to destination: Designator) throws(NoRoute) -> Designator {
        var hop = destination
        var passed: Set<Designator> = [here]
        while !neighbours.contains(hop) {
            guard passed.insert(hop).inserted else { throw NoRoute(destination: destination, cause: .loop(at: hop)) }
            guard let via = routes[hop] else {
                throw NoRoute(destination: destination, cause: hop == destination ? .none : .brokenAt(hop))
            }
            hop = via
        }
        return hop
    }
}

/// Why there is no way to a station.
package struct NoRoute: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Cause: Hashable, Sendable {
        case none
        /// The route leads by way of a station that no link or route reaches.
        case brokenAt(Designator)
        case loop(at: Designator)
    }

    package var destination: Designator
    package var cause: Cause

    package init(destination: Designator, cause: Cause) {
        self.destination = destination
        self.cause = cause
    }

    package var description: String {
        switch cause {
        case .none: "no link and no route leads to \(destination)"
        case .brokenAt(let hop): "the route to \(destination) goes by way of \(hop), which no link reaches"
        case .loop(let hop): "the route to \(destination) goes in a circle through \(hop)"
        }
    }
}
