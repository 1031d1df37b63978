/// What the clerk of the receiving station sees of a parcel.
package struct Cover: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// A letter sealed to officers.
        case letter
        /// A letter from station to station: receipts and service telegrams.
        case service
        /// A part of an enclosure that travels by itself.
        case part(Part)

        fileprivate var word: String {
            switch self {
            case .letter: "letter"
            case .service: "service"
            case .part: "part"
            }
        }
    }

    package let from: Designator
    package let to: Designator
    /// The running number of parcels from `from` to `to`, 1 or more, without gaps.
    package let channel: Int64
    package let precedence: Precedence
    package let content: Content
    /// Officers at `to` who have to act.
    package let officers: [Codename]
    /// Officers at `to` who are only informed.
    package let infoOfficers: [Codename]
    /// Officers at `to` who hand the letter over.
    package let careOf: [Codename]
    /// Of the parcel's content.
    package let digest: Digest256

    package init(
        from: Designator, to: Designator, channel: Int64, precedence: Precedence, content: Content,
        officers: [Codename] = [], infoOfficers: [Codename] = [], careOf: [Codename] = [], digest: Digest256
    ) throws(FormatError) {
        self.from = from
        self.to = to
        self.channel = channel
        self.precedence = precedence
        self.content = content
        self.officers = officers
        self.infoOfficers = infoOfficers
        self.careOf = careOf
        self.digest = digest
        _ = try Cover(parsing: text)
    }

    /// Reads the canonical text.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        let lines = try CanonicalText.lines(of: bytes, limit: Self.sizeLimit)
        try Self.firstLine.check(lines[0])
        var reader = try HeaderReader(vocabulary: Self.vocabulary, text: lines)
        let from = try reader.required("from", Designator.init)
        self.from = from
        to = try reader.required("to") { value throws(FormatError) in
            let station = try Designator(value)
            guard station != from else { throw FormatError("a parcel from \(from) to itself") }
            return station
        }
        channel = try reader.required("channel") { value throws(FormatError) in
            try WholeNumber.parse(value, in: 1...Int64.max, what: "channel number")
        }
        precedence = try reader.required("precedence", Precedence.init(word:))
        let word = try reader.required("content", Self.contentWord)
        (officers, infoOfficers, careOf) = try Self.readOfficers(&reader, atLeastOne: word == "letter")
        digest = try reader.required("digest", Digest256.init(hex:))
        switch word {
        case "letter": content = .letter
        case "service": content = .service
        default: content = .part(try Part(reading: &reader))
        }
        try reader.finish()
        guard lines.count == reader.lastNumber else {
            throw FormatError(line: reader.lastNumber + 1, "an empty line in a cover")
        }
    }

    /// The canonical text: what the sending station signs.
    package var text: [UInt8] {
        var writer = TextWriter(firstLine: Self.firstLine.text)
        writer.field("from", from)
        writer.field("to", to)
        writer.field("channel", String(channel))
        writer.field("precedence", precedence)
        writer.field("content", content.word)
        writer.field("for", each: officers)
        writer.field("info-for", each: infoOfficers)
        writer.field("care-of", each: careOf)
        writer.field("digest", digest)
        if case .part(let part) = content { part.write(to: &writer) }
        return writer.bytes
    }

    /// The greatest size, in bytes.
    package static let sizeLimit = 16 * 1024

    private static let firstLine = FirstLine(format: "CABLEGRAM COVER")
    private static let vocabulary =
        [
            "from", "to", "channel", "precedence", "content", "for", "info-for", "care-of", "digest",
        ] + Part.vocabulary

    private static func contentWord(_ value: Substring) throws(FormatError) -> Substring {
        guard value == "letter" || value == "service" || value == "part" else {
            throw FormatError("\(quoted(value)) is not a content (letter, service, part)")
        }
        return value
    }

    private static func readOfficers(
        _ reader: inout HeaderReader, atLeastOne: Bool
    ) throws(FormatError) -> ([Codename], [Codename], [Codename]) {
        var seen: Set<Codename> = []
        func unique(_ value: Substring) throws(FormatError) -> Codename {
            let officer = try Codename(value)
            guard seen.insert(officer).inserted else { throw FormatError("'\(officer)' is listed twice") }
            return officer
        }
        let limit = Telegram.Limits.addressees
        let officers = try reader.list("for", limit: limit, unique)
        let infoOfficers = try reader.list("info-for", limit: limit, unique)
        if atLeastOne, officers.isEmpty, infoOfficers.isEmpty { throw reader.missing("for") }
        seen = []
        return (officers, infoOfficers, try reader.list("care-of", limit: limit, unique))
    }
}
