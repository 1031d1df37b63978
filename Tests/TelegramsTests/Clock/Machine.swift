import Telegrams

/// A machine whose clock may be wrong, and may be started anew.
struct Machine {
    /// The time as it is.
    private(set) var truth: Instant
    /// By so much the clock is ahead, in seconds; negative where it is behind.
    var error: Int64 = 0
    /// Whether it tells how long it has been up.
    var tellsUptime = true
    private var started: Instant
    private var starts = 0

    init(_ truth: Instant) {
        self.truth = truth
        started = truth
    }

    var clock: Instant { truth.adding(seconds: error) }

    var reading: ClockReading {
        let uptime = ClockReading.Uptime(
            start: "start \(starts)", milliseconds: truth.milliseconds - started.milliseconds)
        return ClockReading(clock, uptime: tellsUptime ? uptime : nil)
    }

    mutating func pass(seconds: Int64 = 0, hours: Int64 = 0, days: Int64 = 0) {
        truth = truth.adding(seconds: seconds + hours * 3600).adding(days: days)
    }

    /// Switched off for some time; the clock goes on.
    mutating func restart(after days: Int64 = 0) {
        truth = truth.adding(days: days)
        started = truth
        starts += 1
    }
}
