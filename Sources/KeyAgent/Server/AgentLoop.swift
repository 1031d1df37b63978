import Glibc

/// The agent's only thread: waits for clients, signals and the end of lifetimes, and serves each in turn.
struct AgentLoop: ~Copyable {
    private var state: AgentState
    private var clients: [AgentClient] = []
    private let times: AgentTimes

    init(_ times: AgentTimes) {
        self.times = times
        state = AgentState(startedAt: .now(), grace: times.grace)
    }

    /// Returns when nothing is held any more, a signal has arrived, or the socket has disappeared.
    mutating func run(_ listener: borrowing AgentListener, _ alarm: borrowing AgentAlarm) throws(KeyAgentError) {
        while true {
            let now = BootTime.now()
            state.expire(at: now)
            clients.removeAll { $0.isFinished || $0.deadline <= now }
            // A client under way may be about to store something.
            if state.isFinished(at: now) && clients.isEmpty { return }
            guard listener.isReachable else { return }
            try alarm.arm(at: nextDeadline(after: now))
            guard try waitForWork(listener, alarm) else { return }
        }
    }

    private func nextDeadline(after now: BootTime) -> BootTime {
        let deadlines = clients.map(\.deadline) + [state.nextDeadline, now + times.inspection].compactMap(\.self)
        return deadlines.min() ?? now
    }

    /// Sleeps until something happens and deals with it; false when it was a signal.
    private mutating func waitForWork(
        _ listener: borrowing AgentListener, _ alarm: borrowing AgentAlarm
    ) throws(KeyAgentError) -> Bool {
        var entries = alarm.interest + [listener.interest] + clients.map(\.interest)
        guard poll(&entries, nfds_t(entries.count), -1) >= 0 || errno == EINTR else {
            throw .system("wait for clients")
        }
        if alarm.hasSignal { return false }
        let now = BootTime.now()
        for (client, entry) in zip(clients, entries.dropFirst(3)) where entry.revents != 0 {
            client.proceed(with: &state, at: now)
        }
        if entries[2].revents != 0 { admit(listener.accept(deadline: now + times.client)) }
        return true
    }

    /// Lets a client in; where all places are taken, the one that has been there longest has to go.
    private mutating func admit(_ client: AgentClient?) {
        guard let client else { return }
        clients.removeAll(where: \.isFinished)
        if clients.count == AgentLimits.clients { clients.removeFirst() }
        clients.append(client)
    }
}
