/// What one station tells another about its traffic; one line in a receipt or service telegram.
///
/// `channel` is the channel number of the parcel that is meant, as counted by the station that sent it: the one to which
/// the notice goes or, for `void`, the one from which it comes.
package enum Notice: Hashable, Sendable {
    /// It is safely stored at the station.
    case arrived(channel: Int64, at: Instant)
    /// An officer has opened it.
    case opened(channel: Int64, at: Instant, by: Codename)
    /// An officer has done what it asks.
    case done(channel: Int64, at: Instant, by: Codename)
    /// An officer will not do what it asks; the telegram of that number in his station's register says why.
    case declined(channel: Int64, at: Instant, reason: Int64?, by: Codename)
    /// It did not arrive: send it again.
    case `repeat`(channel: Int64)
    /// There is no parcel of that number, and there will be none.
    case void(channel: Int64)
    /// A bundle (by its file name) arrived that cannot be read.
    case damaged(item: String, reason: String)
    /// A bundle (by its file name) cannot be passed on.
    case undeliverable(item: String, reason: String)
    /// When did this bundle of mine (by its file name) reach you, and when did it go on?
    case whereabouts(item: String)
    /// A bundle of yours came and, where it has gone on, to which station.
    case passed(item: String, received: Instant, handed: Instant?, next: Designator?)
    /// A bundle of yours has never been here, or too long ago.
    case unseen(item: String)
    /// The last channel number that I have given out towards you, and the highest that I have heard from you, 0 for none;
    /// what are yours?
    case compare(sent: Int64, heard: Int64)
    /// The answer to that.
    case compared(sent: Int64, heard: Int64)
}

extension Notice: CustomStringConvertible {
    /// The line as it stands in a telegram.
    package var description: String {
        switch self {
        case .arrived(let channel, let time): "arrived \(channel) \(time)"
        case .opened(let channel, let time, let officer): "opened \(channel) \(time) \(officer)"
        case .done(let channel, let time, let officer): "done \(channel) \(time) \(officer)"
        case .declined(let channel, let time, let reason, let officer):
            "declined \(channel) \(time) \(reason.map { String($0) } ?? "-") \(officer)"
        case .repeat(let channel): "repeat \(channel)"
        case .void(let channel): "void \(channel)"
        case .damaged(let item, let reason): "damaged \(item) \(reason)"
        case .undeliverable(let item, let reason): "undeliverable \(item) \(reason)"
        case .whereabouts(let item): "whereabouts \(item)"
        case .passed(let item, let received, let handed, let next):
            "passed \(item) \(received) \(handed?.description ?? "-") \(next?.description ?? "-")"
        case .unseen(let item): "unseen \(item)"
        case .compare(let sent, let heard): "compare \(sent) \(heard)"
        case .compared(let sent, let heard): "compared \(sent) \(heard)"
        }
    }

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
    case arrived, opened, done, declined, `repeat`, void, damaged, undeliverable, whereabouts, passed, unseen, compare
    case compared

    var grammar: String {
        switch self {
        case .arrived: "arrived CHANNEL TIME"
        case .opened, .done: "\(rawValue) CHANNEL TIME OFFICER"
        case .declined: "declined CHANNEL TIME NUMBER-OR-- OFFICER"
        case .repeat, .void: "\(rawValue) CHANNEL"
        case .damaged, .undeliverable: "\(rawValue) ITEM REASON"
        case .whereabouts, .unseen: "\(rawValue) ITEM"
        case .passed: "passed ITEM TIME TIME-OR-- STATION-OR--"
        case .compare, .compared: "\(rawValue) CHANNEL-OR-0 CHANNEL-OR-0"
        }
    }

    /// How many words follow; the last one has the rest of the line.
    private var count: Int {
        switch self {
        case .repeat, .void, .whereabouts, .unseen: 1
        case .arrived, .damaged, .undeliverable, .compare, .compared: 2
        case .opened, .done: 3
        case .declined, .passed: 4
        }
    }

    /// - Returns: nil where words are missing.
    func read(_ rest: Substring) throws(FormatError) -> Notice? {
        let words = words(of: rest, limit: count)
        guard words.count == count else { return nil }
        switch self {
        case .arrived: return .arrived(channel: try channel(words[0]), at: try Instant(rfc3339: words[1]))
        case .opened:
            return .opened(
                channel: try channel(words[0]), at: try Instant(rfc3339: words[1]), by: try Codename(words[2]))
        case .done:
            return .done(channel: try channel(words[0]), at: try Instant(rfc3339: words[1]), by: try Codename(words[2]))
        case .declined:
            return .declined(
                channel: try channel(words[0]), at: try Instant(rfc3339: words[1]),
                reason: try reasonNumber(words[2]), by: try Codename(words[3]))
        case .repeat: return .repeat(channel: try channel(words[0]))
        case .void: return .void(channel: try channel(words[0]))
        case .damaged: return .damaged(item: try item(words[0]), reason: try reason(words[1]))
        case .undeliverable: return .undeliverable(item: try item(words[0]), reason: try reason(words[1]))
        case .whereabouts: return .whereabouts(item: try item(words[0]))
        case .unseen: return .unseen(item: try item(words[0]))
        case .compare: return .compare(sent: try channelOrNone(words[0]), heard: try channelOrNone(words[1]))
        case .compared: return .compared(sent: try channelOrNone(words[0]), heard: try channelOrNone(words[1]))
        case .passed:
            return .passed(
                item: try item(words[0]), received: try Instant(rfc3339: words[1]),
                handed: try unlessMissing(words[2]) { word throws(FormatError) in try Instant(rfc3339: word) },
                next: try unlessMissing(words[3]) { word throws(FormatError) in try Designator(String(word)) })
        }
    }

    private func channelOrNone(_ word: Substring) throws(FormatError) -> Int64 {
        try WholeNumber.parse(word, in: 0...Int64.max, what: "channel number")
    }

    /// Nil for a hyphen.
    private func unlessMissing<Value>(
        _ word: Substring, _ read: (Substring) throws(FormatError) -> Value
    ) throws(FormatError) -> Value? {
        word == "-" ? nil : try read(word)
    }

    private func channel(_ word: Substring) throws(FormatError) -> Int64 {
        try WholeNumber.parse(word, in: 1...Int64.max, what: "channel number")
    }

    private func reasonNumber(_ word: Substring) throws(FormatError) -> Int64? {
        try unlessMissing(word) { word throws(FormatError) in
            try WholeNumber.parse(word, in: 1...Int64.max, what: "telegram number")
        }
    }

    private func item(_ word: Substring) throws(FormatError) -> String {
        guard FileName.isSafe(String(word)) else {
            throw FormatError("\(quoted(word)) is not the name of a bundle file")
        }
        return String(word)
    }

    private func reason(_ words: Substring) throws(FormatError) -> String {
        try HeaderLine.check(value: words)
        return String(words)
    }
}
