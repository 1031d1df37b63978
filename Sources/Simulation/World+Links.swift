import Relay
import Telegrams

// Sessions that are opened, carry frames in order and break; and what frames say.

extension World {
    // MARK: Opening and closing

    /// Opens the links that may be opened and closes those whose window has closed.
    func lookAfterLinks(_ station: SimulatedStation) {
        let clock = station.clock(now)
        for (edge, plan) in zip(station.edges, station.plans) {
            let side = edges[edge].side(of: station.index)
            if edges[edge].sides[side].session != 0 {
                if !plan.isWindowOpen(at: clock) { close(station, edge, side) }
            } else if station.memory.mayTry(edges[edge].name, at: clock) {
                edges[edge].kind == .post ? openPost(station, edge, side) : call(station, edge, side)
            }
        }
    }

    private func openPost(_ station: SimulatedStation, _ edge: Int, _ side: Int) {
        guard now >= edges[edge].interruptedUntil else {
            return station.memory.dispatcher.linkClosed(edges[edge].name, at: station.clock(now), failed: true)
        }
        edges[edge].sides[side].session = 1
        station.memory.dispatcher.linkOpened(edges[edge].name, at: station.clock(now))
    }

    private func call(_ station: SimulatedStation, _ edge: Int, _ side: Int) {
        guard side == 0, !edges[edge].sides[0].isCalling else { return }
        edges[edge].sides[0].isCalling = true
        agenda.plan(.called(edge: edge, epoch: station.epoch), at: now + 2 * edges[edge].latency)
    }

    func called(_ edge: Int, epoch: Int) {
        let caller = stations[edges[edge].ends[0]]
        guard caller.isUp, caller.epoch == epoch else { return }
        edges[edge].sides[0].isCalling = false
        let isAnswered = answers(caller, edge) && answers(stations[edges[edge].ends[1]], edge)
        guard isAnswered, now >= edges[edge].interruptedUntil, !(areFaultsOn && chance(10)) else {
            caller.memory.dispatcher.linkClosed(edges[edge].name, at: caller.clock(now), failed: true)
            return planWake(caller, at: now + Milliseconds.second)
        }
        sessions += 1
        edges[edge].session = sessions
        for side in 0...1 { open(edge, side) }
        for end in edges[edge].ends { pump(stations[end], edge) }
    }

    private func answers(_ station: SimulatedStation, _ edge: Int) -> Bool {
        guard station.isUp, let plan = station.plan(of: edge) else { return false }
        return plan.isWindowOpen(at: station.clock(now)) && !plan.isSilent
    }

    private func open(_ edge: Int, _ side: Int) {
        let station = stations[edges[edge].ends[side]]
        if edges[edge].sides[side].session != 0 { drop(edge, station, failed: false) }
        edges[edge].sides[side].session = sessions
        edges[edge].sides[side].lastArrival = now
        station.memory.dispatcher.linkOpened(edges[edge].name, at: station.clock(now))
    }

    private func close(_ station: SimulatedStation, _ edge: Int, _ side: Int) {
        if edges[edge].kind == .session { send(.close, edge, from: side, lasting: 0) }
        drop(edge, station, failed: false)
    }

    /// A station notices that a session is over.
    func drop(_ edge: Int, _ station: SimulatedStation, failed: Bool) {
        let side = edges[edge].side(of: station.index)
        edges[edge].sides[side].session = 0
        returnTransfers(station, edge, side)
        station.memory.dispatcher.linkClosed(edges[edge].name, at: station.clock(now), failed: failed)
        planWake(station, at: now + 1)
    }

    /// A station breaks down: the other side notices some time later.
    func dropSide(_ edge: Int, _ station: SimulatedStation) {
        let side = edges[edge].side(of: station.index)
        if edges[edge].kind == .session { cut(edge) }
        returnTransfers(station, edge, side)
        edges[edge].sides[side] = Edge.Side()
    }

    /// What is on the way is lost; each side notices in its own time.
    func cut(_ edge: Int) {
        edges[edge].session = 0
        for (side, end) in edges[edge].ends.enumerated() where edges[edge].sides[side].session != 0 {
            agenda.plan(
                .lapse(edge: edge, station: end, session: edges[edge].sides[side].session),
                at: now + draw(1...60 * Milliseconds.second))
        }
    }

    func lapse(_ edge: Int, _ station: SimulatedStation, _ session: Int) {
        let side = edges[edge].side(of: station.index)
        guard station.isUp, edges[edge].sides[side].session == session else { return }
        drop(edge, station, failed: true)
    }

    // MARK: Frames

    func send(_ frame: Frame, _ edge: Int, from side: Int, lasting duration: Int64) {
        let session = edges[edge].sides[side].session
        let arrival = max(now + edges[edge].latency, edges[edge].sides[side].lastArrival) + duration
        edges[edge].sides[side].lastArrival = arrival
        agenda.plan(.frame(frame, edge: edge, to: edges[edge].ends[1 - side], session: session), at: arrival)
    }

    func receive(_ frame: Frame, _ edge: Int, to station: SimulatedStation, _ session: Int) {
        let side = edges[edge].side(of: station.index)
        guard station.isUp, session == edges[edge].session, session == edges[edge].sides[side].session else { return }
        if areFaultsOn, chance(faults.cut) {
            statistics.cuts += 1
            return cut(edge)
        }
        understand(frame, edge, station, session)
        pump(station, edge)
        mayCrash(station)
    }

    private func understand(_ frame: Frame, _ edge: Int, _ station: SimulatedStation, _ session: Int) {
        switch frame {
        case .transfer(let number, let copy, let isDamaged):
            let answer = Memory.Answer.acknowledge(edge: edge, session: session, transfer: number)
            accept(station, copy, isDamaged: isDamaged, from: edges[edge].other(than: station.index), answer)
        case .acknowledgement(let number):
            guard let transfer = takeTransfer(station, edge, number) else { return }
            handOver(station, transfer.ticket, transfer.bundle)
        case .refusal(let number):
            guard let transfer = takeTransfer(station, edge, number) else { return }
            statistics.refusals += 1
            putOff(station, transfer.ticket)
        case .close: drop(edge, station, failed: false)
        }
    }
}
