import Synchronization
import Telegrams

/// The clock of a machine, which goes only when it is told to, and may be wrong.
package final class TestClock: Sendable {
    private struct State {
        /// The time as it is.
        var truth: Instant
        /// By so much the clock is ahead, in days; negative where it is behind.
        var daysAhead: Int64 = 0
        var started: Instant
        var starts = 0
    }

    private let state: Mutex<State>

    package init(_ text: String = "2026-06-30T19:45:00Z") throws {
        let time = try Instant(rfc3339: text)
        state = Mutex(State(truth: time, started: time))
    }

    /// What the clock says.
    package var now: Instant { state.withLock { $0.truth.adding(days: $0.daysAhead) } }

    package var uptime: ClockReading.Uptime {
        state.withLock { state in
            ClockReading.Uptime(
                start: "start \(state.starts)", milliseconds: state.truth.milliseconds - state.started.milliseconds)
        }
    }

    /// Lets time pass, while the machine is on.
    package func advance(seconds: Int64 = 0, days: Int64 = 0) {
        state.withLock { $0.truth = $0.truth.adding(seconds: seconds).adding(days: days) }
    }

    /// Sets the clock wrong, or right again.
    package func set(daysAhead: Int64) { state.withLock { $0.daysAhead = daysAhead } }

    /// Switches the machine off for some time; its clock goes on.
    package func switchOff(days: Int64) {
        advance(days: days)
        state.withLock { state in
            state.started = state.truth
            state.starts += 1
        }
    }
}
