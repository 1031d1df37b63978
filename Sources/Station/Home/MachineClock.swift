import FoundationEssentials
import Glibc
import Telegrams

extension Instant {
    /// The time by this machine's clock.
    @Sendable package static func now() -> Instant { Instant(milliseconds: milliseconds(of: CLOCK_REALTIME)) }

    fileprivate static func milliseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

extension ClockReading.Uptime {
    /// How long this machine has been up, with the time in which it slept.
    @Sendable package static func now() -> ClockReading.Uptime? {
        start.map { ClockReading.Uptime(start: $0, milliseconds: Instant.milliseconds(of: CLOCK_BOOTTIME)) }
    }

    /// What Linux calls this start of the machine; it stays the same for as long as a process lives.
    private static let start: String? = {
        guard let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8) else {
            return nil
        }
        return text.split(separator: "\n").first.map(String.init)
    }()
}
