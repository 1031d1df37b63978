/// How lines are set out where they are shown, so that the words of others can be told from the program's own by their
/// place alone, whatever they say.
///
/// A whole text of others stands behind a margin: `│ ` at the beginning of every line, which no text can get rid of.
/// Nothing of the program's own ever stands there. Shorter words of others stand in quotation marks within a line of the
/// program's (``DisplayText/quoted(_:)``); where such a line is longer than the terminal is wide, what is left of those
/// words goes on behind the margin. No line is left to the terminal to break, because it would go on in the first column.
package struct Page: Sendable {
    /// The line of the margin, U+2502.
    static let line: Unicode.Scalar = "│"
    /// What the program's own words go on behind, where a line of theirs is broken.
    private static let indentation = "  "

    /// What stands before every line of a text of others.
    package let margin: String
    /// Columns of the terminal; nil where lines are not broken.
    private let width: Int?

    /// - Parameters:
    ///   - isUnicode: whether the terminal shows more than ASCII; else the margin is `| `.
    ///   - width: columns of the terminal; nil where there is none.
    package init(isUnicode: Bool, width: Int?) {
        margin = isUnicode ? "\(Self.line) " : "| "
        self.width = width
    }

    /// The page of a descriptor.
    package init(for descriptor: CInt, isUnicode: Bool) {
        self.init(
            isUnicode: isUnicode,
            width: TerminalFacts.isTerminal(descriptor) ? TerminalFacts.width(descriptor) : nil)
    }

    /// A text of others: its lines, each behind the margin.
    package func theirs(_ text: some StringProtocol) -> [String] {
        String(text).unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.isEmpty ? String(margin.dropLast()) : margin + DisplayText.line(Substring(line))
        }
    }

    /// Lines as they are shown: those that are longer than the terminal is wide are broken.
    package func broken(_ lines: [String]) -> [String] {
        guard let width else { return lines }
        // Some of the program's own go on in a further line.
        return lines.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
            .flatMap { broken(String($0), room: max(width - 1, Self.narrowest)) }
    }

    /// Lines as they are shown, each with its line feed.
    package func text(_ lines: [String]) -> String {
        broken(lines).map { $0 + "\n" }.joined()
    }

    /// Room for the margin and one wide letter behind it.
    private static let narrowest = 4

    private func broken(_ line: String, room: Int) -> [String] {
        var breaker = LineBreaker(margin: margin, indentation: Self.indentation, room: room)
        for cell in LineCells(line, margin: margin) { breaker.add(cell) }
        return breaker.finish()
    }
}
