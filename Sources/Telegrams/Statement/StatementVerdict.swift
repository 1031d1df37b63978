/// What a joint statement is worth: one word, and every reason for it.
package struct StatementVerdict: Hashable, Sendable {
    package enum Word: String, CaseIterable, Hashable, Sendable, CustomStringConvertible {
        /// Every signatory signed exactly these words with the key that the verifier's own book has for it.
        case valid = "VALID"
        case notValid = "NOT VALID"
        /// Nothing is wrong, but the verifier cannot know whose keys these are.
        case cannotTell = "CANNOT TELL"

        package var description: String { rawValue }

        /// The exit code of a program that has nothing else to report.
        package var exitCode: Int32 {
            switch self {
            case .valid: 0
            case .notValid: 1
            case .cannotTell: 2
            }
        }
    }

    package let reasons: [StatementReason]

    init(reasons: [StatementReason]) {
        self.reasons = reasons
    }

    package static func judge(_ evidence: StatementEvidence) -> StatementVerdict {
        StatementJudgement(evidence: evidence).verdict
    }

    /// NOT VALID outranks CANNOT TELL, and CANNOT TELL outranks VALID.
    package var word: Word {
        let weights = reasons.map(\.weight)
        if weights.contains(.notValid) { return .notValid }
        return weights.contains(.cannotTell) ? .cannotTell : .valid
    }

    /// What a person reads: a line for every reason, with a hint below it, and the word alone in the last line.
    package var report: [String] {
        reasons.flatMap { reason in
            ["\(reason.label): \(reason.message)"] + (reason.hint.map { ["  hint: \($0)"] } ?? [])
        } + [word.rawValue]
    }
}

extension StatementVerdict: Encodable {
    private enum Key: String, CodingKey {
        case verdict, exitCode, reasons
    }

    /// Writes `{"verdict": "NOT VALID", "exitCode": 1, "reasons": [...]}`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(word.rawValue, forKey: .verdict)
        try container.encode(word.exitCode, forKey: .exitCode)
        try container.encode(reasons, forKey: .reasons)
    }
}

extension StatementReason: Encodable {
    private enum Key: String, CodingKey {
        case code, weight, label, message, hint, details
    }

    /// Writes the members `code`, `weight`, `label`, `message`, `hint` (where there is one) and `details`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(code, forKey: .code)
        try container.encode(weight.rawValue, forKey: .weight)
        try container.encode(label, forKey: .label)
        try container.encode(message, forKey: .message)
        try container.encodeIfPresent(hint, forKey: .hint)
        try container.encode(details, forKey: .details)
    }
}
