import Telegrams

/// When a missing channel number is asked for.
///
/// Bundles overtake one another, so the first request waits a little; the next ones wait longer and longer, and after the
/// last the clerk is shown the gap. A sign of life from the other station lets the requests begin anew.
package struct RepeatRequests: Sendable, Hashable {
    /// When the gap was found.
    package var found: Instant
    /// Requests made so far.
    package var count: Int
    /// When the last one was made.
    package var asked: Instant?

    /// How long bundles are given to overtake one another, in milliseconds.
    package static let grace = 2 * Milliseconds.minute
    /// After the first request, in milliseconds; doubled after each.
    package static let firstPause = Milliseconds.minute
    package static let longestPause = 6 * Milliseconds.hour
    package static let most = 12

    package init(found: Instant, count: Int = 0, asked: Instant? = nil) {
        self.found = found
        self.count = count
        self.asked = asked
    }

    /// Whether no further request is made until the other station gives a sign of life: the clerk should look.
    package var isGivenUp: Bool { count >= Self.most }

    /// When the next request is due; nil where there is none.
    package var due: Instant? {
        guard !isGivenUp else { return nil }
        guard let asked, count > 0 else { return found.adding(milliseconds: Self.grace) }
        return asked.adding(milliseconds: Self.pause(after: count))
    }

    /// Whether a request is due; also where the clock has been set back since the last one.
    package func isDue(at now: Instant) -> Bool {
        guard let due else { return false }
        return due <= now || now < asked ?? found
    }

    package mutating func ask(at now: Instant) {
        count += 1
        asked = now
    }

    /// Begins anew where it was given up, because the other station is there after all.
    package mutating func revive() {
        if isGivenUp { count = 0 }
    }

    private static func pause(after count: Int) -> Int64 {
        min(firstPause << min(count - 1, 20), longestPause)
    }
}
