import BundleProtocol
import Relay
import Telegrams

// What waits at a station, and how it leaves.

extension World {
    // MARK: Queue

    func enqueue(_ station: SimulatedStation, own place: ChannelPlace, to peer: Int) {
        guard station.isUp, let parcel = station.disk.parcel(peer, place) else { return }
        guard station.disk.hold(of: peer) == nil || !rules.keepsHold else { return }
        enqueue(
            station,
            Memory.Waiting(
                subject: .own(peer: peer, place), destination: peer, precedence: parcel.precedence,
                since: parcel.since, size: 2000, previous: -1))
    }

    func enqueue(_ station: SimulatedStation, transit bundle: Int) {
        guard let held = station.disk.custody[bundle] else { return }
        enqueue(
            station,
            Memory.Waiting(
                subject: .transit(bundle), destination: held.copy.destination, precedence: held.copy.precedence,
                since: held.received, expires: held.expires, size: held.copy.size, previous: held.previous,
                hops: held.copy.hops.count, hasCircled: held.hasCircled))
        if let expires = held.expires {
            planWake(station, at: now + expires.milliseconds - station.clock(now).milliseconds)
        }
    }

    private func enqueue(_ station: SimulatedStation, _ waiting: Memory.Waiting) {
        let ticket = station.memory.dispatcher.enqueue(
            QueueItem(
                destination: stations[waiting.destination].designator, precedence: waiting.precedence,
                since: waiting.since, size: waiting.size, expires: waiting.expires,
                previous: waiting.previous < 0 ? nil : stations[waiting.previous].designator,
                hops: waiting.hops, hasCircled: waiting.hasCircled))
        let index = station.memory.freeWaiting.popLast() ?? station.memory.waiting.count
        if index == station.memory.waiting.count {
            station.memory.waiting.append(waiting)
        } else {
            station.memory.waiting[index] = waiting
        }
        station.memory.byTicket[ticket] = index
    }

    /// Takes an item out of the mirror of the queue.
    func forget(_ station: SimulatedStation, _ ticket: Ticket) -> Memory.Waiting? {
        guard let index = station.memory.byTicket.removeValue(forKey: ticket) else { return nil }
        let waiting = station.memory.waiting[index]
        station.memory.waiting[index] = nil
        station.memory.freeWaiting.append(index)
        return waiting
    }

    /// Takes something out of the queue that need not leave any more, or not in this form.
    func withdraw(_ station: SimulatedStation, where matches: (Memory.Waiting.Subject) -> Bool) {
        let found = station.memory.byTicket.first { entry in
            station.memory.waiting[entry.value].map { matches($0.subject) } ?? false
        }
        guard let ticket = found?.key else { return }
        _ = forget(station, ticket)
        station.memory.dispatcher.remove(ticket)
    }

    /// Nothing leaves for a station until a person has decided.
    func withdrawAll(_ station: SimulatedStation, to peer: Int) {
        guard rules.keepsHold else { return }
        for (ticket, index) in station.memory.byTicket {
            guard case .own(peer, _) = station.memory.waiting[index]?.subject else { continue }
            _ = forget(station, ticket)
            station.memory.dispatcher.remove(ticket)
        }
    }

    private func place(_ station: SimulatedStation, _ ticket: Ticket, _ place: Memory.Waiting.Place) {
        guard let index = station.memory.byTicket[ticket] else { return }
        station.memory.waiting[index]?.place = place
    }

    // MARK: Handing over

    func pumpAll(_ station: SimulatedStation) {
        guard station.isUp else { return }
        for edge in station.edges { pump(station, edge) }
    }

    /// Hands over as much as may be under way at once.
    func pump(_ station: SimulatedStation, _ edge: Int) {
        let side = edges[edge].side(of: station.index)
        guard station.isUp, edges[edge].sides[side].session != 0 else { return }
        let most = edges[edge].kind == .session ? 4 : 16
        while edges[edge].sides[side].transfers.count < most {
            guard let ticket = choose(station, edge) else { return }
            place(station, ticket, .inFlight)
            begin(station, edge, side, ticket)
        }
    }

    private func choose(_ station: SimulatedStation, _ edge: Int) -> Ticket? {
        let clock = station.clock(now)
        let name = edges[edge].name
        var next = rules.respectsPrecedence ? nil : station.memory.dispatcher.next(on: name, at: clock, only: .other)
        if next == nil { next = station.memory.dispatcher.next(on: name, at: clock) }
        let chosen = next.flatMap { station.memory.byTicket[$0.ticket] }.flatMap { station.memory.waiting[$0] }
        checkOrder(station, edge, chosen, at: clock)
        return next?.ticket
    }

