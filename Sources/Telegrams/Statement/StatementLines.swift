extension StatementParser {
    /// The lines of a text that obeys `CanonicalText`, or which of its rules it breaks.
    static func canonicalLines(of bytes: [UInt8]) throws(StatementError) -> [String] {
        do { return try CanonicalText.lines(of: bytes, limit: Statement.sizeLimit) } catch {
            throw StatementError(line: error.line, rule(broken: error, in: bytes), error.rule)
        }
    }

    /// `FormatError` tells a person; programs need to tell a mailer's carriage returns from a forger's letters.
    private static func rule(broken error: FormatError, in bytes: [UInt8]) -> StatementRule {
        guard let number = error.line else { return bytes.isEmpty ? .empty : .tooLong }
        let line = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)[number - 1]
        guard String(validating: line, as: UTF8.self) != nil else { return .encoding }
        if line.last == 0x20 { return .trailingBlank }
        if line.contains(0x0D) { return .carriageReturn }
        if error.rule.utf8.starts(with: "forbidden".utf8) { return .forbiddenCharacter }
        return error.rule.utf8.starts(with: "no line feed".utf8) ? .noFinalLineFeed : .notNormalized
    }
}
