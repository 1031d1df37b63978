import Synchronization
import Telegrams

/// A clock that goes only when it is told to.
package final class TestClock: Sendable {
    private let time: Mutex<Instant>

    package init(_ text: String = "2026-06-30T19:45:00Z") throws {
        time = Mutex(try Instant(rfc3339: text))
    }

    package var now: Instant { time.withLock { $0 } }

    package func advance(seconds: Int64 = 0, days: Int64 = 0) {
        time.withLock { $0 = $0.adding(seconds: seconds).adding(days: days) }
    }
}
