/// Reads a card line by line, in the one order that the format knows.
struct CardParser {
    private let lines: [String]
    private var index = 0
    /// Every recipient on the card: none may stand there twice, or an officer's letters would open for somebody else.
    private var recipients: Set<String> = []

    init(lines: [String]) {
        self.lines = lines
    }

    mutating func card() throws(FormatError) -> Card {
        let content = try content(isWhole: false)
        let signature = try signature("signature")
        let card = try placed { () throws(FormatError) in try Card(content, signature: signature) }
        guard index == lines.count else { throw FormatError(line: index + 1, "text after the signature") }
        return card
    }

    // MARK: Station

    /// - Parameter isWhole: whether nothing may follow.
    mutating func content(isWhole: Bool = true) throws(FormatError) -> CardContent {
        guard next() == Card.title else { throw error("expected \(Card.title)") }
        let station = try value("station") { text throws(FormatError) in try Designator(text) }
        let serial = try value("serial") { text throws(FormatError) in
            Int(try WholeNumber.parse(text, in: 1...Int64(Card.serialLimit), what: "serial number of a card"))
        }
        let issued = try value("issued") { text throws(FormatError) in try Instant(rfc3339: text) }
        let stationKey = try value("station-key", Self.softwareKey)
        let postQuantumKey = try value("post-quantum-key") { text throws(FormatError) in try PostQuantumKey(text) }
        let logKey = try value("log-key") { text throws(FormatError) in
            text == "none" ? nil : try Self.softwareKey(text)
        }
        let cardKey = try cardKey()
        let sealingKeys = try sealingKeys("sealing-key")
        guard !sealingKeys.isEmpty else { throw FormatError(line: index + 1, "expected sealing-key: and its value") }
        let endpoints = try endpoints()
        let officers = try officers(stationKey: stationKey)
        guard !isWhole || index == lines.count else {
            throw FormatError(line: index + 1, "expected officer or signature")
        }
        return CardContent(
            uncheckedStation: station, serial: serial, issued: issued, stationKey: stationKey,
            postQuantumKey: postQuantumKey, logKey: logKey, cardKey: cardKey, sealingKeys: sealingKeys,
            endpoints: endpoints, officers: officers)
    }

    /// The key of a machine, which nobody stands beside to touch it.
    private static func softwareKey(_ text: String) throws(FormatError) -> KeyLine {
        let key = try KeyLine(text)
        guard key.algorithm == .ed25519 else {
            throw FormatError("a station's key is \(KeyLine.Algorithm.ed25519.rawValue)")
        }
        return key
    }

    private mutating func cardKey() throws(FormatError) -> String? {
        guard isNext("card-key") else { return nil }
        let key = try value("card-key") { text throws(FormatError) in
            try SealingKey.check(recipient: text)
            return text
        }
        recipients.insert(key)
        return key
    }

    private mutating func endpoints() throws(FormatError) -> [String] {
        var endpoints: [String] = []
        while isNext("endpoint") {
            let endpoint = try value("endpoint") { text throws(FormatError) in
                guard (1...Card.endpointSizeLimit).contains(text.utf8.count), text.utf8.first != 0x20 else {
                    throw FormatError("an endpoint has 1 to \(Card.endpointSizeLimit) bytes and begins without a blank")
                }
                return text
            }
            guard endpoints.count < Card.endpointLimit else { throw error("more than \(Card.endpointLimit) endpoints") }
            guard !endpoints.contains(endpoint) else { throw error("the same endpoint twice") }
            endpoints.append(endpoint)
        }
        return endpoints
    }

    // MARK: Officers

    private mutating func officers(stationKey: KeyLine) throws(FormatError) -> [OfficerEntry] {
        var officers: [OfficerEntry] = []
        var keys = [stationKey]
        while isNext("officer") {
            let line = index + 1
            let officer = try officer()
            guard officers.count < Card.officerLimit else {
                throw FormatError(line: line, "more than \(Card.officerLimit) officers")
            }
            if let last = officers.last, last.name >= officer.name {
                throw FormatError(line: line, "officers stand in the order of their names, each once")
            }
            guard !keys.contains(officer.key) else {
                throw FormatError(line: line, "the key of \(officer.name) is on the card already")
            }
            keys.append(officer.key)
            officers.append(officer)
        }
        return officers
    }

    private mutating func officer() throws(FormatError) -> OfficerEntry {
        let content = try officerContent()
        let signature = try signature("officer-signature")
        return try placed { () throws(FormatError) in try OfficerEntry(content, signature: signature) }
    }

    mutating func officerContent() throws(FormatError) -> OfficerContent {
        let name = try value("officer") { text throws(FormatError) in try Codename(text) }
        let issued = try value("officer-issued") { text throws(FormatError) in try Instant(rfc3339: text) }
        let key = try value("officer-key") { text throws(FormatError) in try KeyLine(text) }
        return OfficerContent(
            uncheckedName: name, issued: issued, key: key, sealingKeys: try sealingKeys("officer-sealing-key"))
    }

    // MARK: Fields

    private mutating func sealingKeys(_ field: String) throws(FormatError) -> [SealingKey] {
        var keys: [SealingKey] = []
        while isNext(field) {
            let key = try value(field) { text throws(FormatError) in try SealingKey(text) }
            guard keys.count < Card.sealingKeyLimit else {
                throw error("more than \(Card.sealingKeyLimit) sealing keys")
            }
            if let last = keys.last, last.from >= key.from {
                throw error("sealing keys stand in the order in which they begin, the newest last")
            }
            guard recipients.insert(key.recipient).inserted else {
                throw error("this recipient is on the card already")
            }
            keys.append(key)
        }
        return keys
    }

    private mutating func signature(_ field: String) throws(FormatError) -> [UInt8] {
        try value(field) { text throws(FormatError) in try CanonicalBase64.decode(text) }
    }

    private func isNext(_ field: String) -> Bool {
        index < lines.count && lines[index].utf8.starts(with: "\(field): ".utf8)
    }

    private mutating func value<Value>(
        _ field: String, _ read: (String) throws(FormatError) -> Value
    ) throws(FormatError) -> Value {
        let mark = "\(field): ".utf8
        guard let line = next(), line.utf8.starts(with: mark) else { throw error("expected \(field): and its value") }
        let text = String(decoding: line.utf8.dropFirst(mark.count), as: UTF8.self)
        return try placed { () throws(FormatError) in try read(text) }
    }

    /// Places a complaint about a value on the line read last.
    private func placed<Value>(_ body: () throws(FormatError) -> Value) throws(FormatError) -> Value {
        do { return try body() } catch { throw error.at(line: index) }
    }

    private mutating func next() -> String? {
        index += 1
        return index <= lines.count ? lines[index - 1] : nil
    }

    /// A complaint about the line read last.
    private func error(_ rule: String) -> FormatError {
        FormatError(line: index, rule)
    }
}
