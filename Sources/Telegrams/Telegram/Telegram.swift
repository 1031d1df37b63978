/// A telegram as it stands in a station's register: what its author wrote, and the number, time and sender it got.
///
/// An invalid telegram cannot exist: both ways of making one check every rule of `docs/formats/telegram.md`. Equality
/// of its strings is equality of their bytes, because only text in normalization form C gets in.
@dynamicMemberLookup
package struct Telegram: Hashable, Sendable {
    /// The number in the register of `from`'s station, 1 or more.
    package let number: Int64
    /// When it was released, to the second.
    package let dateTime: Instant
    package let from: Address
    package let content: Content

    /// - Throws: `FormatError` naming the rule that is broken and the line of the text where it would show.
    package init(number: Int64, dateTime: Instant, from: Address, content: Content) throws(FormatError) {
        try content.checkStrings()
        try Rules.checkWholeSecond(dateTime, "date-time")
        // What can be read back unchanged obeys every rule; so there is one set of rules, and it is the reader's.
        let header = TelegramHeader(number: number, dateTime: dateTime, from: from, content: content)
        let telegram = try Telegram(parsing: header.text(firstLine: Self.firstLine))
        guard telegram.content == content else { throw FormatError("the telegram would not be read back as it is") }
        self = telegram
    }

    /// Reads a canonical text.
    ///
    /// - Throws: `FormatError` naming the line and the rule.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        let lines = try CanonicalText.lines(of: bytes, limit: Limits.text)
        let header = try TelegramHeader(parsing: lines, firstLine: Self.firstLine, form: .telegram)
        guard let number = header.number, let dateTime = header.dateTime, let from = header.from else {
            throw FormatError("a telegram needs a number, a date-time and a sender")
        }
        self.number = number
        self.dateTime = dateTime
        self.from = from
        content = header.content
    }

    /// The canonical text: the one byte string that stands for this telegram.
    package var text: [UInt8] {
        header.text(firstLine: Self.firstLine)
    }

    package subscript<Value>(dynamicMember path: KeyPath<Content, Value>) -> Value {
        content[keyPath: path]
    }

    static let firstLine = FirstLine(format: "CABLEGRAM")

    /// The header lines as they stand in the text, without the first line and without line feeds.
    var headerLines: [ArraySlice<UInt8>] {
        var writer = TextWriter(firstLine: Self.firstLine.text)
        header.write(to: &writer)
        return Array(writer.bytes.split(separator: 0x0A).dropFirst())
    }

    private var header: TelegramHeader {
        TelegramHeader(number: number, dateTime: dateTime, from: from, content: content)
    }
}

extension Telegram {
    /// What a telegram is for.
    package enum Kind: String, CaseIterable, Sendable, CustomStringConvertible {
        case instruction, advice, request, report, draft
        /// Tells what became of telegrams: arrived, opened, done, declined.
        case receipt
        /// From station to station, about the traffic itself.
        case service

        package var description: String { rawValue }

        /// Whether stations write it to each other without an officer's having a matter in hand.
        package var isServiceTraffic: Bool { self == .receipt || self == .service }

        package init(word: some StringProtocol) throws(FormatError) {
            guard let kind = Kind(rawValue: String(word)) else {
                let words = Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw FormatError("\(quoted(word)) is not a kind of telegram (\(words))")
            }
            self = kind
        }
    }

    /// The bounds of the format.
    package enum Limits {
        /// The whole text, in bytes.
        package static let text = 256 * 1024
        /// The value of one header line, in bytes.
        package static let value = HeaderLine.valueLimit
        /// `to`, `info`, `exempt` and `care-of` together.
        package static let addressees = 64
        package static let references = 64
        package static let actions = 64
        package static let handling = 64
        package static let enclosures = 64
        /// One enclosure that travels inside the letter, in bytes.
        package static let inlineEnclosure: Int64 = 64 * 1024
    }
}
