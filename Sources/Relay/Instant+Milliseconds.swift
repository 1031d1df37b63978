import Telegrams

extension Instant {
    /// Later than anything that happens.
    static let distantFuture = Instant(milliseconds: .max)

    /// The instant so many milliseconds later; the last one there is where that is beyond all time.
    package func adding(milliseconds more: Int64) -> Instant {
        let (sum, overflow) = milliseconds.addingReportingOverflow(more)
        guard overflow else { return Instant(milliseconds: sum) }
        return Instant(milliseconds: more > 0 ? .max : .min)
    }

    /// Milliseconds that have passed since an earlier instant; 0 where that is in the future, because a clock was wrong.
    package func milliseconds(since earlier: Instant) -> Int64 {
        guard earlier < self else { return 0 }
        let (difference, overflow) = milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return overflow ? .max : difference
    }
}

/// Lengths of time in milliseconds.
package enum Milliseconds {
    package static let second: Int64 = 1000
    package static let minute: Int64 = 60 * second
    package static let hour: Int64 = 60 * minute
    package static let day: Int64 = 24 * hour
}
