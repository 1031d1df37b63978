import Dispatch
import Glibc
import Synchronization

/// One run of a command with bytes on its standard input.
struct OneShot {
    let command: ShellCommand
    /// Seconds after which the command is killed.
    let timeLimit: Int

    /// Runs the command to its end.
    ///
    /// - Throws: ``CommandFailed`` unless it has been given every byte and its exit status is 0; ``CommandNotStarted``.
    func run(input: [UInt8]) throws {
        var inputPipe = try Pipe()
        var errorPipe = try Pipe()
        let child = try ChildProcess.start(
            command, input: inputPipe.readingEnd, output: nil, errors: errorPipe.writingEnd)
        close(inputPipe.takeReadingEnd())
        close(errorPipe.takeWritingEnd())
        let errors = ErrorReader(owning: errorPipe.takeReadingEnd())
        child.whenEnded { _ in errors.commandEnded() }
        let alarm = DispatchWorkItem { child.kill(SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(timeLimit), execute: alarm)
        defer { alarm.cancel() }
        let isWritten = PipeWriter.write(input, to: inputPipe.takeWritingEnd())
        let ending: CommandEnding = wait { child.whenEnded($0) }
        guard ending == .exited(0), isWritten else {
            throw CommandFailed(
                command: command.line, reason: reason(ending), errors: wait { errors.whenRead($0) })
        }
    }

    private func reason(_ ending: CommandEnding) -> String {
        switch ending {
        case .exited(0): "it ended without reading the whole bundle"
        case .killed(SIGKILL): "\(ending) (it has \(timeLimit) seconds for a bundle)"
        default: "\(ending)"
        }
    }

    private func wait<Value: Sendable>(for begin: (@escaping @Sendable (Value) -> Void) -> Void) -> Value {
        let told = Told<Value>()
        begin { told.tell($0) }
        return told.wait()
    }
}

/// A value that one thread waits for and another one tells.
private final class Told<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let semaphore = DispatchSemaphore(value: 0)

    func tell(_ value: Value) {
        self.value.withLock { $0 = value }
        semaphore.signal()
    }

    func wait() -> Value {
        while true {
            semaphore.wait()
            if let value = value.withLock({ $0 }) { return value }
        }
    }
}
