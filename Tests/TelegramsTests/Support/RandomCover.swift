import Telegrams

extension SeededGenerator {
    /// The cover of a letter with any of its fields, of a service letter, or of a part.
    mutating func cover() throws -> Cover {
        let stations = ["BEIJING", "MOSCOW", "PYONGYANG", "UN-COMMAND-2"].shuffled(using: &self)
        let channel = channelNumber()
        let content = try coverContent()
        let officers = try Set(list(upTo: 5) { try $0.codename() }).sorted().shuffled(using: &self)
        let split = Int.random(in: 0...officers.count, using: &self)
        let isLetter = content == .letter
        let needsOne = isLetter && officers.isEmpty ? [try codename()] : []
        return try Cover(
            from: Designator(stations[0]), fromKey: KeyFingerprint(digest()), to: Designator(stations[1]),
            toKey: KeyFingerprint(digest()), incarnation: Incarnation(sixteenBytes(), began: instant()),
            channel: channel, replaces: channel > 1 && chance(1, of: 3) ? .random(in: 1..<channel, using: &self) : nil,
            precedence: pick(Precedence.allCases), due: chance(1, of: 3) ? instant() : nil, content: content,
            officers: needsOne + officers[..<split], infoOfficers: Array(officers[split...]),
            careOf: Set(list(upTo: 3) { try $0.codename() }).sorted(), sealedTo: isLetter ? sealedTo() : [],
            announces: isLetter ? announcements() : [], digest: digest())
    }

    mutating func channelNumber() -> Int64 {
        chance(1, of: 8) ? pick([1, 2, ChannelNumber.greatest]) : .random(in: 1...99_999, using: &self)
    }

    mutating func sixteenBytes() -> SixteenBytes { SixteenBytes(from: &self) }

    private mutating func coverContent() throws -> Cover.Content {
        if chance(1, of: 2) { return .letter }
        if chance(1, of: 2) { return .service }
        let size = Int64.random(in: 2...(chance(1, of: 4) ? Cover.Part.sizeLimit : 90_000), using: &self)
        let isFirst = chance(1, of: 3)
        let count = Int.random(in: 2...Cover.Part.countLimit, using: &self)
        return .part(
            Cover.Part(
                enclosure: try digest(), size: size, offset: isFirst ? 0 : .random(in: 1..<size, using: &self),
                index: isFirst ? 1 : .random(in: 2...count, using: &self), count: count))
    }

    private mutating func sealedTo() throws -> [Cover.SealedTo] {
        try Set(list(upTo: 5) { try $0.codename() }).sorted().map { Cover.SealedTo($0, key: try digest()) }
    }

    private mutating func announcements() throws -> [Cover.Announcement] {
        try list(upTo: 4) {
            Cover.Announcement(digest: try $0.digest(), size: .random(in: 1...Cover.Part.sizeLimit, using: &$0))
        }
    }
}
