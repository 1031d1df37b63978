extension StatementReason {
    /// The finding in words: lower case, one line.
    package var message: String {
        switch self {
        case .malformed(let error): "\(error)"
        case .openBlank(let line): "line \(line) has an open blank, and a text with a blank cannot be valid"
        case .missing(let signatory): "no signature of \(quoted(signatory.name)), key \(signatory.key)"
        case .strangersKey(let source, let key): "\(quoted(source)) was made with key \(key), which is no signatory's"
        case .bookDisagrees(let signatory, let book):
            "the statement gives \(quoted(signatory.name)) key \(signatory.key), your key book has \(listed(book))"
        case .wordsAltered(let signatory, let source):
            "\(quoted(source)) was made with the key of \(quoted(signatory.name)), but not over these words"
        case .differsFromReference(let difference): differenceInWords(difference)
        case .lookAlike(let lookAlike): "\(lookAlike)"
        case .malformedSignature(let source, let rule):
            "\(quoted(source)) is not a signature: \(quoted(rule, limit: 200))"
        case .otherNamespace(let signatory, let source, let namespace):
            "\(quoted(source)) of \(quoted(signatory.name)) was made for \(quoted(namespace)), not for \(Statement.namespace)"
        case .withoutPresence(let signatory, let source):
            "\(quoted(source)) of \(quoted(signatory.name)) was made without a touch of the hardware key"
        case .unknownSignatory(let signatory, nil): "your key book has no key for \(quoted(signatory.name))"
        case .unknownSignatory(let signatory, let name?):
            "your key book has no key for \(quoted(signatory.name)); \(quoted(name)) only looks like it"
        case .noKeyBook: "there is no key book to compare the keys of the signatories with"
        case .repeated(let signatory, let source):
            "\(quoted(source)) is a further signature of \(quoted(signatory.name)); it counts once"
        case .extra(let source): "\(quoted(source)) was left aside, nothing depends on it"
        }
    }

    /// What to do about it; nil where nothing need be done.
    package var hint: String? {
        switch self {
        case .malformed(let error) where [.carriageReturn, .trailingBlank, .noFinalLineFeed].contains(error.rule):
            "get the file again by a way that changes no byte, for instance as an attachment or in an archive"
        case .malformed: "get the statement again from a signatory; do not mend it, the signatures hold for every byte"
        case .openBlank: "ask the signatories for the completed text, signed again by all"
        case .missing(let signatory):
            "ask \(quoted(signatory.name)) whether it signed; without its signature nothing is stated"
        case .strangersKey: "ask for the signature made with the key that the statement names"
        case .bookDisagrees(let signatory, _):
            "ask \(quoted(signatory.name)), over a way you trust, which key is its own; until then believe your book"
        case .wordsAltered: "compare the text with the signatory's own copy, letter by letter"
        case .differsFromReference: "find out which of the two texts was agreed; only that one can be valid"
        case .lookAlike: "somebody put in a letter that only looks right; get the text again from a signatory"
        case .malformedSignature: "get that signature file again"
        case .otherNamespace: "ask for a signature of the statement itself"
        case .withoutPresence: "ask the signatory to sign again and to touch the key"
        case .unknownSignatory(let signatory, _):
            "get the key of \(quoted(signatory.name)) by a way you trust, and enter it in your key book"
        case .noKeyBook: "name your key book; a key that came with the statement proves nothing"
        case .repeated, .extra: nil
        }
    }

    private func differenceInWords(_ difference: LineDifference) -> String {
        let place = "line \(difference.line), column \(difference.column)"
        switch (difference.found, difference.expected) {
        case (let found?, let expected?):
            return "\(place): found \(quoted(found)), the reference has \(quoted(expected))"
        case (let found?, nil): return "\(place): found \(quoted(found)), the reference has ended"
        case (nil, let expected?): return "\(place): the text has ended, the reference has \(quoted(expected))"
        case (nil, nil): return place
        }
    }

    private func listed(_ keys: [KeyIdentifier]) -> String {
        keys.isEmpty ? "none" : keys.map(\.description).joined(separator: " and ")
    }
}
