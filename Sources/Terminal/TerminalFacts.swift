import Glibc

/// What is known about a descriptor that may be a terminal.
package enum TerminalFacts {
    /// Whether the descriptor is a terminal.
    package static func isTerminal(_ descriptor: CInt) -> Bool {
        isatty(descriptor) == 1
    }

    /// Columns of the terminal; nil where it is none, or does not know.
    package static func width(_ descriptor: CInt) -> Int? {
        size(descriptor).flatMap { $0.ws_col > 0 ? Int($0.ws_col) : nil }
    }

    /// Rows of the terminal; nil where it is none, or does not know.
    package static func height(_ descriptor: CInt) -> Int? {
        size(descriptor).flatMap { $0.ws_row > 0 ? Int($0.ws_row) : nil }
    }

    private static func size(_ descriptor: CInt) -> winsize? {
        var size = winsize()
        return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
    }
}
