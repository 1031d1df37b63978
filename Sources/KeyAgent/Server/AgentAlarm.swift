import CKeyAgent
import Glibc

/// What can wake the agent besides its clients: a signal to end, and a timer that counts through suspends.
struct AgentAlarm: ~Copyable {
    private let signals: FileDescriptor
    private let timer: FileDescriptor

    init() throws(KeyAgentError) {
        let signals = try FileDescriptor(key_agent_signals(), "watch for signals")
        let timer = try FileDescriptor(key_agent_timer(), "make a timer")
        self.signals = signals
        self.timer = timer
    }

    var interest: [pollfd] {
        [signals.number, timer.number].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    }

    /// Whether SIGTERM, SIGINT or SIGHUP has arrived.
    var hasSignal: Bool {
        withUnsafeTemporaryAllocation(byteCount: 128, alignment: 8) {
            read(signals.number, $0.baseAddress, $0.count) > 0
        }
    }

    /// Lets the timer go off at a moment; this also silences one that has gone off already.
    func arm(at moment: BootTime) throws(KeyAgentError) {
        guard key_agent_timer_arm(timer.number, moment.nanoseconds) == 0 else { throw .system("set a timer") }
    }
}
