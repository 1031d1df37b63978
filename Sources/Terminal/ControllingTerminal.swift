import Glibc
import Synchronization

/// The terminal that the program was started from, whatever its standard streams are redirected to.
package struct ControllingTerminal: ~Copyable {
    private let descriptor: CInt

    /// Opens `/dev/tty`.
    ///
    /// - Throws: `.noTerminal` where the program has none.
    package init() throws(TerminalError) {
        descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw .noTerminal }
    }

    deinit { close(descriptor) }

    func show(_ text: String) {
        writeAll(text, to: descriptor)
    }

    /// Shows a prompt and reads a line; without echo the prompt is erased afterwards.
    ///
    /// A signal that ends or stops the program takes its effect as if nobody had caught it, but only after the echo is
    /// back. After a stop the prompt is put again.
    ///
    /// - Throws: `.cancelled` at the end of the input, or where the program outlives a signal to end.
    func askLine(_ prompt: String, echo: Bool) throws(TerminalError) -> Passphrase {
        try ControllingTerminal.turn.withLock { _ throws(TerminalError) in
            while true {
                switch try attempt(prompt, echo: echo) {
                case .line(let line): return line
                case .inputEnd: throw .cancelled
                case .signals(let numbers):
                    numbers.forEach(SignalWatch.takeEffect)
                    guard SignalWatch.stopping.isSuperset(of: numbers) else { throw .cancelled }
                }
            }
        }
    }

    /// There is one terminal, and one person at it.
    private static let turn = Mutex(())

    private enum Attempt: ~Copyable {
        case line(Passphrase)
        case inputEnd
        case signals([CInt])
    }

    /// Asks once; the echo and the program's own signal handlers are back when it returns.
    private func attempt(_ prompt: String, echo: Bool) throws(TerminalError) -> Attempt {
        let signals = try SignalWatch()
        let attempt = echo ? try readLine(prompt, signals) : try readSilently(prompt, signals)
        let numbers = signals.end()
        return numbers.isEmpty ? attempt : .signals(numbers)
    }

    /// Reads a line without echo; never shows the prompt while what is typed could still be seen.
    private func readSilently(
        _ prompt: String, _ signals: borrowing SignalWatch
    ) throws(TerminalError) -> Attempt {
        guard let mode = try EchoMode.off(descriptor, unless: signals) else { return .signals([]) }
        // Erases the prompt, which is alone on its line as long as nothing is echoed.
        defer { show("\r\u{1B}[K") }
        let attempt = try readLine(prompt, signals)
        _ = consume mode
        return attempt
    }

    /// Returns early where a signal arrives.
    private func readLine(_ prompt: String, _ signals: borrowing SignalWatch) throws(TerminalError) -> Attempt {
        show(prompt)
        var line = Passphrase()
        while true {
            var sources = [descriptor, signals.descriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            _ = poll(&sources, 2, -1)
            if signals.hasSignal { return .signals([]) }
            guard sources[0].revents != 0 else { continue }
            switch try readByte(of: &line) {
            case .appended, .interrupted: continue
            case .lineEnd: return .line(line)
            case .inputEnd: return line.isEmpty ? .inputEnd : .line(line)
            }
        }
    }

    private func readByte(of line: inout Passphrase) throws(TerminalError) -> Passphrase.Step {
        do throws(TerminalError) {
            return try line.readByte(from: descriptor)
        } catch {
            // The rest of an overlong line must not end up as the program's next input.
            tcflush(descriptor, TCIFLUSH)
            throw error
        }
    }
}