    private func begin(_ station: SimulatedStation, _ edge: Int, _ side: Int, _ ticket: Ticket) {
        guard let index = station.memory.byTicket[ticket], let waiting = station.memory.waiting[index],
            let copy = pack(station, waiting)
        else { return report("the queue matches the disk", "S\(station.index) has nothing for a ticket") }
        statistics.handOvers += 1
        transfers += 1
        edges[edge].sides[side].transfers.append(
            Edge.Transfer(number: transfers, ticket: ticket, bundle: copy.bundle))
        if edges[edge].kind == .session {
            transmit(station, edge, side, copy)
        } else {
            pending[transfers] = copy
            agenda.plan(
                .posted(edge: edge, station: station.index, transfer: transfers, epoch: station.epoch),
                at: now + draw(1...2000))
        }
        if !rules.keepsUntilAcknowledged { handOver(station, ticket, copy.bundle) }
    }

    private func transmit(_ station: SimulatedStation, _ edge: Int, _ side: Int, _ copy: BundleCopy) {
        let speed = station.plan(of: edge)?.speed ?? 1_000_000
        let isDamaged = areFaultsOn && chance(faults.corruption)
        send(
            .transfer(transfers, copy, isDamaged: isDamaged), edge, from: side,
            lasting: Int64(copy.size) * 8000 / Int64(speed))
    }

    /// The bundle in which something leaves.
    private func pack(_ station: SimulatedStation, _ waiting: Memory.Waiting) -> BundleCopy? {
        switch waiting.subject {
        case .transit(let bundle):
            guard let held = station.disk.custody[bundle], let hops = held.copy.hops.next else { return nil }
            var copy = held.copy
            copy.hops = hops
            copy.aging = copy.aging.aged(by: UInt64(station.clock(now).milliseconds(since: held.received)))
            return copy
        case .own(let peer, let place):
            guard let parcel = station.disk.parcel(peer, place) else { return nil }
            if station.disk.hold(of: peer) != nil {
                report("nothing leaves until a person has decided", "S\(station.index) sends to S\(peer)")
            }
            let created = DTNTime.fromUnix(milliseconds: station.clock(now).milliseconds) ?? 0
            let bundle = ledger.newBundle()
            let copy = BundleCopy(
                bundle: bundle, identity: bundle, source: station.index, destination: peer, parcel: parcel.sealed,
                precedence: parcel.precedence, size: Int(draw(400...6000)),
                aging: BundleAging(created: created, lifetime: UInt64(20 * Milliseconds.day), counted: 0),
                hops: HopCount(limit: 32, count: 0))
            note(copy)
            return copy
        }
    }

    private func note(_ copy: BundleCopy) {
        guard !hostile.isEmpty, isHonest(copy.source) else { return }
        if recent.count < 64 { recent.append(copy) } else { recent[copy.bundle % 64] = copy }
    }

    // MARK: What comes of it

    func takeTransfer(_ station: SimulatedStation, _ edge: Int, _ number: Int) -> Edge.Transfer? {
        let side = edges[edge].side(of: station.index)
        guard let index = edges[edge].sides[side].transfers.firstIndex(where: { $0.number == number }) else {
            return nil
        }
        return edges[edge].sides[side].transfers.remove(at: index)
    }

    /// The other side has it durably: it is forgotten here.
    func handOver(_ station: SimulatedStation, _ ticket: Ticket, _ bundle: Int) {
        guard !station.isDiskFull else { return putOff(station, ticket) }
        guard station.memory.dispatcher.handed(ticket), let waiting = forget(station, ticket) else { return }
        switch waiting.subject {
        case .own(let peer, let place):
            station.disk.channels[peer]?.change(place) { $0.isWaiting = false }
            station.disk.parcelOfBundle[bundle] = (peer, place)
            // The next question to that station need not wait for this one any more.
            if station.disk.channels[peer]?.question == place { planWake(station, at: now + Milliseconds.second) }
        case .transit(let bundle):
            station.disk.release(bundle)
            ledger.drop(bundle)
            lookAgain(station)
        }
        if ledger.isOrphaned(bundle), isHonest(station.index) {
            report("custody is never with nobody", "S\(station.index) handed bundle \(bundle) to nobody")
        }
    }

    func putOff(_ station: SimulatedStation, _ ticket: Ticket) {
        station.memory.dispatcher.returned(ticket, .later, at: station.clock(now))
        place(station, ticket, .waiting)
        planWake(station, at: now + Milliseconds.second)
    }

    /// What was under way on a link waits again.
    func returnTransfers(_ station: SimulatedStation, _ edge: Int, _ side: Int) {
        for transfer in edges[edge].sides[side].transfers {
            place(station, transfer.ticket, .waiting)
            pending[transfer.number] = nil
        }
        edges[edge].sides[side].transfers = []
    }
}
