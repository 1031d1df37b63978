/// One finding about a joint statement, told apart from every other kind of finding.
package enum StatementReason: Hashable, Sendable {
    case malformed(StatementError)
    case openBlank(line: Int)
    /// No signature by the signatory's key.
    case missing(Signatory)
    /// A signature by a key that is none of the signatories', while a signatory's is missing.
    case strangersKey(source: String, key: KeyIdentifier)
    /// The verifier's book has other keys for that name.
    case bookDisagrees(Signatory, book: [KeyIdentifier])
    /// A signature by the signatory's key that is not over this text.
    case wordsAltered(Signatory, source: String)
    case differsFromReference(LineDifference)
    case lookAlike(LookAlike)
    case malformedSignature(source: String, rule: String)
    case otherNamespace(Signatory, source: String, namespace: String)
    case withoutPresence(Signatory, source: String)
    case unknownSignatory(Signatory, resembles: String?)
    case noKeyBook
    /// The signatory's signature came more than once; it counts once.
    case repeated(Signatory, source: String)
    /// Something that came along and is not needed, because whoever must sign has signed without it.
    case extra(source: String)

    /// What a finding does to the verdict.
    package enum Weight: String, Hashable, Sendable {
        case notValid = "not-valid"
        case cannotTell = "cannot-tell"
        case note
    }

    package var weight: Weight {
        switch self {
        case .malformed, .openBlank, .missing, .strangersKey, .bookDisagrees, .wordsAltered, .differsFromReference,
            .lookAlike, .malformedSignature, .otherNamespace, .withoutPresence:
            .notValid
        case .unknownSignatory, .noKeyBook: .cannotTell
        case .repeated, .extra: .note
        }
    }

    /// The name under which other programs know the finding, stable; `malformed.` is followed by the rule.
    package var code: String {
        switch self {
        case .malformed(let error): "malformed.\(error.rule.rawValue)"
        case .openBlank: "open-blank"
        case .missing: "missing"
        case .strangersKey: "wrong-key"
        case .bookDisagrees: "wrong-key.book"
        case .wordsAltered: "words-altered"
        case .differsFromReference: "words-altered.line"
        case .lookAlike: "words-altered.look-alike"
        case .malformedSignature: "malformed-signature"
        case .otherNamespace: "wrong-namespace"
        case .withoutPresence: "no-presence"
        case .unknownSignatory: "unknown-signatory"
        case .noKeyBook: "no-key-book"
        case .repeated: "repeated"
        case .extra: "extra"
        }
    }

    /// The words that open the line in which a person reads the finding.
    package var label: String {
        switch self {
        case .malformed: "MALFORMED"
        case .openBlank: "OPEN BLANK"
        case .missing: "MISSING"
        case .strangersKey, .bookDisagrees: "WRONG KEY"
        case .wordsAltered, .differsFromReference, .lookAlike: "WORDS ALTERED"
        case .malformedSignature: "MALFORMED SIGNATURE"
        case .otherNamespace: "WRONG PURPOSE"
        case .withoutPresence: "NO PRESENCE"
        case .unknownSignatory: "UNKNOWN SIGNATORY"
        case .noKeyBook: "NO KEY BOOK"
        case .repeated: "REPEATED"
        case .extra: "NOT NEEDED"
        }
    }
}
