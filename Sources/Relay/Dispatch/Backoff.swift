import Telegrams

/// When something that failed may be tried again: after a delay that doubles with every failure and is shortened at
/// random, so that stations that failed together do not come back together.
package struct Backoff: Sendable, Hashable {
    /// The delay after the first failure, in milliseconds.
    package var first: Int64
    /// The longest delay, in milliseconds.
    package var longest: Int64
    /// Failures since the last success.
    package private(set) var failures = 0
    private var pause: Pause?

    private struct Pause: Sendable, Hashable {
        var from: Instant
        var until: Instant
    }

    package init(first: Int64 = Milliseconds.second, longest: Int64 = 5 * Milliseconds.minute) {
        self.first = first
        self.longest = longest
    }

    /// Notes a failure: half of the delay is certain, the rest is drawn.
    package mutating func fail(at now: Instant, using generator: inout some RandomNumberGenerator) {
        let doublings = min(failures, 40)
        let delay = first > longest >> doublings ? longest : first << doublings
        failures += 1
        let drawn = delay - Int64.random(in: 0...max(0, delay / 2), using: &generator)
        pause = Pause(from: now, until: now.adding(milliseconds: drawn))
    }

    /// Notes a failure, unless one is being waited out: what was under way together fails together.
    package mutating func failAgain(at now: Instant, using generator: inout some RandomNumberGenerator) {
        if mayTry(at: now) { fail(at: now, using: &generator) }
    }

    package mutating func succeed() {
        failures = 0
        pause = nil
    }

    /// Lets the next attempt be made at once, without forgetting the failures.
    package mutating func hurry() {
        pause = nil
    }

    /// A clock that has been set back ends the pause: it must not make it longer.
    package func mayTry(at now: Instant) -> Bool {
        guard let pause else { return true }
        return now >= pause.until || now < pause.from
    }

    /// When what `mayTry` says changes next by the passing of time alone.
    ///
    /// A clock that was set back runs into the pause again.
    func nextChange(after now: Instant) -> Instant? {
        guard let pause, now < pause.until else { return nil }
        return now < pause.from ? pause.from : pause.until
    }

    /// When the next attempt may be made; nil where it may be made now.
    package func nextAttempt(at now: Instant) -> Instant? {
        mayTry(at: now) ? nil : pause?.until
    }
}
