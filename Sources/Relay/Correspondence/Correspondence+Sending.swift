import Telegrams

// What we give out, and when we ask.

extension Correspondence {
    /// Gives out the next number.
    ///
    /// - Parameter isComparison: whether the parcel carries nothing but comparisons, which nobody waits for.
    package mutating func number(isComparison: Bool = false, at now: Instant) -> Int64 {
        sent.last += 1
        schedule.send(sent.last, isComparison: isComparison, at: now)
        return sent.last
    }

    /// Numbers from 1 again: our register was founded anew or is an older copy, or the other station has another key.
    package mutating func begin(_ incarnation: Incarnation) {
        sent = Numbering(incarnation: incarnation)
        schedule = ComparisonSchedule()
        isClaimDismissed = false
        if case .olderCopy = hold { hold = nil }
    }

    /// Notes the station's key as it is pinned now.
    ///
    /// One that was founded anew with another key is another correspondent: nothing of before counts, in either direction.
    ///
    /// - Parameter incarnation: within which numbers are given out to it, where its key is another one.
    /// - Returns: whether it is; what waits for the former key can never be taken in then.
    package mutating func meet(_ key: KeyFingerprint, within incarnation: Incarnation) -> Bool {
        guard let known = self.key, known != key else {
            self.key = key
            return false
        }
        self = Correspondence(incarnation)
        self.key = key
        return true
    }

    /// A person has said that our register is no older copy.
    ///
    /// - Returns: false where nobody has claimed it.
    package mutating func dismissClaim() -> Bool {
        guard case .olderCopy = hold else { return false }
        hold = nil
        isClaimDismissed = true
        return true
    }

    /// Asks the other station to compare numbers.
    package mutating func askToCompare(at now: Instant) -> Notice {
        schedule.ask(at: now)
        return .compare(sent: sent.place, heard: heard?.place)
    }

    /// Whether numbers are to be compared now.
    ///
    /// - Parameter hasGivenUp: whether a missing number is asked for no more.
    package func isComparisonDue(at now: Instant, hasGivenUp: Bool) -> Bool {
        schedule.due(at: now, hasGivenUp: hasGivenUp).map { $0 <= now } ?? false
    }

    /// Which missing numbers are to be asked for now.
    ///
    /// - Parameters:
    ///   - gaps: what is missing, and what was asked of it.
    ///   - isQuestionWaiting: whether an earlier request has not left yet: a second one could not either, and would only
    ///     make the queue longer.
    ///   - canOvertake: whether what is missing may be just about to arrive on a link that is open; then a number that was
    ///     found missing just now is given a little time.
    package mutating func requests(
        for gaps: [(channel: Int64, requests: RepeatRequests)], isQuestionWaiting: Bool, canOvertake: Bool, at now: Instant
    ) -> [Int64] {
        guard !isQuestionWaiting, heard?.incarnation != nil, hold?.stopsAsking != true else { return [] }
        let due = gaps.filter { gap in
            let isDue = gap.requests.due(at: now, patience: patience).map { $0 <= now } ?? false
            return isDue || (!canOvertake && gap.requests.count == 0)
        }
        if !due.isEmpty { patience.ask(at: now) }
        return due.map(\.channel)
    }

    /// The request for a missing number.
    package func request(for channel: Int64) -> Notice? {
        heard?.incarnation.map { .repeat(ChannelPlace(incarnation: $0.name, channel: channel)) }
    }

    /// Learns from a number that has come although it was missing.
    package mutating func learn(found: Instant, at now: Instant) {
        patience.learn(found: found, filled: now)
    }
}

extension Correspondence.Hold {
    /// Where two copies are running, nobody knows whose numbers are missing.
    fileprivate var stopsAsking: Bool { if case .twoCopies = self { true } else { false } }
}
