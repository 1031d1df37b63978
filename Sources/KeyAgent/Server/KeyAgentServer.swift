import Glibc

/// The key agent: holds opened keys in locked memory for a working day and hands them to their owner's programs.
///
/// It takes over the whole process: it leaves the terminal, forbids dumps, catches signals, and is done when `run`
/// returns. One thread serves everybody; nobody can make it wait.
package struct KeyAgentServer {
    private let socket: String
    private let readyDescriptor: CInt?
    private let times: AgentTimes

    /// - Parameters:
    ///   - socket: absolute path in a directory of ours with mode 0700.
    ///   - readyDescriptor: where the launcher reads whether the agent came up; closed after that.
    package init(socket: String, readyDescriptor: CInt? = nil, times: AgentTimes = AgentTimes()) {
        self.socket = socket
        self.readyDescriptor = readyDescriptor
        self.times = times
    }

    /// Serves until nothing is held any more or a signal says so; returns at once where another agent is running.
    ///
    /// Every failure is also reported on the ready descriptor.
    package func run() throws(KeyAgentError) {
        do {
            ProcessShield.detach()
            try ProcessShield.raise()
            let alarm = try AgentAlarm()
            guard let listener = try AgentListener.claim(socket) else { return report(.alreadyRunning) }
            report(.ready)
            try ProcessShield.silence()
            var loop = AgentLoop(times)
            try loop.run(listener, alarm)
        } catch {
            report(.failed(error))
            throw error
        }
    }

    private func report(_ report: ReadyReport) {
        guard let readyDescriptor else { return }
        let bytes = report.bytes
        // Nobody is there to be told if the launcher has gone.
        _ = write(readyDescriptor, bytes, bytes.count)
        close(readyDescriptor)
    }
}
