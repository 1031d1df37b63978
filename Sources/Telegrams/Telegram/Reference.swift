/// What a telegram refers to.
package enum Reference: Hashable, Sendable, CustomStringConvertible {
    /// An earlier telegram; its time and identity where they are known.
    ///
    /// The identity is SHA-256 of the manifest that its sender signed.
    case telegram(station: Designator, number: Int64, dateTime: Instant?, identity: Digest256?)
    /// Something said or written by an outside party, in words.
    case outside(String)

    /// `BEIJING 512 1951-06-29T10:00:00Z <64 hex>`, with `-` for what is not known, or `outside WORDS`.
    package var description: String {
        switch self {
        case .telegram(let station, let number, let dateTime, let identity):
            [station.description, String(number), dateTime?.description ?? "-", identity?.description ?? "-"]
                .joined(separator: " ")
        case .outside(let words):
            Self.outsideMark + words
        }
    }

    /// Reads what `description` prints.
    package init(_ text: some StringProtocol) throws(FormatError) {
        if text.utf8.starts(with: Self.outsideMark.utf8) {
            let words = Substring(text).utf8.dropFirst(Self.outsideMark.utf8.count)
            try HeaderLine.check(value: Substring(words))
            self = .outside(String(Substring(words)))
            return
        }
        let words = words(of: text)
        guard words.count == 4 else {
            throw FormatError(
                "a reference is 'STATION NUMBER TIME IDENTITY' (- for what is not known) or 'outside WORDS'")
        }
        self = .telegram(
            station: try Designator(words[0]),
            number: try WholeNumber.parse(words[1], in: 1...Int64.max, what: "telegram number"),
            dateTime: words[2] == "-" ? nil : try Instant(rfc3339: words[2]),
            identity: words[3] == "-" ? nil : try Digest256(hex: words[3]))
    }

    private static let outsideMark = "outside "
}
