import Relay
import Telegrams

/// Whether a choice of what goes next was right: nothing that is more urgent and may leave by the same link waits while
/// something else leaves, or nothing does.
///
/// Every item that waits is looked at, in the plainest manner, and the code that is checked is not asked.
struct OrderCheck {
    /// What a link of the station is like at the moment.
    struct Link {
        var edge: Int
        var plan: LinkPlan
        var isOpen: Bool
        /// The other side has put off what it would have to carry on, or what is for itself.
        var isTransitPaused: Bool
        var isDeliveryPaused: Bool
    }

    let station: Int
    let edge: Int
    /// The station at the other end.
    let peer: Int
    /// It had no room: of what it has to carry on, the furthest is offered first.
    let seeksRoom: Bool
    let clock: Instant
    /// The station's.
    let minimize: Precedence?
    let links: [Link]

    /// - Returns: what should have gone before, nil where the choice was right.
    func objection(
        to chosen: Memory.Waiting?, among all: [Memory.Waiting?], ways: (Int) -> [WayOracle.Way]
    ) -> Memory.Waiting? {
        for case let waiting? in all where waiting.place == .waiting {
            if let chosen, !goes(waiting, before: chosen) { continue }
            if mayLeave(waiting, ways(waiting.destination)) { return waiting }
        }
        return nil
    }

    private func goes(_ waiting: Memory.Waiting, before chosen: Memory.Waiting) -> Bool {
        if seeksRoom, waiting.destination != peer {
            guard chosen.destination != peer else { return false }
            if waiting.hops != chosen.hops { return waiting.hops > chosen.hops }
        }
        return (rank(waiting), waiting.since) < (rank(chosen), chosen.since)
    }

    /// The class in which it is served, counted target by target.
    private func rank(_ waiting: Memory.Waiting) -> UInt8 {
        var rank = waiting.precedence.rawValue
        guard rank > Precedence.immediate.rawValue else { return rank }
        var left = clock.milliseconds(since: waiting.since)
        let target = ServiceTargets.target(for: waiting.precedence)
        while rank > Precedence.immediate.rawValue, left >= target {
            rank -= 1
            left -= target
        }
        return rank
    }

    /// Whether this is the one link that it has to take now.
    ///
    /// Where two cost the same, the choice is free.
    private func mayLeave(_ waiting: Memory.Waiting, _ ways: [WayOracle.Way]) -> Bool {
        if let expires = waiting.expires, expires <= clock { return false }
        let mustTurnBack = !ways.contains { $0.peer != waiting.previous }
        let isThis = { (way: WayOracle.Way) in mustTurnBack || way.peer != waiting.previous }
        guard let own = ways.first(where: { $0.edge == edge }), isThis(own), isUsable(own, waiting) else {
            return false
        }
        for way in ways where way.edge != edge && way.cost <= own.cost && isThis(way) {
            if waiting.hasCircled || way.cost == own.cost || isUsable(way, waiting) { return false }
        }
        return links.first { $0.edge == edge }?.plan.canFinish(bytes: waiting.size, at: clock) ?? false
    }

    private func isUsable(_ way: WayOracle.Way, _ waiting: Memory.Waiting) -> Bool {
        guard let link = links.first(where: { $0.edge == way.edge }), link.isOpen else { return false }
        let least = min(link.plan.minimize ?? .deferred, minimize ?? .deferred)
        return waiting.precedence <= least
            && !(way.peer == waiting.destination ? link.isDeliveryPaused : link.isTransitPaused)
    }
}

extension World {
    /// Checks a choice; where much waits, only now and then.
    func checkOrder(_ station: SimulatedStation, _ edge: Int, _ chosen: Memory.Waiting?, at clock: Instant) {
        let usual = chosen == nil ? 24 : 6
        guard random.next() % UInt64(max(usual, station.memory.waiting.count / 4)) == 0 else { return }
        statistics.orderChecks += 1
        let check = OrderCheck(
            station: station.index, edge: edge, peer: edges[edge].other(than: station.index),
            seeksRoom: station.memory.offersFurthest(on: edges[edge].name), clock: clock,
            minimize: station.minimize,
            links: zip(station.edges, station.plans).map { link($0, $1, station, at: clock) })
        let objection = check.objection(to: chosen, among: station.memory.waiting) { destination in
            oracle.ways(from: station.index, to: destination)
        }
        guard let objection else { return }
        report(
            "precedence is respected",
            "S\(station.index) chose \(chosen.map { "\($0)" } ?? "nothing") before \(objection) on E\(edge)")
    }

    private func link(
        _ edge: Int, _ plan: LinkPlan, _ station: SimulatedStation, at clock: Instant
    ) -> OrderCheck.Link {
        let isOpen = edges[edge].sides[edges[edge].side(of: station.index)].session != 0
        return OrderCheck.Link(
            edge: edge, plan: plan, isOpen: isOpen && !plan.isSilent && plan.isWindowOpen(at: clock),
            isTransitPaused: station.memory.isPaused(plan.name, .transit, at: clock),
            isDeliveryPaused: station.memory.isPaused(plan.name, .delivery, at: clock))
    }
}
