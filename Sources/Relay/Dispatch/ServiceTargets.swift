import Telegrams

/// How long a station may keep what waits, by precedence, and what becomes of it when it waits longer.
///
/// These are the speed-of-service targets of the trade, for one station.
package enum ServiceTargets {
    /// In milliseconds.
    package static func target(for precedence: Precedence) -> Int64 {
        switch precedence {
        case .override, .flash: 10 * Milliseconds.minute
        case .immediate: 30 * Milliseconds.minute
        case .priority: 3 * Milliseconds.hour
        case .routine: 6 * Milliseconds.hour
        case .deferred: 24 * Milliseconds.hour
        }
    }

    /// The class in which something is served that has waited since then.
    ///
    /// Each whole target waited lifts it by one class, so that nothing starves, but never above immediate: an old
    /// routine telegram does not delay a flash.
    package static func rank(of precedence: Precedence, since: Instant, at now: Instant) -> Precedence {
        guard precedence > .immediate else { return precedence }
        let lifts = now.milliseconds(since: since) / target(for: precedence)
        guard lifts > 0 else { return precedence }
        return Precedence(rawValue: UInt8(max(Int64(precedence.rawValue) - lifts, 2))) ?? .immediate
    }

    /// When something becomes overdue.
    package static func due(_ precedence: Precedence, since: Instant) -> Instant {
        since.adding(milliseconds: target(for: precedence))
    }
}
