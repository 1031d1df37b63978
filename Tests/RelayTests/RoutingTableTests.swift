import Relay
import Telegrams
import Testing

@Suite struct RoutingTableTests {
    @Test func severalLinksMayLeadToOneNeighbour() {
        let links = [LinkPlan(name: "a", peer: beijing, cost: 7), LinkPlan(name: "b", peer: beijing, cost: 3)]
        let routingTable = RoutingTable(here: moscow, links: links, routes: [])
        #expect(routingTable.ways(to: beijing).map(\.link) == ["b", "a"])
        #expect(routingTable.ways(to: beijing).map(\.cost) == [3, 7])
        #expect(routingTable.ways(to: pyongyang).isEmpty)
    }

    @Test func theCostsOfLinkAndRoutesAreAdded() {
        let links = [LinkPlan(name: "b", peer: beijing, cost: 5), LinkPlan(name: "c", peer: chita, cost: 1)]
        let routes = [
            Route(destination: pyongyang, via: beijing, cost: 1), Route(destination: beijing, via: chita, cost: 2),
        ]
        let routingTable = RoutingTable(here: moscow, links: links, routes: routes)
        #expect(routingTable.ways(to: pyongyang).map(\.link) == ["c", "b"])
        #expect(routingTable.ways(to: pyongyang).map(\.peer) == [chita, beijing])
        #expect(routingTable.ways(to: pyongyang).map(\.cost) == [4, 6])
    }

    @Test func amongEqualsFewerStationsGoFirst() {
        let links = [LinkPlan(name: "c", peer: chita, cost: 1), LinkPlan(name: "b", peer: beijing, cost: 3)]
        let routes = [Route(destination: beijing, via: chita, cost: 2)]
        let routingTable = RoutingTable(here: moscow, links: links, routes: routes)
        #expect(routingTable.ways(to: beijing).map(\.link) == ["b", "c"])
    }

    @Test func routesInACircleLeadNowhere() throws {
        let routes = [Route(destination: pyongyang, via: chita), Route(destination: chita, via: pyongyang)]
        let routingTable = RoutingTable(here: moscow, links: [LinkPlan(name: "b", peer: beijing)], routes: routes)
        #expect(routingTable.ways(to: pyongyang).isEmpty)
        #expect(throws: NoRoute(destination: pyongyang, cause: .loop(at: pyongyang))) {
            try routingTable.nextHop(to: pyongyang)
        }
    }

    @Test(arguments: [
        ("06:00-06:20", 6 * 60, true), ("06:00-06:20", 6 * 60 + 19, true), ("06:00-06:20", 6 * 60 + 20, false),
        ("23:00-01:00", 0, true), ("23:00-01:00", 23 * 60, true), ("23:00-01:00", 60, false),
        ("23:00-01:00", 720, false),
    ])
    func aWindowHasATimeOfDay(text: String, minute: Int, isOpen: Bool) throws {
        let window = try LinkWindow(text)
        #expect(window.description == text)
        let plan = LinkPlan(name: "w", peer: beijing, windows: [window])
        let now = midnight.adding(minutes: Int64(minute))
        #expect(plan.isWindowOpen(at: now) == isOpen)
        #expect((plan.windowOpens(after: now) == nil) == isOpen)
        #expect((plan.windowCloses(after: now) != nil) == isOpen)
    }

    @Test func windowsThatMeetAreOne() throws {
        let plan = LinkPlan(
            name: "w", peer: beijing, windows: [try LinkWindow("06:00-06:20"), try LinkWindow("06:20-07:00")])
        #expect(plan.windowCloses(after: midnight.adding(hours: 6)) == midnight.adding(hours: 7))
        let always = LinkPlan(
            name: "w", peer: beijing, windows: [try LinkWindow("00:00-12:00"), try LinkWindow("12:00-00:00")])
        #expect(always.windowCloses(after: midnight) == nil)
    }

    @Test(arguments: ["6:00-07:00", "06:00-06:00", "24:00-01:00", "06:60-07:00", "06:00 07:00", ""])
    func otherSpellingsAreNoWindows(text: String) {
        #expect(throws: FormatError.self) { try LinkWindow(text) }
    }
}
