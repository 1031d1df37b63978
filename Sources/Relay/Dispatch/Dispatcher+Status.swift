import Telegrams

// What a clerk is shown, and what he is told when he asks why something does not move.

extension Dispatcher {
    package mutating func status(at now: Instant) -> DispatcherStatus {
        assignLanes(at: now)
        return DispatcherStatus(
            links: routingTable.links.map { linkStatus($0, at: now) }, queues: queueStatus(), held: heldBack(at: now),
            storedBytes: custody.total.bytes, storedCount: custody.total.count)
    }

    /// How often in a row the other side of a link has put something off, each time after a pause.
    package func putOffs(on name: String) -> Int {
        link(name).map { max($0.transitPause.failures, $0.deliveryPause.failures) } ?? 0
    }

    /// How many items are in the queue, in flight or not.
    package var count: Int { slots.count - freeSlots.count }

    /// Whether the other side of a link has put off what is of this kind.
    package func isPaused(_ name: String, _ kind: Traffic, at now: Instant) -> Bool {
        guard let link = link(name) else { return false }
        return !(kind == .delivery ? link.deliveryPause : link.transitPause).mayTry(at: now)
    }

    /// How many items would leave over a link if it were open.
    ///
    /// This tells whether a link that is opened on demand is worth opening.
    package func demand(on name: String, at now: Instant) -> Int {
        guard let number = linkNames.existing(name) else { return 0 }
        return lanes.reduce(0) { sum, lane in
            sum + (wouldCarry(lane, over: number, at: now) ? lane.line.waiting.count : 0)
        }
    }

    /// Why an item does not leave; empty where it is in flight, waits for its turn, or has gone.
    package mutating func reasons(for ticket: Ticket, at now: Instant) -> [HoldReason] {
        assignLanes(at: now)
        guard let slot = slot(ticket), !slot.isInFlight else { return [] }
        if slot.place == .aside { return setAside[ticket]?.nextAttempt(at: now).map { [.setAside(until: $0)] } ?? [] }
        let lane = lanes[slot.lane]
        guard let number = lane.link, let link = links[number] else { return reasons(for: lane, at: now) }
        let plan = link.plan
        if !link.mayHaveRoom(for: slot, at: now), let retry = link.roomPause.nextAttempt(at: now) {
            return [.noRoom(plan.name, until: retry)]
        }
        guard !plan.canFinish(bytes: slot.item.size, at: now), let closing = plan.windowCloses(after: now) else {
            return []
        }
        return [.windowTooShort(plan.name, until: closing)]
    }

    // MARK: Links

    private func linkStatus(_ plan: LinkPlan, at now: Instant) -> LinkStatus {
        let number = linkNames.existing(plan.name)
        let link = number.flatMap { links[$0] }
        return LinkStatus(
            name: plan.name, peer: plan.peer, state: state(plan, link, at: now), isSilent: plan.isSilent,
            minimize: [plan.minimize, routingTable.minimize].compactMap { $0 }.min(),
            failures: link?.backoff.failures ?? 0,
            inFlight: link?.inFlight.count ?? 0)
    }

    private func state(_ plan: LinkPlan, _ link: LinkState?, at now: Instant) -> LinkStatus.State {
        if let opening = plan.windowOpens(after: now) { return .outsideWindow(until: opening) }
        if link?.openedAt != nil { return .open }
        return link?.backoff.nextAttempt(at: now).map { .waiting(until: $0) } ?? .closed
    }

    // MARK: Queue

    private func queueStatus() -> [Precedence: QueueStatus] {
        var queues: [Precedence: QueueStatus] = [:]
        for case let slot? in slots {
            queues[slot.item.precedence, default: QueueStatus()].add(slot)
        }
        return queues
    }

    private func heldBack(at now: Instant) -> [HeldBack] {
        let stuck = lanes.compactMap { lane -> HeldBack? in
            guard lane.link == nil, let oldest = lane.line.waiting.first else { return nil }
            return HeldBack(
                destination: stations.names[lane.key.destination], precedence: lane.key.precedence,
                isTransit: lane.key.previous >= 0, count: lane.line.waiting.count, oldest: oldest.since,
                reasons: reasons(for: lane, at: now))
        }
        return (stuck + heldAside(at: now)).sorted { ($0.precedence, $0.oldest) < ($1.precedence, $1.oldest) }
    }

    /// What was set aside, by destination and precedence.
    private func heldAside(at now: Instant) -> [HeldBack] {
        let aside = setAside.keys.compactMap(slot).filter { $0.place == .aside }
        return Dictionary(grouping: aside) { lanes[$0.lane].key.kind }.compactMap { kind, slots in
            let until = slots.compactMap { setAside[$0.ticket]?.nextAttempt(at: now) }.min()
            return HeldBack(
                destination: stations.names[kind.destination], precedence: kind.precedence, count: slots.count,
                oldest: slots.map(\.item.since).min() ?? now, reasons: until.map { [.setAside(until: $0)] } ?? [])
        }
    }

    /// What is in the way of a lane, link by link.
    private func reasons(for lane: Lane, at now: Instant) -> [HoldReason] {
        let key = lane.key
        let destination = stations.names[key.destination]
        guard !ways[key.destination].isEmpty else {
            return [.noRoute(NoRoute(destination: destination, cause: routingTable.causeOfNoRoute(to: destination)))]
        }
        return ways[key.destination].compactMap { number in
            guard let link = links[number] else { return nil }
            guard lane.ways.contains(number) else {
                return link.peer == key.previous ? .wayBack(link.plan.name) : .detour(link.plan.name)
            }
            return reason(for: key, number, link, at: now)
        }
    }

    private func reason(for key: LaneKey, _ number: Int, _ link: LinkState, at now: Instant) -> HoldReason? {
        let name = link.plan.name
        if key.refused.contains(number) { return .refused(name) }
        if key.tooLarge.contains(number) { return .tooLarge(name, limit: link.largest ?? 0) }
        if link.plan.isSilent { return .silent(name) }
        if !carries(key.precedence, link.plan) {
            let least = [link.plan.minimize, routingTable.minimize].compactMap { $0 }.min()
            return .minimize(name, least ?? key.precedence)
        }
        let pause = key.destination == link.peer ? link.deliveryPause : link.transitPause
        return switch state(link.plan, link, at: now) {
        case .open: pause.nextAttempt(at: now).map { .putOff(name, until: $0) }
        case .closed: .linkClosed(name)
        case .waiting(let until): .linkWaiting(name, until: until)
        case .outsideWindow(let until): .outsideWindow(name, until: until)
        }
    }
}

extension QueueStatus {
    fileprivate mutating func add(_ slot: Slot) {
        count += 1
        bytes += slot.item.size
        oldest = min(oldest ?? slot.item.since, slot.item.since)
        if slot.isOverdue { overdue += 1 }
    }
}
