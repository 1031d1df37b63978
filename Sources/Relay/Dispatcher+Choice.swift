import Telegrams

// What goes next.

extension Dispatcher {
    /// What is to be handed over next on a link, which then is in flight on it.
    ///
    /// - Returns: nil where nothing that waits may leave by this link now.
    package mutating func next(
        on name: String, at now: Instant, only share: Share = .any
    ) -> (ticket: Ticket, item: QueueItem)? {
        guard let number = linkNames.existing(name) else { return nil }
        settle(at: now)
        guard let choice = choice(on: number, at: now, share), let slot = slot(choice.ticket) else { return nil }
        lanes[slot.lane].line.remove(slot.entry)
        slots[Int(choice.ticket.slot)]?.place = .inFlight(number)
        return (choice.ticket, slot.item)
    }

    /// The best among the first of each lane.
    private mutating func choice(on number: Int, at now: Instant, _ share: Share) -> Candidate? {
        guard let link = links[number] else { return nil }
        var best: Candidate?
        var hasEmptyLanes = false
        for lane in link.lanes {
            guard !lanes[lane].line.isEmpty else {
                hasEmptyLanes = true
                continue
            }
            guard let candidate = candidate(in: lane, over: link.plan, at: now, share) else { continue }
            if best.map({ candidate < $0 }) ?? true { best = candidate }
        }
        if hasEmptyLanes { dropEmptyLanes(of: number) }
        return best
    }

    /// The first of a lane that is not over and can be through before the window closes.
    private func candidate(in lane: Int, over plan: LinkPlan, at now: Instant, _ share: Share) -> Candidate? {
        let precedence = lanes[lane].key.precedence
        guard share.includes(precedence) else { return nil }
        let entry = lanes[lane].line.waiting.first { entry in
            guard let item = slots[Int(entry.ticket.slot)]?.item else { return false }
            return item.expires.map { now < $0 } ?? true && plan.canFinish(bytes: item.size, at: now)
        }
        return entry.map {
            Candidate(
                rank: ServiceTargets.rank(of: precedence, since: $0.since, at: now), since: $0.since, ticket: $0.ticket)
        }
    }

    private mutating func dropEmptyLanes(of number: Int) {
        guard let listed = links[number]?.lanes else { return }
        for lane in listed where lanes[lane].line.isEmpty { lanes[lane].isSettled = false }
        links[number]?.lanes.removeAll { lanes[$0].line.isEmpty }
    }
}

/// Something that may go next.
private struct Candidate: Comparable {
    var rank: Precedence
    var since: Instant
    var ticket: Ticket

    static func < (left: Candidate, right: Candidate) -> Bool {
        if left.rank != right.rank { return left.rank < right.rank }
        if left.since != right.since { return left.since < right.since }
        return left.ticket.serial < right.ticket.serial
    }
}
