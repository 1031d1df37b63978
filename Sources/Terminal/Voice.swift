import Glibc

/// What the program says to a person beside its results: notes, warnings and errors, on standard error.
///
/// Messages are plain text, one line each, in lower case and without a full stop; they are sanitised here, so they may
/// quote what came from elsewhere.
package struct Voice: Sendable {
    private let descriptor: CInt
    private let styling: Styling

    /// - Parameter noColor: the value of `NO_COLOR`, nil where it is not set.
    package init(descriptor: CInt = STDERR_FILENO, noColor: String?) {
        self.init(descriptor: descriptor, styling: Styling(for: descriptor, noColor: noColor))
    }

    init(descriptor: CInt, styling: Styling) {
        self.descriptor = descriptor
        self.styling = styling
    }

    /// Something that is good to know.
    package func note(_ message: String) {
        say(DisplayText.line(message))
    }

    /// Something that works, but not as it should.
    package func warning(_ message: String, hint: String? = nil) {
        say(styling("warning:", .bold, .yellow) + " " + DisplayText.line(message))
        self.hint(hint)
    }

    /// Why something did not work, and the remedy on a line of its own.
    package func error(_ message: String, hint: String? = nil) {
        say(styling("error:", .bold, .red) + " " + DisplayText.line(message))
        self.hint(hint)
    }

    private func hint(_ remedy: String?) {
        if let remedy { say(styling("hint:", .bold) + " " + DisplayText.line(remedy)) }
    }

    /// In one write, so that the lines of two processes do not mix.
    private func say(_ line: String) {
        writeAll(line + "\n", to: descriptor)
    }
}
