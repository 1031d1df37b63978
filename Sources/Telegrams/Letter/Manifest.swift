/// What the sender of a telegram signs: who wrote to whom, under which number and when, and commitments to the rest.
///
/// Every recipient's key is in it, so that a recipient cannot pass the letter on as if it had been written to a third.
package struct Manifest: Hashable, Sendable {
    /// An officer or a station, and the key by which it is known.
    package struct Party: Hashable, Sendable, CustomStringConvertible {
        package var key: KeyFingerprint
        package var address: Address

        package init(key: KeyFingerprint, address: Address) {
            self.key = key
            self.address = address
        }

        package var description: String { "\(key) \(address)" }

        init(_ text: Substring) throws(FormatError) {
            let words = words(of: text, limit: 2)
            guard words.count == 2 else { throw FormatError("must be a key fingerprint, a blank and an address") }
            self.init(key: try KeyFingerprint(words[0]), address: try Address(words[1]))
        }
    }

    /// The station whose register the number is from.
    package let station: Designator
    package let number: Int64
    package let dateTime: Instant
    package let sender: Party
    /// The action addressees, in the order of the telegram.
    package let recipients: [Party]
    /// The information addressees, in the order of the telegram.
    ///
    /// Told apart, so that an extract cannot withhold a `to` line and have its addressee taken for one who was only
    /// informed.
    package let infoRecipients: [Party]
    /// Digests of the enclosures before sealing, in the order of the telegram.
    package let enclosures: [Digest256]
    package let segmentCount: Int
    /// The commitment to all segments.
    package let root: Digest256

    package init(
        station: Designator, number: Int64, dateTime: Instant, sender: Party, recipients: [Party],
        infoRecipients: [Party] = [], enclosures: [Digest256], segmentCount: Int, root: Digest256
    ) throws(FormatError) {
        self.station = station
        self.number = number
        self.dateTime = dateTime
        self.sender = sender
        self.recipients = recipients
        self.infoRecipients = infoRecipients
        self.enclosures = enclosures
        self.segmentCount = segmentCount
        self.root = root
        guard try Manifest(parsing: text) == self else { throw FormatError("date-time: not a whole second") }
    }

    /// Reads the canonical text.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        let lines = try CanonicalText.lines(of: bytes, limit: Self.sizeLimit)
        try Self.firstLine.check(lines[0])
        var reader = try HeaderReader(vocabulary: Self.vocabulary, text: lines)
        (station, number) = try reader.required("telegram", Self.telegram)
        dateTime = try reader.required("date-time", Instant.init(rfc3339:))
        let station = station
        sender = try reader.required("sender") { value throws(FormatError) in
            let sender = try Party(value)
            guard sender.address.station == station else { throw FormatError("the sender is not at \(station)") }
            return sender
        }
        var seen: Set<Address> = []
        func recipient(_ value: Substring) throws(FormatError) -> Party {
            let recipient = try Party(value)
            guard seen.insert(recipient.address).inserted else {
                throw FormatError("'\(recipient.address)' is listed twice")
            }
            return recipient
        }
        let limit = Telegram.Limits.addressees
        recipients = try reader.nonEmptyList("recipient", limit: limit, recipient)
        infoRecipients = try reader.list("info-recipient", limit: limit, recipient)
        enclosures = try reader.list("enclosure", limit: Telegram.Limits.enclosures, Digest256.init(hex:))
        segmentCount = try reader.required("segments") { value throws(FormatError) in
            Int(try WholeNumber.parse(value, in: 1...Int64(Telegram.Limits.text), what: "number of segments"))
        }
        root = try reader.required("root", Digest256.init(hex:))
        try reader.finish()
        guard lines.count == reader.lastNumber else {
            throw FormatError(line: reader.lastNumber + 1, "an empty line in a manifest")
        }
    }

    /// The canonical text: what is signed.
    package var text: [UInt8] {
        var writer = TextWriter(firstLine: Self.firstLine.text)
        writer.field("telegram", "\(station) \(number)")
        writer.field("date-time", dateTime)
        writer.field("sender", sender)
        writer.field("recipient", each: recipients)
        writer.field("info-recipient", each: infoRecipients)
        writer.field("enclosure", each: enclosures)
        writer.field("segments", String(segmentCount))
        writer.field("root", root)
        return writer.bytes
    }

    /// The greatest size, in bytes.
    package static let sizeLimit = 32 * 1024

    private static let firstLine = FirstLine(format: "CABLEGRAM MANIFEST")
    private static let vocabulary = [
        "telegram", "date-time", "sender", "recipient", "info-recipient", "enclosure", "segments", "root",
    ]

    private static func telegram(_ value: Substring) throws(FormatError) -> (Designator, Int64) {
        let words = words(of: value)
        guard words.count == 2 else { throw FormatError("must be a station, a blank and a number") }
        let number = try WholeNumber.parse(words[1], in: 1...Int64.max, what: "telegram number")
        return (try Designator(words[0]), number)
    }
}

extension Manifest {
    /// The first thing in which a manifest and the telegram that came with it differ, nil where there is none.
    ///
    /// Everything but keys and root, which only somebody with a key book and a hash function can judge.
    package func disagreement(with telegram: Telegram) -> FormatError? {
        let checks: [(String, Bool)] = [
            ("number", station == telegram.from.station && number == telegram.number),
            ("date-time", dateTime == telegram.dateTime),
            ("sender", sender.address == telegram.from),
            ("recipients", recipients.map(\.address) == telegram.to),
            ("information addressees", infoRecipients.map(\.address) == telegram.info),
            ("enclosures", enclosures == telegram.enclosures.map(\.digest)),
            ("number of segments", segmentCount == telegram.segments.count),
        ]
        return checks.first { !$0.1 }.map { FormatError("manifest and telegram differ in their \($0.0)") }
    }
}
