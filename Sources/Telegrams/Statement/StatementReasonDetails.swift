extension StatementReason {
    /// The facts of the finding by name, for other programs; names and meanings are stable.
    package var details: [String: String] {
        switch self {
        case .malformed(let error): ["rule": error.rule.rawValue].adding("line", error.line)
        case .openBlank(let line): ["line": "\(line)"]
        case .missing(let signatory): Self.details(of: signatory)
        case .strangersKey(let source, let key): ["source": source, "key": "\(key)"]
        case .bookDisagrees(let signatory, let book):
            Self.details(of: signatory).adding("bookKeys", book.map(\.description).joined(separator: ", "))
        case .wordsAltered(let signatory, let source), .withoutPresence(let signatory, let source),
            .repeated(let signatory, let source):
            Self.details(of: signatory).adding("source", source)
        case .differsFromReference(let difference):
            ["line": "\(difference.line)", "column": "\(difference.column)"]
                .adding("found", difference.found).adding("expected", difference.expected)
        case .lookAlike(let found):
            ["line": "\(found.line)", "column": "\(found.column)", "script": found.script.rawValue]
                .adding("letter", CanonicalText.name(of: found.letter))
        case .malformedSignature(let source, let rule): ["source": source, "rule": rule]
        case .otherNamespace(let signatory, let source, let namespace):
            Self.details(of: signatory).adding("source", source).adding("namespace", namespace)
        case .unknownSignatory(let signatory, let name): Self.details(of: signatory).adding("resembles", name)
        case .noKeyBook: [:]
        case .extra(let source): ["source": source]
        }
    }

    private static func details(of signatory: Signatory) -> [String: String] {
        ["signatory": signatory.name, "key": "\(signatory.key)"]
    }
}

extension [String: String] {
    fileprivate func adding(_ name: String, _ value: (some CustomStringConvertible)?) -> [String: String] {
        guard let value else { return self }
        return merging([name: value.description]) { $1 }
    }
}
