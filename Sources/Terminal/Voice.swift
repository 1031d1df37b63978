import Glibc

/// What the program says to a person beside its results: notes, warnings and errors, on standard error.
///
/// Messages are plain text, one line each, in lower case and without a full stop. They are sanitised here, so they may
/// cite what came from elsewhere, in quotation marks (``DisplayText/quoted(_:)``).
package struct Voice: Sendable {
    private let descriptor: CInt
    private let styling: Styling
    private let page: Page

    /// - Parameters:
    ///   - noColor: the value of `NO_COLOR`, nil where it is not set.
    ///   - isUnicode: whether the terminal shows more than ASCII.
    package init(descriptor: CInt = STDERR_FILENO, noColor: String?, isUnicode: Bool = true) {
        self.init(
            descriptor: descriptor, styling: Styling(for: descriptor, noColor: noColor),
            page: Page(for: descriptor, isUnicode: isUnicode))
    }

    init(descriptor: CInt, styling: Styling, page: Page = Page(isUnicode: true, width: nil)) {
        self.descriptor = descriptor
        self.styling = styling
        self.page = page
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
        writeAll(page.text([line]), to: descriptor)
    }
}
