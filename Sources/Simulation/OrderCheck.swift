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
        /// It is there, its window is open, and it is not silent.
        var isOpen: Bool
        /// The least urgent that its MINIMIZE and the station's let pass.
        var least: Precedence
        /// Bytes that it can still carry before its window closes.
        var room: Double
        /// The other side has put off what it would have to carry on, or what is for itself.
        var isTransitPaused: Bool
        var isDeliveryPaused: Bool
    }

    /// The station at the other end.
    let peer: Int
    /// It had no room: of what it has to carry on, the furthest is offered first.
    let seeksRoom: Bool
    let clock: Instant

    /// What waits and has precedence over what was chosen, or waits at all where nothing was.
    func rivals(of chosen: Memory.Waiting?, among all: [Memory.Waiting?]) -> [Memory.Waiting] {
        let rank = chosen.map(rank)
        return all.compactMap { waiting in
            guard let waiting, waiting.place == .waiting else { return nil }
            if let chosen, let rank, !goes(waiting, before: chosen, of: rank) { return nil }
            return waiting
        }
    }

    private func goes(_ waiting: Memory.Waiting, before chosen: Memory.Waiting, of rank: UInt8) -> Bool {
        if seeksRoom, waiting.destination != peer {
            guard chosen.destination != peer else { return false }
            if waiting.hops != chosen.hops { return waiting.hops > chosen.hops }
        }
        return (self.rank(waiting), waiting.since) < (rank, chosen.since)
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

    /// Whether a link is the one that it has to take now.
    ///
    /// Where two cost the same, the choice is free.
    func mayLeave(_ waiting: Memory.Waiting, over edge: Int, of links: [Link], ways: [WayOracle.Way]) -> Bool {
        if let expires = waiting.expires, expires <= clock { return false }
        let mustTurnBack = !ways.contains { $0.peer != waiting.previous }
        let isThis = { (way: WayOracle.Way) in mustTurnBack || way.peer != waiting.previous }
        let isUsable = { (way: WayOracle.Way) in
            guard let link = links.first(where: { $0.edge == way.edge }), link.isOpen else { return false }
            return waiting.precedence <= link.least
                && !(way.peer == waiting.destination ? link.isDeliveryPaused : link.isTransitPaused)
        }
        guard let own = ways.first(where: { $0.edge == edge }), isThis(own), isUsable(own) else { return false }
        for way in ways where way.edge != edge && way.cost <= own.cost && isThis(way) {
            if waiting.hasCircled || way.cost == own.cost || isUsable(way) { return false }
        }
        return links.contains { $0.edge == edge && Double(waiting.size) <= $0.room }
    }
}

extension World {
    /// Checks a choice.
    func checkOrder(_ station: SimulatedStation, _ edge: Int, _ chosen: Memory.Waiting?, at clock: Instant) {
        guard isHonest(station.index) else { return }
        statistics.orderChecks += 1
        let name = edges[edge].name
        let check = OrderCheck(
            peer: edges[edge].other(than: station.index), seeksRoom: station.memory.offersFurthest(on: name),
            clock: clock)
        let rivals = check.rivals(of: chosen, among: station.memory.waiting)
        guard !rivals.isEmpty else { return }
        let links = links(of: station, at: clock)
        let objection = rivals.first {
            check.mayLeave(
                $0, over: edge, of: links, ways: oracle.ways(from: station.index, to: $0.destination))
        }
        guard let objection else { return }
        report(
            "precedence is respected",
            "S\(station.index) chose \(chosen.map { "\($0)" } ?? "nothing") before \(objection) on \(name)"
        )
    }

    private func links(of station: SimulatedStation, at clock: Instant) -> [OrderCheck.Link] {
        let pauses = station.memory.pauses(on: station.plans, at: clock)
        return station.edges.indices.map { index in
            let edge = station.edges[index]
            let plan = station.plans[index]
            let isThere = edges[edge].sides[edges[edge].side(of: station.index)].session != 0
            return OrderCheck.Link(
                edge: edge, isOpen: isThere && !plan.isSilent && plan.isWindowOpen(at: clock),
                least: min(plan.minimize ?? .deferred, station.minimize ?? .deferred), room: room(plan, at: clock),
                isTransitPaused: pauses[index].transit, isDeliveryPaused: pauses[index].delivery)
        }
    }

    private func room(_ plan: LinkPlan, at clock: Instant) -> Double {
        guard let speed = plan.speed, let closing = plan.windowCloses(after: clock) else { return .infinity }
        return Double(closing.milliseconds(since: clock)) * Double(speed) / 8000
    }
}
