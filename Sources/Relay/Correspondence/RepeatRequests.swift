import Telegrams

/// When a missing channel number is asked for.
///
/// Bundles overtake one another, so the first request waits for as long as they usually do; the next ones wait longer and
/// longer, and after the last the clerk is shown the gap. A sign of life from the other station lets the requests begin
/// anew. No request is made while an earlier one to the same station still waits here: it could not leave either, and
/// would only make the queue longer.
package struct RepeatRequests: Sendable, Hashable {
    /// When the gap was found.
    package var found: Instant
    /// Requests made so far.
    package var count: Int
    /// When the last one was made.
    package var asked: Instant?

    /// The longest time between two requests, in milliseconds.
    ///
    /// Long, because requests and repeats are traffic too: where so much is lost or late that the network is full of them,
    /// only ever fewer requests let it empty itself.
    package static let longestPause = 32 * Milliseconds.day
    package static let most = 12

    package init(found: Instant, count: Int = 0, asked: Instant? = nil) {
        self.found = found
        self.count = count
        self.asked = asked
    }

    /// Whether no further request is made until the other station gives a sign of life: the clerk should look.
    package var isGivenUp: Bool { count >= Self.most }

    /// When the next request is due; nil where there is none.
    ///
    /// What is noted for a time to come was noted by a clock that has been set back since: then it is due now.
    package func due(at now: Instant, patience: ChannelPatience) -> Instant? {
        guard !isGivenUp else { return nil }
        return max(ownDue(at: now, patience.length), patience.mayAsk(at: now))
    }

    package mutating func ask(at now: Instant) {
        count += 1
        asked = now
    }

    /// Begins anew where it was given up, because the other station is there after all.
    package mutating func revive() {
        if isGivenUp { count = 0 }
    }

    private func ownDue(at now: Instant, _ patience: Int64) -> Instant {
        guard let asked, count > 0 else { return found <= now ? found.adding(milliseconds: patience) : now }
        let pause = min(patience << min(count - 1, 16), Self.longestPause)
        return asked <= now ? asked.adding(milliseconds: pause) : now
    }
}

/// How long the parcels of a station take to come in order, as experience shows.
///
/// Requests travel in parcels with numbers of their own, which are overtaken too. A station that asked sooner than what it
/// misses could come would cause more gaps at the other end than it closes here, and the two would ask each other for ever.
package struct ChannelPatience: Sendable, Hashable {
    /// How long a number may be missing before it is asked for, and the least time between two requests, in milliseconds.
    package private(set) var length: Int64
    /// When the station was last asked for anything.
    package private(set) var asked: Instant?

    /// In milliseconds.
    package static let usual = 5 * Milliseconds.minute
    /// In milliseconds; longer than a link with a daily window holds anything up.
    package static let longest = 3 * Milliseconds.day

    package init(length: Int64 = usual, asked: Instant? = nil) {
        self.length = min(max(length, Self.usual), Self.longest)
        self.asked = asked
    }

    /// Learns from a number that has come although it was missing: twice as long is allowed from now on.
    ///
    /// One number alone doubles the patience at most, for it may have been lost; where they come sooner, patience shrinks
    /// slowly.
    package mutating func learn(found: Instant, filled now: Instant) {
        let taken = min(now.milliseconds(since: found), Self.longest)
        let wanted = max(Self.usual, min(2 * taken, Self.longest))
        length = wanted > length ? min(wanted, 2 * length) : length - (length - wanted) / 8
    }

    package mutating func ask(at now: Instant) {
        asked = now
    }

    /// When the station may be asked again.
    func mayAsk(at now: Instant) -> Instant {
        guard let asked, asked <= now else { return now }
        return asked.adding(milliseconds: length)
    }
}
