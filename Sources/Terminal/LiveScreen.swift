import Glibc

/// The whole terminal for one page that changes: the page is drawn anew in place, and the terminal is as it was before
/// when the value is dropped.
///
/// What the person types is neither shown nor kept.
package struct LiveScreen: ~Copyable {
    /// What ended a wait.
    package enum Event: Equatable, Sendable {
        case key(UInt8)
        /// The time is over, or the window has another size, or the program was continued: draw again.
        case due
        /// The input has ended or a signal asks the program to end.
        case end
    }

    private let input: CInt
    private let output: CInt
    private var mode: SilentMode?
    private let signals: SignalWatch

    /// Takes the terminal.
    ///
    /// - Throws: `.noTerminal` where one of the descriptors is no terminal.
    package init(input: CInt = STDIN_FILENO, output: CInt = STDOUT_FILENO) throws(TerminalError) {
        guard TerminalFacts.isTerminal(input), TerminalFacts.isTerminal(output) else { throw .noTerminal }
        let signals = try SignalWatch(also: [SIGWINCH])
        self.init(input: input, output: output, signals: signals)
        writeAll(Self.enter, to: output)
    }

    private init(input: CInt, output: CInt, signals: consuming SignalWatch) {
        self.input = input
        self.output = output
        self.signals = signals
        mode = SilentMode.on(input)
    }

    deinit { writeAll(Self.leave, to: output) }

    /// Shows a page, in one write, so that nobody sees half of it; what does not fit is counted in the last line.
    package func draw(_ lines: [String]) {
        writeAll(Self.frame(lines, rows: TerminalFacts.height(output) ?? 24), to: output)
    }

    /// Waits for a key, a signal, or so long.
    package mutating func wait(_ duration: Duration) -> Event {
        var sources = [input, signals.descriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let (seconds, attoseconds) = duration.components
        let milliseconds = CInt(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
        let ready = poll(&sources, 2, milliseconds)
        // A signal also interrupts the wait itself.
        if signals.hasSignal { return takeSignals() }
        guard ready > 0 else { return .due }
        var byte: UInt8 = 0
        return read(input, &byte, 1) == 1 ? .key(byte) : .end
    }

    private mutating func takeSignals() -> Event {
        let numbers = signals.take()
        guard SignalWatch.stopping.union([SIGWINCH]).isSuperset(of: numbers) else { return .end }
        if numbers.contains(SIGTSTP) { stop() }
        return .due
    }

    /// Gives the terminal back while the program is stopped.
    private mutating func stop() {
        writeAll(Self.leave, to: output)
        mode = nil
        raise(SIGSTOP)
        mode = SilentMode.on(input)
        writeAll(Self.enter, to: output)
    }

    /// A page as bytes: from the top, every line erased to its right and everything below erased; no line is wrapped.
    static func frame(_ lines: [String], rows: Int) -> String {
        let room = max(1, rows)
        var shown = lines[...]
        if lines.count > room {
            shown = lines.prefix(room - 1) + ["… \(lines.count - room + 1) more lines"]
        }
        return "\u{1B}[?2026h\u{1B}[H" + shown.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n")
            + "\u{1B}[J\u{1B}[?2026l"
    }

    /// The other screen, no cursor, no wrapping (xterm's private modes 1049, 25 and 7).
    private static let enter = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[2J"
    private static let leave = "\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"
}

/// Keeps a terminal from showing what is typed and hands over every key at once, while it lives; keys that send
/// signals still do.
private struct SilentMode: ~Copyable {
    private let terminal: CInt
    private let previous: termios

    /// Returns nil where the terminal refuses: the page can be shown all the same.
    static func on(_ terminal: CInt) -> SilentMode? {
        var mode = termios()
        guard tcgetattr(terminal, &mode) == 0 else { return nil }
        let previous = mode
        mode.c_lflag &= ~tcflag_t(ICANON | ECHO)
        guard tcsetattr(terminal, TCSAFLUSH, &mode) == 0 else { return nil }
        return SilentMode(terminal: terminal, previous: previous)
    }

    private init(terminal: CInt, previous: termios) {
        self.terminal = terminal
        self.previous = previous
    }

    deinit {
        var mode = previous
        tcsetattr(terminal, TCSAFLUSH, &mode)
    }
}
