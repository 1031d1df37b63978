/// Why a text is not a joint statement: the line, the rule that it breaks, and the rule in words.
package struct StatementError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Line number, counted from 1; nil where the text as a whole is meant.
    package var line: Int?
    package var rule: StatementRule
    package var message: String

    package init(line: Int? = nil, _ rule: StatementRule, _ message: String) {
        self.line = line
        self.rule = rule
        self.message = message
    }

    package var description: String {
        guard let line else { return message }
        return "line \(line): \(message)"
    }

    /// The same complaint where only line and words are asked for.
    package var formatError: FormatError { FormatError(line: line, message) }
}

/// The rules of a joint statement.
///
/// Raw values are stable: other programs read them in the verifier's JSON.
package enum StatementRule: String, CaseIterable, Hashable, Sendable {
    case tooLong = "too-long"
    case empty
    case encoding
    case carriageReturn = "carriage-return"
    case trailingBlank = "trailing-blank"
    case forbiddenCharacter = "forbidden-character"
    case notNormalized = "not-normalized"
    case noFinalLineFeed = "no-final-line-feed"
    case title
    case profile
    case radioCharacter = "radio-character"
    case lineTooLong = "line-too-long"
    case date
    case requirement
    case count
    case signatory
    case signatoryNumber = "signatory-number"
    case tooManySignatories = "too-many-signatories"
    case name
    case key
    case repeatedName = "repeated-name"
    case repeatedKey = "repeated-key"
    case textMissing = "text-missing"
    case emptyText = "empty-text"
    case endMissing = "end-missing"
    case afterEnd = "after-end"
}
