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

    /// Numbers from 1 again: our register is an older copy.
    ///
    /// The station may have heard of more than we know of, and we have forgotten what came since. What we say lets it find
    /// what it misses of the numbers that we do remember, and its answer lets us find what we miss.
    package mutating func begin(_ incarnation: Incarnation, at now: Instant) -> [CorrespondenceEffect] {
        let remembered = sent.place
        sent = Numbering(incarnation: incarnation)
        schedule = ComparisonSchedule()
        // Asked again until it is answered: nobody else knows that there is something to find out.
        schedule.ask(at: now)
        isClaimDismissed = false
        if case .olderCopy = hold { hold = nil }
        return [.say(.compare(sent: remembered.channel > 0 ? remembered : sent.place, heard: heard?.place))]
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
        let stopped = self.stopped
        self = Correspondence(incarnation)
        (self.key, self.stopped) = (key, stopped)
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

    /// A person here wants nothing to be sent to the station, and nothing of it to be taken in.
    ///
    /// What comes meanwhile is thrown away without a word; nothing of it is noted, so it is missing afterwards.
    package mutating func stop(at now: Instant) {
        stopped = stopped ?? now
    }

    /// The person wants it no more.
    ///
    /// - Returns: what is to be said to the station, so that both find what they have missed; nil where it was not stopped.
    package mutating func resume(at now: Instant) -> Notice? {
        guard stopped != nil else { return nil }
        stopped = nil
        return askToCompare(at: now)
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
        comparisonDue(at: now, hasGivenUp: hasGivenUp).map { $0 <= now } ?? false
    }

    /// When numbers are to be compared next; nil where there is nothing to find out, or nothing may be asked.
    package func comparisonDue(at now: Instant, hasGivenUp: Bool) -> Instant? {
        !isSilent ? schedule.due(at: now, hasGivenUp: hasGivenUp) : nil
    }

    /// Which missing numbers are to be asked for now.
    ///
    /// No more are asked for at a time than one telegram can ask for, and the next ones only when those have come or were
    /// given up: one parcel that is far ahead must not make us send hundreds.
    ///
    /// - Parameters:
    ///   - gaps: what is missing, and what was asked of it.
    ///   - isQuestionWaiting: whether an earlier request has not left yet: a second one could not either, and would only
    ///     make the queue longer.
    ///   - canOvertake: whether what is missing may be just about to arrive on a link that is open; then a number that was
    ///     found missing just now is given a little time.
    package mutating func requests(
        for gaps: [(place: ChannelPlace, requests: RepeatRequests)], isQuestionWaiting: Bool, canOvertake: Bool,
        at now: Instant
    ) -> [ChannelPlace] {
        guard !isQuestionWaiting, !isSilent else { return [] }
        let due = Self.asked(of: gaps).filter { gap in
            let isDue = gap.requests.due(at: now, patience: patience).map { $0 <= now } ?? false
            return isDue || (!canOvertake && gap.requests.count == 0)
        }
        if !due.isEmpty { patience.ask(at: now) }
        return due.map(\.place)
    }

    /// When a missing number is to be asked for next; nil where none is.
    package func requestDue(for gaps: [(place: ChannelPlace, requests: RepeatRequests)], at now: Instant) -> Instant? {
        guard !isSilent else { return nil }
        return Self.asked(of: gaps).compactMap { $0.requests.due(at: now, patience: patience) }.min()
    }

    private static func asked(
        of gaps: [(place: ChannelPlace, requests: RepeatRequests)]
    ) -> [(place: ChannelPlace, requests: RepeatRequests)] {
        Array(gaps.lazy.filter { !$0.requests.isGivenUp }.prefix(Notice.limit))
    }

    /// Learns from a number that has come although it was missing.
    package mutating func learn(found: Instant, at now: Instant) {
        patience.learn(found: found, filled: now)
        forget(missing: 1)
    }

    /// How many numbers more can be missing.
    package var room: Int { max(0, Int(ChannelRules.greatestGap) - missing) }

    /// Notes that numbers are missing again: what came under them is lost here, or it is doubted that they are void.
    ///
    /// - Returns: how many of them; for the others there is no room now.
    @discardableResult
    package mutating func lose(_ count: Int) -> Int {
        let lost = min(count, room)
        missing += lost
        return lost
    }

    /// Notes that so many numbers will never come, or are not waited for any more.
    package mutating func forget(missing count: Int) {
        missing = max(0, missing - count)
    }
}
