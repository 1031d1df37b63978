/// What a station says of itself and its officers, before it has signed it.
package struct CardContent: Hashable, Sendable {
    package let station: Designator
    /// 1 for the first card of a station, greater for every later one.
    package let serial: Int
    package let issued: Instant
    package let stationKey: KeyLine
    package let postQuantumKey: PostQuantumKey
    /// The key that signs the checkpoints of the station's register; nil for a station without a register.
    package let logKey: KeyLine?
    /// A recipient (`age1pq1...`) without an end, to which nothing is sealed but cards; nil on cards of before.
    ///
    /// By it two stations whose sealing keys have all run out still get each other's new ones.
    package let cardKey: String?
    /// Oldest first.
    package let sealingKeys: [SealingKey]
    /// How the station can be reached, in the words that its correspondents' links understand.
    package let endpoints: [String]
    /// In the order of their names.
    package let officers: [OfficerEntry]

    /// - Throws: `FormatError` where a reader of the card would refuse it; the officers are put in order before.
    package init(
        station: Designator, serial: Int, issued: Instant, stationKey: KeyLine, postQuantumKey: PostQuantumKey,
        logKey: KeyLine?, cardKey: String? = nil, sealingKeys: [SealingKey], endpoints: [String],
        officers: [OfficerEntry]
    ) throws(FormatError) {
        self.init(
            uncheckedStation: station, serial: serial, issued: issued, stationKey: stationKey,
            postQuantumKey: postQuantumKey, logKey: logKey, cardKey: cardKey, sealingKeys: sealingKeys,
            endpoints: endpoints, officers: officers.sorted { $0.name < $1.name })
        guard !endpoints.contains(where: { $0.utf8.contains(0x0A) }) else {
            throw FormatError("line feed in an endpoint")
        }
        var parser = CardParser(lines: try CanonicalText.lines(of: signedBytes, limit: Card.sizeLimit))
        guard try parser.content() == self else { throw FormatError("the times of a card are whole seconds") }
    }

    init(
        uncheckedStation station: Designator, serial: Int, issued: Instant, stationKey: KeyLine,
        postQuantumKey: PostQuantumKey, logKey: KeyLine?, cardKey: String?, sealingKeys: [SealingKey],
        endpoints: [String], officers: [OfficerEntry]
    ) {
        self.station = station
        self.serial = serial
        self.issued = issued
        self.stationKey = stationKey
        self.postQuantumKey = postQuantumKey
        self.logKey = logKey
        self.cardKey = cardKey
        self.sealingKeys = sealingKeys
        self.endpoints = endpoints
        self.officers = officers
    }

    var lines: [String] {
        let head = [
            Card.title, "station: \(station)", "serial: \(serial)", "issued: \(issued)",
            "station-key: \(stationKey)", "post-quantum-key: \(postQuantumKey)",
            "log-key: \(logKey?.description ?? "none")",
        ]
        return head + (cardKey.map { ["card-key: \($0)"] } ?? []) + sealingKeys.map { "sealing-key: \($0)" }
            + endpoints.map { "endpoint: \($0)" }
            + officers.flatMap(\.lines)
    }

    /// Exactly the bytes that the station signs, in the namespace of cards: everything before the last line.
    package var signedBytes: [UInt8] { Card.text(lines) }
}
