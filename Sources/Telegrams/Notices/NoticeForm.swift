extension Notice: CustomStringConvertible {
    /// The line as it stands in a telegram.
    package var description: String {
        switch self {
        case .arrived(let parcel, let time): "arrived \(parcel) \(time)"
        case .opened(let parcel, let time, let officer): "opened \(parcel) \(time) \(officer)"
        case .done(let parcel, let action, let time, let officer): "done \(parcel) \(word(action)) \(time) \(officer)"
        case .declined(let parcel, let action, let time, let reason, let officer):
            "declined \(parcel) \(word(action)) \(time) \(word(reason)) \(officer)"
        case .refused(let parcel, let reason): "refused \(parcel) \(reason)"
        case .unreadable(let parcel, let officer): "unreadable \(parcel) \(officer)"
        case .repeat(let place): "repeat \(place)"
        case .void(let place): "void \(place)"
        case .damaged(let item, let reason): "damaged \(item) \(reason)"
        case .undeliverable(let item, let reason): "undeliverable \(item) \(reason)"
        case .whereabouts(let item): "whereabouts \(item)"
        case .passed(let item, let received, let handed, let next):
            "passed \(item) \(received) \(word(handed)) \(word(next))"
        case .unseen(let item): "unseen \(item)"
        case .compare(let sent, let heard): "compare \(sent) \(heard?.description ?? "- 0")"
        case .compared(let sent, let heard): "compared \(sent) \(heard?.description ?? "- 0")"
        case .challenge(let incarnation, let nonce): "challenge \(incarnation) \(nonce)"
        case .response(let incarnation, let nonce): "response \(incarnation) \(nonce)"
        }
    }

    /// A hyphen for what there is not.
    private func word(_ value: (some CustomStringConvertible)?) -> String { value?.description ?? "-" }

    /// Reads what `description` prints.
    package init(line: String) throws(FormatError) {
        try CanonicalText.check(line: line)
        let words = words(of: line, limit: 2)
        guard let form = Form(rawValue: String(words[0])) else {
            throw FormatError(
                "\(quoted(words[0])) is not a notice (\(Form.allCases.map(\.rawValue).joined(separator: ", ")))")
        }
        guard words.count == 2, let notice = try form.read(words[1]) else {
            throw FormatError("the notice must be '\(form.grammar)'")
        }
        self = notice
    }
}

/// The words with which notices begin, and what follows each.
private enum Form: String, CaseIterable {
    case arrived, opened, done, declined, refused, unreadable
    case `repeat`, void, damaged, undeliverable, whereabouts, passed, unseen
    case compare, compared, challenge, response

    var grammar: String {
        switch self {
        case .arrived: "arrived CHANNEL DIGEST TIME"
        case .opened: "opened CHANNEL DIGEST TIME OFFICER"
        case .done: "done CHANNEL DIGEST ACTION-OR-- TIME OFFICER"
        case .declined: "declined CHANNEL DIGEST ACTION-OR-- TIME NUMBER-OR-- OFFICER"
        case .refused: "refused CHANNEL DIGEST REASON"
        case .unreadable: "unreadable CHANNEL DIGEST OFFICER"
        case .repeat, .void: "\(rawValue) INCARNATION CHANNEL"
        case .damaged, .undeliverable: "\(rawValue) ITEM REASON"
        case .whereabouts, .unseen: "\(rawValue) ITEM"
        case .passed: "passed ITEM TIME TIME-OR-- STATION-OR--"
        case .compare, .compared: "\(rawValue) INCARNATION CHANNEL-OR-0 INCARNATION-OR-- CHANNEL-OR-0"
        case .challenge, .response: "\(rawValue) INCARNATION NONCE"
        }
    }

    /// How many words follow; the last one has the rest of the line.
    private var count: Int {
        switch self {
        case .whereabouts, .unseen: 1
        case .repeat, .void, .damaged, .undeliverable, .challenge, .response: 2
        case .arrived, .refused, .unreadable: 3
        case .opened, .passed, .compare, .compared: 4
        case .done: 5
        case .declined: 6
        }
    }

