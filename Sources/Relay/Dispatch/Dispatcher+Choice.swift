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
        assignLanes(at: now)
        guard let choice = choice(on: number, at: now, share), let slot = slot(choice.ticket) else { return nil }
        lanes[slot.lane].line.remove(slot.entry)
        slots[Int(choice.ticket.slot)]?.place = .inFlight(number)
        links[number]?.inFlight.insert(choice.ticket.slot)
        return (choice.ticket, slot.item)
    }

    /// Whether a link that is open has something to hand over, unless all of it has to wait.
    package mutating func hasWork(on name: String, at now: Instant) -> Bool {
        assignLanes(at: now)
        return link(name)?.lanes.isEmpty == false
    }

    /// Whether what has come furthest is offered first on a link, because the other side had no room.
    package func offersFurthest(on name: String) -> Bool { link(name)?.seeksRoom ?? false }

    /// The best among the first of each lane; where the other side had no room, the one that has come furthest, for which
    /// there is room first (`Custody`).
    private mutating func choice(on number: Int, at now: Instant, _ share: Share) -> Candidate? {
        guard let link = links[number] else { return nil }
        var best: Candidate?
        var furthest: Candidate?
        var hasEmptyLanes = false
        for lane in link.lanes {
            guard !lanes[lane].line.isEmpty else {
                hasEmptyLanes = true
                continue
            }
            guard share.includes(lanes[lane].key.precedence) else { continue }
            if link.seeksRoom && lanes[lane].key.destination != link.peer {
                furthest = furthestCandidate(in: lane, over: link, at: now, furthest)
            } else if let candidate = candidate(in: lane, over: link, at: now),
                best.map({ candidate < $0 }) ?? true
            {
                best = candidate
            }
        }
        if hasEmptyLanes { dropEmptyLanes(of: number) }
        return [best, furthest].compactMap { $0 }.min()
    }

    /// The first of a lane that may go.
    private func candidate(in lane: Int, over link: LinkState, at now: Instant) -> Candidate? {
        let precedence = lanes[lane].key.precedence
        return lanes[lane].line.waiting.first { item($0, mayGoOver: link, at: now) != nil }.map {
            Candidate(
                rank: ServiceTargets.rank(of: precedence, since: $0.since, at: now), since: $0.since, ticket: $0.ticket)
        }
    }

    /// The one of a lane that may go and has made the most hops, where it has made more than another one.
    private func furthestCandidate(
        in lane: Int, over link: LinkState, at now: Instant, _ other: Candidate?
    ) -> Candidate? {
        let precedence = lanes[lane].key.precedence
        return lanes[lane].line.waiting.reduce(other) { best, entry in
            guard let item = item(entry, mayGoOver: link, at: now) else { return best }
            let candidate = Candidate(
                rank: ServiceTargets.rank(of: precedence, since: entry.since, at: now), since: entry.since,
                ticket: entry.ticket, hops: item.hops)
            guard let best, best.hops > candidate.hops || best.hops == candidate.hops && best < candidate else {
                return candidate
            }
            return best
        }
    }

    /// An item, where it is not over, may find room and can be through before the window closes.
    private func item(_ entry: WaitingLine.Entry, mayGoOver link: LinkState, at now: Instant) -> QueueItem? {
        guard let slot = slots[Int(entry.ticket.slot)], slot.item.expires.map({ now < $0 }) ?? true,
            link.mayHaveRoom(for: slot, at: now)
        else { return nil }
        return link.plan.canFinish(bytes: slot.item.size, at: now) ? slot.item : nil
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
    var hops: UInt64 = 0

    static func < (left: Candidate, right: Candidate) -> Bool {
        if left.rank != right.rank { return left.rank < right.rank }
        if left.since != right.since { return left.since < right.since }
        return left.ticket.serial < right.ticket.serial
    }
}
