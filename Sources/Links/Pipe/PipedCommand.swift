import Dispatch
import Glibc
import Synchronization

/// A running command with its standard streams in our hands.
final class PipedCommand: Sendable {
    /// To write to the command; whoever takes it closes it.
    let input: Int32
    /// To read from the command; whoever takes it closes it.
    let output: Int32
    private let child: ChildProcess
    private let errors: ErrorReader

    init(_ command: ShellCommand) throws(CommandNotStarted) {
        var toCommand = try Pipe()
        var fromCommand = try Pipe()
        var errorPipe = try Pipe()
        child = try ChildProcess.start(
            command, input: toCommand.readingEnd, output: fromCommand.writingEnd, errors: errorPipe.writingEnd)
        input = toCommand.takeWritingEnd()
        output = fromCommand.takeReadingEnd()
        errors = ErrorReader(owning: errorPipe.takeReadingEnd())
        child.whenEnded { [errors] _ in errors.commandEnded() }
    }

    /// Calls back when the command has ended, with what it wrote to its standard error last.
    func whenEnded(_ callback: @escaping @Sendable (CommandEnding, _ errors: String) -> Void) {
        child.whenEnded { [errors] ending in
            errors.whenRead { callback(ending, $0) }
        }
    }

    func ended() async -> (CommandEnding, errors: String) {
        await withCheckedContinuation { continuation in
            whenEnded { continuation.resume(returning: ($0, $1)) }
        }
    }

    /// Ends the command: it has lost its input and should end by itself, is asked after five seconds, made to after ten.
    func end() {
        for (delay, signal) in [(5, SIGTERM), (10, SIGKILL)] {
            DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(delay)) { self.child.kill(signal) }
        }
    }
}
