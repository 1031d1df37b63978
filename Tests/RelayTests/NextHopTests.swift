import Relay
import Telegrams
import Testing

@Suite struct NextHopTests {
    let moscow: Designator
    let beijing: Designator
    let pyongyang: Designator

    init() throws {
        moscow = try Designator("MOSCOW")
        beijing = try Designator("BEIJING")
        pyongyang = try Designator("PYONGYANG")
    }

    private func routingTable(
        here: Designator, neighbours: [Designator], routes: [Designator: Designator]
    ) -> RoutingTable {
        RoutingTable(
            here: here, links: neighbours.map { LinkPlan(name: $0.description, peer: $0) },
            routes: routes.map { Route(destination: $0, via: $1) })
    }

    @Test func aNeighbourIsReachedDirectly() throws {
        let table = routingTable(here: moscow, neighbours: [beijing], routes: [:])
        #expect(try table.nextHop(to: beijing) == beijing)
    }

    @Test func aRouteLeadsByWayOfANeighbour() throws {
        let table = routingTable(here: moscow, neighbours: [beijing], routes: [pyongyang: beijing])
        #expect(try table.nextHop(to: pyongyang) == beijing)
    }

    @Test func aLinkIsPreferredToARoute() throws {
        let table = routingTable(here: moscow, neighbours: [beijing, pyongyang], routes: [pyongyang: beijing])
        #expect(try table.nextHop(to: pyongyang) == pyongyang)
    }

    @Test func routesMayFollowOneAnother() throws {
        let front = try Designator("FRONT")
        let table = routingTable(
            here: moscow, neighbours: [beijing], routes: [pyongyang: beijing, front: pyongyang])
        #expect(try table.nextHop(to: front) == beijing)
    }

    @Test func withoutLinkOrRouteTheReasonIsGiven() {
        let table = routingTable(here: moscow, neighbours: [beijing], routes: [:])
        #expect(throws: NoRoute(destination: pyongyang, cause: .none)) { try table.nextHop(to: pyongyang) }
    }

    @Test func aRouteThroughAnUnreachedStationIsRefused() throws {
        let table = routingTable(here: moscow, neighbours: [], routes: [pyongyang: beijing])
        #expect(throws: NoRoute(destination: pyongyang, cause: .brokenAt(beijing))) {
            try table.nextHop(to: pyongyang)
        }
    }

    @Test func routesInACircleAreRefused() throws {
        let table = routingTable(here: moscow, neighbours: [], routes: [pyongyang: beijing, beijing: pyongyang])
        #expect(throws: NoRoute(destination: pyongyang, cause: .loop(at: pyongyang))) {
            try table.nextHop(to: pyongyang)
        }
    }
}
