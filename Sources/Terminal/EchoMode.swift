import Glibc

/// Keeps a terminal from showing what is typed, while it lives.
struct EchoMode: ~Copyable {
    private let terminal: CInt
    private let previous: termios

    /// Switches the echo off and drops what was typed before, which was still visible.
    ///
    /// - Returns: nil where a watched signal came first: a program in the background gets SIGTTOU for trying.
    static func off(_ terminal: CInt, unless signals: borrowing SignalWatch) throws(TerminalError) -> EchoMode? {
        var mode = termios()
        guard tcgetattr(terminal, &mode) == 0 else { throw .system(errno) }
        let previous = mode
        mode.c_lflag &= ~tcflag_t(ECHO | ECHONL)
        while tcsetattr(terminal, TCSAFLUSH, &mode) != 0 {
            guard errno == EINTR else { throw .system(errno) }
            if signals.hasSignal { return nil }
        }
        return EchoMode(terminal: terminal, previous: previous)
    }

    private init(terminal: CInt, previous: termios) {
        self.terminal = terminal
        self.previous = previous
    }

    deinit {
        var mode = previous
        while tcsetattr(terminal, TCSADRAIN, &mode) != 0 && errno == EINTR {}
    }
}
