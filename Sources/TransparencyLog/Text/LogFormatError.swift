/// A document that breaks a rule of its format: which document, which line, which rule.
public struct LogFormatError: Error, Hashable, Sendable {
    /// The format that was broken.
    public let document: Document
    /// The line, from one, where there are lines; in a proof it counts from the top of the proof.
    public let line: Int?
    /// The rule that was broken.
    public let rule: Rule

    /// The formats this library reads and writes.
    public enum Document: String, Hashable, Sendable {
        /// A signed note (c2sp.org/signed-note).
        case note
        /// A verifier key of a note (c2sp.org/signed-note, "Verifier keys").
        case verifierKey = "verifier key"
        /// The text of a checkpoint (c2sp.org/tlog-checkpoint).
        case checkpoint
        /// A cosignature (c2sp.org/tlog-cosignature).
        case cosignature
        /// A proof (c2sp.org/tlog-proof).
        case proof
    }

    init(_ document: Document, line: Int? = nil, _ rule: Rule) {
        self.document = document
        self.line = line
        self.rule = rule
    }

    /// The same error in a document that holds this one after `lineCount` lines of its own.
    func shifted(by lineCount: Int) -> LogFormatError {
        LogFormatError(document, line: line.map { $0 + lineCount }, rule)
    }
}

extension LogFormatError: CustomStringConvertible {
    /// One line: the document, the line, the rule.
    public var description: String {
        let place = line.map { ", line \($0)" } ?? ""
        return "\(document.rawValue)\(place): \(rule.rawValue)"
    }
}
