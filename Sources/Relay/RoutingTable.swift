import Telegrams

/// Which way traffic for a station goes, where every link and route counts the same and a destination has one route.
package struct RoutingTable: Sendable, Equatable {
    private let network: Network

    package init(here: Designator, neighbours: Set<Designator>, routes: [Designator: Designator]) {
        network = Network(
            here: here,
            links: neighbours.sorted().map { LinkPlan(name: $0.description, peer: $0) },
            routes: routes.sorted { $0.key < $1.key }.map { Route(destination: $0.key, via: $0.value) })
    }

    /// The next station on the way to a destination.
    ///
    /// - Throws: `NoRoute` with the reason why there is none.
    package func nextHop(to destination: Designator) throws(NoRoute) -> Designator {
        try network.nextHop(to: destination)
    }
}