    /// - Returns: nil where words are missing.
    func read(_ rest: Substring) throws(FormatError) -> Notice? {
        let words = words(of: rest, limit: count)
        guard words.count == count else { return nil }
        switch self {
        case .arrived: return .arrived(try parcel(words), at: try Instant(rfc3339: words[2]))
        case .opened: return .opened(try parcel(words), at: try Instant(rfc3339: words[2]), by: try Codename(words[3]))
        case .done:
            return .done(
                try parcel(words), action: try action(words[2]), at: try Instant(rfc3339: words[3]),
                by: try Codename(words[4]))
        case .declined:
            return .declined(
                try parcel(words), action: try action(words[2]), at: try Instant(rfc3339: words[3]),
                reason: try reasonNumber(words[4]), by: try Codename(words[5]))
        case .refused: return .refused(try parcel(words), reason: try reason(words[2]))
        case .unreadable: return .unreadable(try parcel(words), by: try Codename(words[2]))
        case .repeat: return .repeat(try place(words))
        case .void: return .void(try place(words))
        case .damaged: return .damaged(item: try item(words[0]), reason: try reason(words[1]))
        case .undeliverable: return .undeliverable(item: try item(words[0]), reason: try reason(words[1]))
        case .whereabouts: return .whereabouts(item: try item(words[0]))
        case .unseen: return .unseen(item: try item(words[0]))
        case .compare: return .compare(sent: try last(words), heard: try heard(words))
        case .compared: return .compared(sent: try last(words), heard: try heard(words))
        case .challenge: return .challenge(try IncarnationName(hex: words[0]), nonce: try Nonce(hex: words[1]))
        case .response: return .response(try IncarnationName(hex: words[0]), nonce: try Nonce(hex: words[1]))
        case .passed:
            return .passed(
                item: try item(words[0]), received: try Instant(rfc3339: words[1]),
                handed: try unlessMissing(words[2]) { word throws(FormatError) in try Instant(rfc3339: word) },
                next: try unlessMissing(words[3]) { word throws(FormatError) in try Designator(String(word)) })
        }
    }

    private func parcel(_ words: [Substring]) throws(FormatError) -> ParcelName {
        ParcelName(channel: try ChannelNumber.parse(words[0]), digest: try Digest256(hex: words[1]))
    }

    private func place(_ words: [Substring]) throws(FormatError) -> ChannelPlace {
        ChannelPlace(incarnation: try IncarnationName(hex: words[0]), channel: try ChannelNumber.parse(words[1]))
    }

    private func last(_ words: [Substring]) throws(FormatError) -> ChannelPlace {
        ChannelPlace(incarnation: try IncarnationName(hex: words[0]), channel: try ChannelNumber.parseOrNone(words[1]))
    }

    /// `- 0` for nothing at all.
    private func heard(_ words: [Substring]) throws(FormatError) -> ChannelPlace? {
        let incarnation = try unlessMissing(words[2]) { word throws(FormatError) in try IncarnationName(hex: word) }
        let channel = try ChannelNumber.parseOrNone(words[3])
        guard let incarnation else {
            guard channel == 0 else { throw FormatError("a number was heard, and no incarnation is named") }
            return nil
        }
        return ChannelPlace(incarnation: incarnation, channel: channel)
    }

    /// Nil for a hyphen.
    private func unlessMissing<Value>(
        _ word: Substring, _ read: (Substring) throws(FormatError) -> Value
    ) throws(FormatError) -> Value? {
        word == "-" ? nil : try read(word)
    }

    private func action(_ word: Substring) throws(FormatError) -> Int? {
        try unlessMissing(word) { word throws(FormatError) in
            Int(try WholeNumber.parse(word, in: 1...Int64(Telegram.Limits.actions), what: "number of an action"))
        }
    }

    private func reasonNumber(_ word: Substring) throws(FormatError) -> Int64? {
        try unlessMissing(word) { word throws(FormatError) in
            try WholeNumber.parse(word, in: 1...Int64.max, what: "telegram number")
        }
    }

    private func item(_ word: Substring) throws(FormatError) -> String {
        guard FileName.isSafe(String(word)), !word.utf8.contains(0x20) else {
            throw FormatError("\(quoted(word)) is not the name of a bundle file")
        }
        return String(word)
    }

    private func reason(_ words: Substring) throws(FormatError) -> String {
        try HeaderLine.check(value: words)
        return String(words)
    }
}
