import Telegrams

// What comes into the queue and what leaves it.

extension Dispatcher {
    /// Lets something wait.
    package mutating func enqueue(_ item: QueueItem) -> Ticket {
        let key = LaneKey(
            destination: stationNumber(item.destination), previous: item.previous.map { stationNumber($0) } ?? -1,
            precedence: item.precedence, hasCircled: item.hasCircled)
        let index = freeSlots.popLast() ?? Int32(slots.count)
        if Int(index) == slots.count { slots.append(nil) }
        lastSerial += 1
        let ticket = Ticket(slot: index, serial: lastSerial)
        slots[Int(index)] = Slot(ticket: ticket, item: item, lane: lane(key), place: .waiting)
        // Of our own the size is estimated: they are sealed only when they leave.
        if item.previous != nil { slots[Int(index)]?.knownSize = item.size }
        if item.previous != nil { custody.add(item.amount, from: key.previous, hops: item.hops) }
        letWait(Int(index))
        startTimers(for: item, ticket)
        return ticket
    }

    /// Forgets an item, wherever it is.
    ///
    /// - Returns: false where it had gone already.
    @discardableResult
    package mutating func remove(_ ticket: Ticket) -> Bool {
        guard let slot = slot(ticket) else { return false }
        land(slot)
        if slot.place == .waiting { lanes[slot.lane].line.remove(slot.entry) }
        setAside[ticket] = nil
        let previous = lanes[slot.lane].key.previous
        if previous >= 0 { custody.subtract(slot.item.amount, from: previous, hops: slot.item.hops) }
        slots[Int(ticket.slot)] = nil
        freeSlots.append(ticket.slot)
        return true
    }

    /// Notes that an item is durable at the other side: it is gone, and its link works.
    ///
    /// - Returns: false where it had gone already.
    @discardableResult
    package mutating func handed(_ ticket: Ticket) -> Bool {
        if let slot = slot(ticket), case .inFlight(let link) = slot.place {
            if links[link]?.succeed(for: lanes[slot.lane].key.destination) == true { needsAssignment = true }
        }
        return remove(ticket)
    }

    /// Takes back an item that was not handed over although the link works; it waits again in its old place.
    package mutating func returned(_ ticket: Ticket, _ reason: Return, at now: Instant) {
        guard let slot = slot(ticket), case .inFlight(let link) = slot.place else { return }
        land(slot)
        switch reason {
        case .later:
            links[link]?.pause(for: lanes[slot.lane].key.destination, at: now, using: &generator)
            needsAssignment = true
        case .interrupted: break
        case .noRoom(let bytes):
            slots[Int(ticket.slot)]?.knownSize = bytes
            links[link]?.noteNoRoom(for: bytes, at: now, using: &generator)
        case .neverOnThisLink: change(slot) { $0.refused = ($0.refused + [link]).sorted() }
        case .tooLarge(let limit):
            links[link]?.largest = limit
            change(slot) { $0.tooLarge = ($0.tooLarge + [link]).sorted() }
        case .setAside:
            setAside[ticket, default: Backoff()].fail(at: now, using: &generator)
            slots[Int(ticket.slot)]?.place = .aside
            return
        }
        letWait(Int(ticket.slot))
    }

    /// It is in flight no longer.
    private mutating func land(_ slot: Slot) {
        guard case .inFlight(let link) = slot.place else { return }
        links[link]?.inFlight.remove(slot.ticket.slot)
    }

    /// Puts an item that waits nowhere into another lane.
    private mutating func change(_ slot: Slot, _ change: (inout LaneKey) -> Void) {
        var key = lanes[slot.lane].key
        change(&key)
        let lane = lane(key)
        slots[Int(slot.ticket.slot)]?.lane = lane
    }

    /// What a ticket stands for; nil where it has left the queue.
    package func item(_ ticket: Ticket) -> QueueItem? {
        slot(ticket)?.item
    }

    package func isInFlight(_ ticket: Ticket) -> Bool { slot(ticket)?.isInFlight ?? false }

    func slot(_ ticket: Ticket) -> Slot? {
        guard let slot = slots[Int(ticket.slot)], slot.ticket == ticket else { return nil }
        return slot
    }

    /// The number of the lane with that key, which is made where it does not exist.
    mutating func lane(_ key: LaneKey) -> Int {
        if let number = laneNumbers[key] { return number }
        laneNumbers[key] = lanes.count
        lanes.append(Lane(key: key, ways: ways(of: key)))
        return lanes.count - 1
    }

    /// Puts an item in its place in its lane.
    mutating func letWait(_ index: Int) {
        guard let slot = slots[index] else { return }
        slots[index]?.place = .waiting
        if slot.isOver { slots[index]?.isOver = false }
        if slot.isOver, let expires = slot.item.expires {
            timers.insert(TimerQueue.Timer(at: expires, ticket: slot.ticket, kind: .expiry))
        }
        lanes[slot.lane].line.insert(slot.entry)
        guard !lanes[slot.lane].isSettled else { return }
        lanes[slot.lane].isSettled = true
        unassigned.append(slot.lane)
    }

    private mutating func startTimers(for item: QueueItem, _ ticket: Ticket) {
        if let expires = item.expires {
            timers.insert(TimerQueue.Timer(at: expires, ticket: ticket, kind: .expiry))
        }
        let due = ServiceTargets.due(item.precedence, since: item.since)
        timers.insert(TimerQueue.Timer(at: due, ticket: ticket, kind: .overdue))
    }
}
