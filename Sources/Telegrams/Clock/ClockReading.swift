/// One look at the clock of a machine.
package struct ClockReading: Hashable, Sendable {
    /// How long the machine has been up: a clock that nobody sets.
    package struct Uptime: Hashable, Sendable {
        /// Which start of the machine it counts from.
        package var start: String
        package var milliseconds: Int64

        package init(start: String, milliseconds: Int64) {
            self.start = start
            self.milliseconds = milliseconds
        }
    }

    /// The time of day, which people and programs set.
    package var time: Instant
    /// Nil where the machine does not tell.
    package var uptime: Uptime?

    package init(_ time: Instant, uptime: Uptime? = nil) {
        self.time = time
        self.uptime = uptime
    }

    /// How much time has truly passed since an earlier reading, in milliseconds; nil where the machine was started anew
    /// in between, or does not tell.
    func elapsed(since earlier: ClockReading) -> Int64? {
        guard let uptime, let before = earlier.uptime, uptime.start == before.start else { return nil }
        let elapsed = uptime.milliseconds - before.milliseconds
        return elapsed >= 0 ? elapsed : nil
    }
}
