import Glibc

/// A moment since the machine was started, time spent suspended included: `CLOCK_BOOTTIME`.
struct BootTime: Comparable, Sendable {
    let nanoseconds: Int64

    static func < (left: BootTime, right: BootTime) -> Bool { left.nanoseconds < right.nanoseconds }

    static func + (start: BootTime, duration: Duration) -> BootTime {
        let (seconds, attoseconds) = duration.components
        return BootTime(nanoseconds: start.nanoseconds + seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    static func now() -> BootTime {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return BootTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// Whole seconds from one moment to this one, rounded up, never negative.
    func seconds(since start: BootTime) -> UInt32 {
        let left = max(0, nanoseconds - start.nanoseconds)
        return UInt32(clamping: (left + 999_999_999) / 1_000_000_000)
    }

    /// Milliseconds until this moment, rounded up, never negative: what `poll` takes.
    func milliseconds(since start: BootTime) -> CInt {
        let left = max(0, nanoseconds - start.nanoseconds)
        return CInt(clamping: (left + 999_999) / 1_000_000)
    }
}
