import CKeyAgent
import Glibc

/// A process that is to become the agent, from the launcher's side.
struct AgentProcess: ~Copyable {
    private let process: pid_t
    private let ready: FileDescriptor

    init(program: String, arguments: [String]) throws(KeyAgentError) {
        let pipe = try Pipe()
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var process = pid_t()
        let failure = key_agent_spawn(program, words, pipe.writing.number, &process)
        guard failure == 0 else { throw .system("run \(program)", number: failure) }
        self.process = process
        ready = pipe.reading
    }

    /// Waits for the report; kills the process where none arrives in time.
    func report(deadline: BootTime) throws(KeyAgentError) -> ReadyReport {
        guard let bytes = readToEnd(deadline) else {
            kill(process, SIGKILL)
            reap()
            throw KeyAgentError(.startFailed, "the key agent did not come up in time", hint: "try again")
        }
        guard let report = ReadyReport(bytes) else {
            // It may be a program that has closed the pipe and lives on.
            kill(process, SIGKILL)
            reap()
            throw KeyAgentError(.startFailed, "the key agent ended before it was ready")
        }
        return report
    }

    /// Waits for the end of a process that is about to end.
    func reap() {
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    }

    /// Leaves a thread behind that waits for the end, so that a program that runs on keeps no zombie.
    func reapWhenItEnds() {
        let process = UnsafeMutableRawPointer(bitPattern: Int(process))
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { process in
                var status: CInt = 0
                while waitpid(pid_t(Int(bitPattern: process)), &status, 0) < 0 && errno == EINTR {}
                return nil
            }, process)
        if failure == 0 { pthread_detach(thread) }
    }

    /// Nil where the deadline passes first.
    private func readToEnd(_ deadline: BootTime) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 256)
        while bytes.count < ReadyReport.largestSize {
            guard waitUntilReady(ready.number, for: POLLIN, deadline: deadline) else { return nil }
            let count = read(ready.number, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        return bytes
    }
}
