/// The clock by which keys are made and destroyed (decision 15).
///
/// A destroyed key cannot be got back, so a clock that has jumped forward is not believed at once. It is compared with
/// what this station knows by itself: the time that it believed last, and how long the machine has been up since. The
/// times of other stations move it neither way.
package struct BoundedClock: Hashable, Sendable {
    /// A time that is far from what was expected, and has not been believed yet.
    package struct Doubt: Hashable, Sendable {
        /// The first reading of it.
        package var first: ClockReading
        /// The time that was read last.
        package var latest: Instant
        /// What was expected when it was read last.
        package var expected: Instant

        package init(first: ClockReading, latest: Instant, expected: Instant) {
            self.first = first
            self.latest = latest
            self.expected = expected
        }

        /// Ahead of what was expected: then no key is made, and none is destroyed by this time.
        package var isAhead: Bool { latest > expected }

        /// When, by this clock, it will have run long enough to be believed.
        package var ends: Instant { first.time.adding(days: BoundedClock.probationInDays) }
    }

    /// A time farther than this from what is expected is doubted.
    package static let boundInDays: Int64 = 3
    /// A time is believed after all when the clock has run so much further without being set.
    package static let probationInDays: Int64 = 1
    /// For so long a machine may have been off between two readings of a clock that is said to run on.
    package static let absenceInDays: Int64 = 100
    /// By so much a running clock may be put back, in milliseconds: time servers do that.
    private static let correction: Int64 = 3_600_000

    /// A reading that was believed.
    ///
    /// Within one start of the machine it stays the same, so that small jumps add up.
    package private(set) var anchor: ClockReading
    /// The time that was believed last.
    package private(set) var latest: Instant
    package private(set) var doubt: Doubt?

    /// Begins with a time that is believed, because there is nothing yet with which to compare it.
    package init(believing reading: ClockReading) {
        anchor = reading
        latest = reading.time
    }

    /// As it was kept.
    package init(anchor: ClockReading, latest: Instant, doubt: Doubt?) {
        self.anchor = anchor
        self.latest = latest
        self.doubt = doubt
    }

    /// The time by which keys are destroyed and cards are dated: that of the last reading, unless it is doubted for being
    /// ahead; then what was expected.
    package var time: Instant { doubt.map { min($0.latest, $0.expected) } ?? latest }

    /// Whether keys may be made.
    package var mayMakeKeys: Bool { !(doubt?.isAhead ?? false) }

    /// Whether a key whose use ended then is dead beyond doubt: its grace is over, even if the clock is as far ahead as it
    /// can be without being doubted.
    package func isDead(until end: Instant) -> Bool {
        end.adding(days: SealingKeyChoice.graceInDays + Self.boundInDays) <= time
    }

    /// Reads the clock once more.
    package mutating func read(_ reading: ClockReading) {
        let expected = reading.elapsed(since: anchor).map { anchor.time.adding(milliseconds: $0) } ?? latest
        guard abs(reading.time.milliseconds(since: expected)) > Self.boundInDays.daysInMilliseconds else {
            return believe(reading)
        }
        guard let doubt, doubt.isAhead == (reading.time > expected), isRunningOn(doubt, reading) else {
            doubt = Doubt(first: reading, latest: reading.time, expected: expected)
            return
        }
        let run = reading.elapsed(since: doubt.first) ?? reading.time.milliseconds(since: doubt.first.time)
        guard run < Self.probationInDays.daysInMilliseconds else { return confirm(reading) }
        self.doubt = Doubt(first: doubt.first, latest: reading.time, expected: expected)
    }

    /// Takes up that something was entered in the register at a later time than the clock was last read.
    package mutating func note(entry time: Instant) {
        guard doubt == nil, latest < time, time <= latest.adding(days: Self.boundInDays) else { return }
        latest = time
    }

    /// Believes a time because a person says that it is right.
    package mutating func confirm(_ reading: ClockReading) {
        self = BoundedClock(believing: reading)
    }

    private mutating func believe(_ reading: ClockReading) {
        if reading.elapsed(since: anchor) == nil { anchor = reading }
        latest = reading.time
        doubt = nil
    }

    /// Whether the clock that was doubted has not been set since.
    ///
    /// Where the machine was started anew in between, it may have been off for as long as it seems.
    private func isRunningOn(_ doubt: Doubt, _ reading: ClockReading) -> Bool {
        guard let elapsed = reading.elapsed(since: doubt.first) else {
            let run = reading.time.milliseconds(since: doubt.latest)
            return (-Self.correction...Self.absenceInDays.daysInMilliseconds).contains(run)
        }
        let change = reading.time.milliseconds(since: doubt.first.time) - elapsed
        return (-Self.correction...Self.boundInDays.daysInMilliseconds).contains(change)
    }
}

extension Int64 {
    fileprivate var daysInMilliseconds: Int64 { self * 86_400_000 }
}

extension Instant {
    fileprivate func adding(milliseconds more: Int64) -> Instant { Instant(milliseconds: milliseconds + more) }

    /// Negative where the other is later.
    fileprivate func milliseconds(since other: Instant) -> Int64 { milliseconds - other.milliseconds }
}
