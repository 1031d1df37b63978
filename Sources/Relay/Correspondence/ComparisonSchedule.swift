import Telegrams

/// When channel numbers are compared with another station: this finds the last parcel of a series missing, which no later
/// number reveals.
///
/// Once a day, and only where numbers have moved that the other station has not confirmed, where a gap has been given up,
/// or where we have asked and have no answer. The parcels that carry comparisons do not count, or two idle stations would compare for ever.
package struct ComparisonSchedule: Sendable, Hashable {
    /// The last number that we gave out, those of comparisons and their answers left out.
    package private(set) var lastSent: Int64
    /// The highest of our numbers that the other station is known to have heard of.
    package private(set) var confirmed: Int64
    /// Since when there has been a number that is not confirmed.
    package private(set) var moved: Instant?
    /// When we asked last; nil before the first time.
    package private(set) var asked: Instant?
    /// Questions since the last answer.
    package private(set) var unanswered: Int

    /// In milliseconds; doubled with every question that stays unanswered.
    package static let usualPause = Milliseconds.day
    package static let longestPause = 32 * Milliseconds.day

    package init(
        lastSent: Int64 = 0, confirmed: Int64 = 0, moved: Instant? = nil, asked: Instant? = nil, unanswered: Int = 0
    ) {
        self.lastSent = lastSent
        self.confirmed = confirmed
        self.moved = moved
        self.asked = asked
        self.unanswered = unanswered
    }

    /// When the next question is due; nil where there is nothing to find out.
    ///
    /// What is noted for a time to come was noted by a clock that has been set back since, and does not count.
    ///
    /// - Parameter hasGivenUp: whether a gap in the other station's numbers is asked for no more.
    package func due(at now: Instant, hasGivenUp: Bool) -> Instant? {
        guard moved != nil || hasGivenUp || unanswered > 0 else { return nil }
        var due: Instant?
        if let asked, asked <= now { due = asked.adding(milliseconds: pause) }
        if let moved, moved <= now, !hasGivenUp {
            let afterMove = moved.adding(milliseconds: Self.usualPause)
            due = due.map { max($0, afterMove) } ?? afterMove
        }
        return due ?? now
    }

    /// Notes that a number has been given out.
    package mutating func send(_ channel: Int64, isComparison: Bool, at now: Instant) {
        guard !isComparison, channel > lastSent else { return }
        lastSent = channel
        if moved == nil { moved = now }
    }

    /// Notes that we have asked the other station to compare.
    package mutating func ask(at now: Instant) {
        asked = now
        unanswered += 1
    }

    /// Notes that the other station has confirmed a number of ours, by a receipt for instance.
    package mutating func confirm(_ channel: Int64) {
        confirmed = max(confirmed, channel)
        if confirmed >= lastSent { moved = nil }
    }

    /// Notes what the other station says of our numbers, asked or not.
    ///
    /// - Parameter heard: the highest of them that it has heard of, never more than were given out.
    package mutating func hear(_ heard: Int64) {
        confirm(heard)
        unanswered = 0
    }

    private var pause: Int64 {
        min(Self.usualPause << max(0, min(unanswered - 1, 20)), Self.longestPause)
    }
}
