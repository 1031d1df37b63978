/// Why a text is not in one of our formats: the line and the rule that it breaks.
package struct FormatError: Error, Equatable, CustomStringConvertible {
    /// Line number, counted from 1; nil where the text as a whole, or a single value, is meant.
    package var line: Int?
    /// The rule that is broken, in words that a clerk understands.
    package var rule: String

    package init(line: Int? = nil, _ rule: String) {
        self.line = line
        self.rule = rule
    }

    /// The same complaint, placed on a line unless it already has one.
    package func at(line: Int) -> FormatError {
        FormatError(line: self.line ?? line, rule)
    }

    package var description: String {
        guard let line else { return rule }
        return "line \(line): \(rule)"
    }
}
