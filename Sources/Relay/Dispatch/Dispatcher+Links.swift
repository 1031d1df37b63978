import Telegrams

// The state of the links, and which of them a lane leaves over.

extension Dispatcher {
    /// Notes that a link is ready to take what is handed over.
    package mutating func linkOpened(_ name: String, at now: Instant) {
        guard let number = linkNames.existing(name), links[number] != nil else { return }
        links[number]?.openedAt = now
        links[number]?.largest = nil
        admitBarred(to: number)
        needsAssignment = true
    }

    /// Lets everything that a link would not take be offered there again: another program may answer now.
    private mutating func admitBarred(to number: Int) {
        let barred = Set(lanes.indices.filter { lanes[$0].key.isBarred(from: number) })
        guard !barred.isEmpty else { return }
        for index in slots.indices {
            guard let slot = slots[index], barred.contains(slot.lane) else { continue }
            if slot.place == .waiting { lanes[slot.lane].line.remove(slot.entry) }
            let lane = lane(lanes[slot.lane].key.admitted(to: number))
            slots[index]?.lane = lane
            if slot.place == .waiting { letWait(index) }
        }
    }

    /// Notes that a link has ended, or could not be opened.
    ///
    /// What is in flight on it waits again in its old place.
    ///
    /// - Parameter failed: The next attempt has to wait, longer with every failure in a row. A link that was open for as
    ///   long as the longest delay counts as one that worked.
    package mutating func linkClosed(_ name: String, at now: Instant, failed: Bool) {
        guard let number = linkNames.existing(name), var link = links[number] else { return }
        if !failed || link.hasLasted(at: now) { link.backoff.succeed() }
        if failed { link.backoff.fail(at: now, using: &generator) }
        link.openedAt = nil
        link.transitPause.hurry()
        link.deliveryPause.hurry()
        link.roomPause.hurry()
        let inFlight = link.inFlight
        link.inFlight = []
        links[number] = link
        needsAssignment = true
        letWait(inFlight)
    }

    /// Lets what was in flight wait again, in its old place.
    mutating func letWait(_ indices: Set<Int32>) {
        for index in indices.sorted() { letWait(Int(index)) }
    }

    /// Whether the link should be opened now: it is closed, its window is open and its pause is over.
    package func mayTry(_ name: String, at now: Instant) -> Bool {
        guard let link = link(name), link.openedAt == nil else { return false }
        return link.plan.isWindowOpen(at: now) && link.backoff.mayTry(at: now)
    }

    /// Whether the clock allows the link to be used.
    package func isWindowOpen(_ name: String, at now: Instant) -> Bool {
        link(name)?.plan.isWindowOpen(at: now) ?? false
    }

    /// Whether the link may be used now to receive, be it open or not: its window is open and its pause is over.
    package func mayLook(_ name: String, at now: Instant) -> Bool {
        guard let link = link(name) else { return false }
        return link.plan.isWindowOpen(at: now) && link.backoff.mayTry(at: now)
    }

    /// When the link may next be opened; nil where it may be now, is open, or does not exist.
    package func nextAttempt(_ name: String, at now: Instant) -> Instant? {
        guard let link = link(name), link.openedAt == nil else { return nil }
        let retry = link.backoff.nextAttempt(at: now)
        let earliest = retry ?? now
        return link.plan.windowOpens(after: earliest) ?? retry
    }

    /// Lets every link be tried at once, as an operator may ask.
    package mutating func hurry() {
        for number in links.indices { links[number]?.backoff.hurry() }
    }

    func link(_ name: String) -> LinkState? {
        linkNames.existing(name).flatMap { links[$0] }
    }

    // MARK: Assigning lanes

    /// Brings the assignment of lanes up to date where a link, a window or the clock has changed.
    mutating func assignLanes(at now: Instant) {
        if needsAssignment || !assignedFor.includes(now) {
            assignAll(at: now)
        } else {
            for number in unassigned { assign(number, at: now) }
        }
        unassigned.removeAll(keepingCapacity: true)
    }

