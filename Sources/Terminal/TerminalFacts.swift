import Glibc

/// What is known about a descriptor that may be a terminal.
package enum TerminalFacts {
    /// Whether the descriptor is a terminal.
    package static func isTerminal(_ descriptor: CInt) -> Bool {
        isatty(descriptor) == 1
    }

    /// Columns of the terminal; nil where it is none, or does not know.
    package static func width(_ descriptor: CInt) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
