/// A joint statement: one exact text, and every signatory without whose signature it is not valid.
///
/// A value of this type obeys every rule of `docs/formats/statement.md`; its strings are in NFC, so that `==` on them
/// compares bytes.
package struct Statement: Hashable, Sendable {
    /// The largest text accepted, in bytes.
    package static let sizeLimit = 65_536
    package static let signatoryLimit = 32
    package static let numberLimit = 999_999_999
    /// The SSHSIG namespace in which a statement is signed.
    package static let namespace = "statement@cablegram"

    package let number: Int
    package let profile: StatementProfile
    /// To the minute; nil while the date is an open blank.
    package let date: Instant?
    package let signatories: [Signatory]
    /// The lines between `TEXT` and `END`.
    package let text: [String]

    /// Reads a statement, strictly: nothing is repaired on the way.
    package init(parsing bytes: [UInt8]) throws(StatementError) {
        self = try StatementParser.statement(from: bytes)
    }

    /// Builds a statement from its parts.
    ///
    /// - Throws: the error that a reader of the resulting text would report.
    package init(
        number: Int, profile: StatementProfile, date: Instant?, signatories: [Signatory], text: [String]
    ) throws(StatementError) {
        if let date, date.milliseconds % 60_000 != 0 {
            throw StatementError(.date, "the date of a statement is given to the minute, without seconds")
        }
        let draft = Statement(
            unchecked: number, profile: profile, date: date, signatories: signatories, text: text)
        self = try StatementParser.statement(from: draft.bytes)
        // A line feed inside a line would have been read as two lines.
        guard self == draft else { throw StatementError(.emptyText, "a line of the text contains a line feed or END") }
    }

    init(unchecked number: Int, profile: StatementProfile, date: Instant?, signatories: [Signatory], text: [String]) {
        self.number = number
        self.profile = profile
        self.date = date
        self.signatories = signatories
        self.text = text
    }

    /// All lines of the statement, from the title to `END`.
    package var lines: [String] {
        var lines = [
            "JOINT STATEMENT \(number)",
            "PROFILE \(profile.rawValue)",
            "DATE \(date.map(DateTimeGroup.long) ?? profile.blank)",
            "VALID ONLY WITH ALL \(signatories.count) SIGNATURES",
        ]
        for (index, signatory) in signatories.enumerated() {
            lines.append("SIGNATORY \(index + 1) \(signatory.name) KEY \(signatory.key)")
        }
        return lines + ["TEXT"] + text + ["END"]
    }

    /// The text, byte for byte.
    package var bytes: [UInt8] {
        lines.flatMap { Array($0.utf8) + [0x0A] }
    }

    /// Exactly the bytes that every signatory signs: the whole text.
    package var digestInput: [UInt8] { bytes }
}