    private mutating func assignAll(at now: Instant) {
        needsAssignment = false
        assignedFor = span(around: now)
        for number in links.indices { links[number]?.lanes.removeAll(keepingCapacity: true) }
        for number in lanes.indices {
            lanes[number].isSettled = !lanes[number].line.isEmpty
            if lanes[number].isSettled { assign(number, at: now) }
        }
    }

    /// Lists a lane with the cheapest link that can be used now.
    private mutating func assign(_ number: Int, at now: Instant) {
        lanes[number].link = lanes[number].ways.first { mayCarry(lanes[number].key, over: $0, at: now) }
        if let link = lanes[number].link { links[link]?.lanes.append(number) }
    }

    private func mayCarry(_ key: LaneKey, over number: Int, at now: Instant) -> Bool {
        links[number]?.openedAt != nil && links[number]?.isPaused(for: key.destination, at: now) == false
            && allows(key, over: number, at: now)
    }

    /// Whether a lane may leave over a link as soon as that is open.
    private func allows(_ key: LaneKey, over number: Int, at now: Instant) -> Bool {
        links[number]?.plan.isSilent == false && links[number].map { carries(key.precedence, $0.plan) } ?? false
            && !key.isBarred(from: number) && links[number]?.plan.isWindowOpen(at: now) ?? false
    }

    /// Whether a lane would leave over a link if that were open.
    func wouldCarry(_ lane: Lane, over number: Int, at now: Instant) -> Bool {
        let way = lane.ways.first {
            $0 == number ? allows(lane.key, over: $0, at: now) : mayCarry(lane.key, over: $0, at: now)
        }
        return way == number
    }

    /// The ways that a lane may take, cheapest first, whether they can be used now or not.
    ///
    /// Nothing goes back to where it came from, unless there is no other way at all: then we were a detour that led
    /// nowhere, and only there can it be put on another way. What has run in a circle keeps to the cheapest way, and waits
    /// for that.
    func ways(of key: LaneKey) -> [Int] {
        let all = ways[key.destination]
        guard key.previous >= 0 || key.hasCircled else { return all }
        let onwards = all.filter { links[$0]?.peer != key.previous }
        let allowed = onwards.isEmpty ? all : onwards
        return key.hasCircled ? Array(allowed.prefix(1)) : allowed
    }

    /// Whether neither the link's nor the station's MINIMIZE holds it back.
    func carries(_ precedence: Precedence, _ plan: LinkPlan) -> Bool {
        plan.carries(precedence) && (routingTable.minimize.map { precedence <= $0 } ?? true)
    }

    /// The time around `now` in which no window opens or closes and no pause ends.
    private func span(around now: Instant) -> Span {
        Span(from: now, until: links.indices.map { change(of: $0, after: now) }.min() ?? .distantFuture)
    }
}

extension LinkState {
    /// - Returns: true where this ends a pause.
    mutating func succeed(for destination: Int) -> Bool {
        backoff.succeed()
        let wasPaused = (destination == peer ? deliveryPause : transitPause).failures > 0
        if destination == peer { deliveryPause.succeed() } else { transitPause.succeed() }
        return wasPaused
    }

    mutating func pause(for destination: Int, at now: Instant, using generator: inout SplitMix) {
        if destination == peer {
            deliveryPause.failAgain(at: now, using: &generator)
        } else {
            transitPause.failAgain(at: now, using: &generator)
        }
    }

    /// Notes that there is no room for so many bytes.
    mutating func noteNoRoom(for bytes: Int, at now: Instant, using generator: inout SplitMix) {
        tooLarge = roomPause.mayTry(at: now) ? bytes : min(tooLarge, bytes)
        roomPause.failAgain(at: now, using: &generator)
    }

    /// Whether it has been open for so long that a failure now is a new one.
    fileprivate func hasLasted(at now: Instant) -> Bool {
        openedAt.map { now.milliseconds(since: $0) >= backoff.longest } ?? false
    }
}
