import Glibc

/// Waits until a descriptor is ready or a deadline has passed, whatever signals arrive meanwhile.
///
/// - Returns: whether the descriptor is ready (or broken, which the next call on it will tell).
func waitUntilReady(_ descriptor: CInt, for events: CInt, deadline: BootTime) -> Bool {
    while true {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        let ready = poll(&entry, 1, deadline.milliseconds(since: .now()))
        if ready >= 0 { return ready > 0 }
        guard errno == EINTR || errno == EAGAIN else { return false }
    }
}

/// Pauses for a moment between two attempts.
///
/// - Returns: false when the deadline has passed, so that it is time to give up.
func pauseBeforeRetry(deadline: BootTime) -> Bool {
    guard BootTime.now() < deadline else { return false }
    poll(nil, 0, 10)
    return true
}
