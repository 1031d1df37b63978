import Relay
import Telegrams

// What goes wrong for a while, and that all of it ends.

extension World {
    func begin(_ kind: Misfortune, _ station: SimulatedStation, _ edge: Int, until: Int64) {
        guard areFaultsOn else { return }
        switch kind {
        case .interruption: interrupt(edge, until: until)
        case .clockJump:
            let most = chance(6) ? 40 * Milliseconds.day : 3 * Milliseconds.hour
            setClock(station, to: draw(-most...most))
        case .fullDisk: station.isDiskFull = true
        case .silence: change(station, edge) { $0.isSilent = true }
        case .minimize: beginMinimize(station, edge)
        }
        planWake(station, at: now + 1)
        agenda.plan(.end(kind, station: station.index, edge: edge), at: until)
    }

    func end(_ kind: Misfortune, _ station: SimulatedStation, _ edge: Int) {
        switch kind {
        case .interruption: break
        case .clockJump: setClock(station, to: 0)
        case .fullDisk: station.isDiskFull = false
        case .silence:
            change(station, edge) { $0.isSilent = false }
            flush(station, station.epoch)
        case .minimize:
            station.minimize = nil
            change(station, edge) { $0.minimize = nil }
        }
        planWake(station, at: now + 1)
    }

    /// Everybody mends what was wrong: from now on all has to come right.
    func dusk() {
        for station in stations {
            for edge in station.edges { change(station, edge) { ($0.isSilent, $0.minimize) = (false, nil) } }
            for kind in [Misfortune.clockJump, .fullDisk, .minimize] { end(kind, station, station.edges[0]) }
            flush(station, station.epoch)
            keepThisCopy(station)
        }
        for edge in edges.indices { edges[edge].interruptedUntil = 0 }
    }

    private func setClock(_ station: SimulatedStation, to error: Int64) {
        station.clockError = error
        for peer in station.disk.correspondents { station.disk.channels[peer]?.gaps.forgetDue() }
    }

    private func interrupt(_ edge: Int, until: Int64) {
        edges[edge].interruptedUntil = max(edges[edge].interruptedUntil, until)
        guard edges[edge].kind == .post else { return cut(edge) }
        for end in edges[edge].ends
        where stations[end].isUp && edges[edge].sides[edges[edge].side(of: end)].session != 0 {
            drop(edge, stations[end], failed: true)
        }
    }

    /// For the station as a whole, or for one link.
    private func beginMinimize(_ station: SimulatedStation, _ edge: Int) {
        let least: Precedence = chance(2) ? .immediate : .priority
        if chance(2) { station.minimize = least }
        change(station, edge) { $0.minimize = least }
    }

    private func change(_ station: SimulatedStation, _ edge: Int, _ body: (inout LinkPlan) -> Void) {
        guard let index = station.edges.firstIndex(of: edge) else { return }
        body(&station.plans[index])
        guard station.memory.dispatcher.routingTable != station.routingTable else { return }
        station.memory.dispatcher.reload(station.routingTable)
    }
}
