import Dispatch
import Glibc
import Synchronization

/// A command that we started, from its start to its end.
final class ChildProcess: Sendable {
    private enum State {
        case running([@Sendable (CommandEnding) -> Void])
        case ended(CommandEnding)
    }

    private let number: pid_t
    private let state = Mutex(State.running([]))

    private init(number: pid_t) { self.number = number }

    /// Starts a command in a process group of its own.
    ///
    /// - Parameters:
    ///   - input: Its standard input.
    ///   - output: Its standard output; nil for `/dev/null`.
    ///   - errors: Its standard error.
    static func start(
        _ command: ShellCommand, input: Int32, output: Int32?, errors: Int32
    ) throws(CommandNotStarted) -> ChildProcess {
        let number = try SpawnedProcess.start(command, input: input, output: output, errors: errors)
        let child = ChildProcess(number: number)
        // A thread of its own, because nothing else tells the end of a process that may also be the end of many.
        DispatchQueue.global().async { child.reap() }
        return child
    }

    /// Calls back when the command has ended, at once if it has; on any thread.
    func whenEnded(_ callback: @escaping @Sendable (CommandEnding) -> Void) {
        let past: CommandEnding? = state.withLock { state in
            switch state {
            case .running(let callbacks):
                state = .running(callbacks + [callback])
                return nil
            case .ended(let ending): return ending
            }
        }
        if let past { callback(past) }
    }

    /// Sends a signal to the command and all that it started; without effect once it has ended.
    func kill(_ signal: Int32) {
        state.withLock { state in
            // The number is ours until the process is reaped, which happens under the same lock.
            if case .running = state { _ = Glibc.kill(-number, signal) }
        }
    }

    private func reap() {
        var information = siginfo_t()
        while waitid(P_PID, id_t(number), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        let (callbacks, ending) = state.withLock { state -> ([@Sendable (CommandEnding) -> Void], CommandEnding) in
            let ending = collect()
            defer { state = .ended(ending) }
            if case .running(let callbacks) = state { return (callbacks, ending) }
            return ([], ending)
        }
        for callback in callbacks { callback(ending) }
    }

    private func collect() -> CommandEnding {
        var status: Int32 = 0
        while waitpid(number, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal)
    }
}
