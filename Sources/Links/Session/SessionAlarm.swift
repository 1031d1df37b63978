import NIOCore

/// The one timer of a session, set for the machine's next deadline.
struct SessionAlarm {
    /// On the event loop's clock, in milliseconds.
    let due: UInt64
    private let scheduled: Scheduled<Void>

    init(due: UInt64, on eventLoop: NIOIsolatedEventLoop, _ ring: @escaping () -> Void) {
        self.due = due
        scheduled = eventLoop.scheduleTask(deadline: NIODeadline(milliseconds: due), ring)
    }

    func cancel() { scheduled.cancel() }
}

extension SessionHandler {
    /// Sets the alarm for the machine's deadline.
    ///
    /// An alarm that rings too early is left alone: every message moves the keepalive deadline on, and setting it anew
    /// each time would cost more than one ring in vain.
    func setAlarm() {
        guard let context, !isClosing, let deadline = machine.nextDeadline else { return }
        if let alarm, alarm.due <= deadline { return }
        alarm?.cancel()
        alarm = SessionAlarm(due: deadline, on: context.eventLoop.assumeIsolated()) { self.ring() }
    }

    private func ring() {
        alarm = nil
        machine.advance(to: now)
        round()
    }
}
