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
    /// The key of the station that numbers the parcel and signs the cover.
    package let fromKey: KeyFingerprint
    package let to: Designator
    /// The key of the station for which it was numbered: it means nothing to one that was founded anew.
    package let toKey: KeyFingerprint
    /// The life of the sending register within which `channel` counts.
    package let incarnation: Incarnation
    /// The running number of parcels from `from` to `to`, 1 or more, without gaps.
    package let channel: Int64
    /// The channel number of an earlier parcel with the same telegram that could not be opened there.
    package let replaces: Int64?
    package let precedence: Precedence
    /// When the first required action of the letter is due, so that the clerk can chase it without reading it.
    package let due: Instant?
    package let content: Content
    /// Officers at `to` who have to act.
    package let officers: [Codename]
    /// Officers at `to` who are only informed.
    package let infoOfficers: [Codename]
    /// Officers at `to` who hand the letter over.
    package let careOf: [Codename]
    /// To which keys of the officers the letter is sealed.
    package let sealedTo: [SealedTo]
    /// The letter's enclosures that travel by themselves.
    package let announces: [Announcement]
    /// Of the parcel's content.
    package let digest: Digest256

    package init(
        from: Designator, fromKey: KeyFingerprint, to: Designator, toKey: KeyFingerprint, incarnation: Incarnation,
        channel: Int64, replaces: Int64? = nil, precedence: Precedence, due: Instant? = nil, content: Content,
        officers: [Codename] = [], infoOfficers: [Codename] = [], careOf: [Codename] = [], sealedTo: [SealedTo] = [],
        announces: [Announcement] = [], digest: Digest256
    ) throws(FormatError) {
        self.from = from
        self.fromKey = fromKey
        self.to = to
        self.toKey = toKey
        self.incarnation = incarnation
        self.channel = channel
        self.replaces = replaces
        self.precedence = precedence
        self.due = due
        self.content = content
        self.officers = officers
        self.infoOfficers = infoOfficers
        self.careOf = careOf
        self.sealedTo = sealedTo
        self.announces = announces
        self.digest = digest
        guard try Cover(parsing: text) == self else { throw FormatError("due: not a whole second") }
    }

    /// Reads the canonical text.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        let lines = try CanonicalText.lines(of: bytes, limit: Self.sizeLimit)
        try Self.firstLine.check(lines[0])
        var reader = try HeaderReader(vocabulary: Self.vocabulary, text: lines)
        let from = try reader.required("from", Designator.init)
        self.from = from
        fromKey = try reader.required("from-key", KeyFingerprint.init)
        to = try reader.required("to") { value throws(FormatError) in
            let station = try Designator(value)
            guard station != from else { throw FormatError("a parcel from \(from) to itself") }
            return station
        }
        toKey = try reader.required("to-key", KeyFingerprint.init)
        incarnation = try reader.required("incarnation", Incarnation.init)
        let channel = try reader.required("channel", ChannelNumber.parse)
        self.channel = channel
        replaces = try reader.optional("replaces") { value throws(FormatError) in
            guard channel > 1 else { throw FormatError("there is no channel number before 1") }
            return try WholeNumber.parse(value, in: 1...channel - 1, what: "channel number before \(channel)")
        }
        precedence = try reader.required("precedence", Precedence.init(word:))
        due = try reader.optional("due", Instant.init(rfc3339:))
        let word = try reader.required("content", Self.contentWord)
        (officers, infoOfficers, careOf) = try Self.readOfficers(&reader, atLeastOne: word == "letter")
        (sealedTo, announces) = try Self.readLetter(&reader, isLetter: word == "letter")
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
        writer.field("from-key", fromKey)
        writer.field("to", to)
        writer.field("to-key", toKey)
        writer.field("incarnation", incarnation)
        writer.field("channel", String(channel))
        writer.field("replaces", replaces.map { String($0) })
        writer.field("precedence", precedence)
        writer.field("due", due?.description)
        writer.field("content", content.word)
        writer.field("for", each: officers)
        writer.field("info-for", each: infoOfficers)
        writer.field("care-of", each: careOf)
        writer.field("sealed-to", each: sealedTo)
        writer.field("announces", each: announces)
        writer.field("digest", digest)
        if case .part(let part) = content { part.write(to: &writer) }
        return writer.bytes
    }

    /// The greatest size, in bytes.
    package static let sizeLimit = 32 * 1024

    private static let firstLine = FirstLine(format: "CABLEGRAM COVER", version: 2)
    private static let vocabulary =
        [
            "from", "from-key", "to", "to-key", "incarnation", "channel", "replaces", "precedence", "due", "content",
            "for", "info-for", "care-of", "sealed-to", "announces", "digest",
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

    private static func readLetter(
        _ reader: inout HeaderReader, isLetter: Bool
    ) throws(FormatError) -> ([SealedTo], [Announcement]) {
        guard isLetter else {
            try rejectFieldsOfLetters(&reader)
            return ([], [])
        }
        var officers: Set<Codename> = []
        let sealedTo = try reader.list("sealed-to", limit: 2 * Telegram.Limits.addressees) {
            value throws(FormatError) in
            let key = try SealedTo(value)
            guard officers.insert(key.officer).inserted else {
                throw FormatError("'\(key.officer)' is listed twice")
            }
            return key
        }
        var digests: Set<Digest256> = []
        let announces = try reader.list("announces", limit: Telegram.Limits.enclosures) { value throws(FormatError) in
            let announcement = try Announcement(value)
            guard digests.insert(announcement.digest).inserted else {
                throw FormatError("'\(announcement.digest)' is announced twice")
            }
            return announcement
        }
        return (sealedTo, announces)
    }

    private static func rejectFieldsOfLetters(_ reader: inout HeaderReader) throws(FormatError) {
        for field in ["sealed-to", "announces"] {
            let _: Never? = try reader.optional(field) { _ throws(FormatError) in
                throw FormatError("only the cover of a letter has '\(field)'")
            }
        }
    }
}
