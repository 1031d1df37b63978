import Telegrams

extension SeededGenerator {
    mutating func telegram() throws -> Telegram {
        try Telegram(number: number(), dateTime: instant(), from: address(), content: content())
    }

    mutating func content() throws -> Telegram.Content {
        let kind = pick(Telegram.Kind.allCases)
        let needsMatter = kind != .receipt && kind != .service
        var addressees: Set<Address> = []
        while addressees.count < 9 { addressees.insert(try address()) }
        var unused = Array(addressees).sorted().shuffled(using: &self)
        func take(_ count: Int) -> [Address] {
            defer { unused.removeFirst(count) }
            return Array(unused.prefix(count))
        }
        var content = Telegram.Content(
            precedence: pick(Precedence.allCases), to: take(Int.random(in: 1...3, using: &self)), kind: kind)
        content.info = take(Int.random(in: 0...3, using: &self))
        content.exempt = take(Int.random(in: 0...2, using: &self))
        content.careOf = try Set(list(upTo: 2) { try Address(officer: $0.codename(), station: $0.designator()) })
            .sorted()
        content.filingReference = chance(1, of: 2) ? line() : nil
        if !content.info.isEmpty, content.precedence < .deferred, chance(1, of: 2) {
            content.infoPrecedence = .deferred
        }
        content.matter = needsMatter || chance(1, of: 3) ? line() : nil
        content.subject = needsMatter || chance(1, of: 3) ? line() : nil
        content.references = try list(upTo: 4) { try $0.reference() }
        content.replyBy = chance(1, of: 3) ? instant() : nil
        content.actions = list(upTo: 3) { $0.line() }
        content.handling = list(upTo: 3) { $0.line() }
        content.enclosures = try (0..<Int.random(in: 0...3, using: &self)).map { try enclosure(number: $0) }
        content.drafter = chance(1, of: 2) ? try codename() : nil
        content.releaser = chance(1, of: 2) ? try codename() : nil
        content.paragraphs = list(upTo: 6) { $0.paragraph() }
        if content.enclosures.isEmpty { content.paragraphs.append(paragraph()) }
        return content
    }

    mutating func number() -> Int64 {
        chance(1, of: 8) ? pick([1, .max]) : Int64.random(in: 1...99_999, using: &self)
    }

    mutating func instant() -> Instant {
        let lowest: Int64 = -62_135_596_800  // 0001-01-01T00:00:00Z
        let highest: Int64 = 253_402_300_799  // 9999-12-31T23:59:59Z
        return Instant(
            seconds: chance(1, of: 8) ? pick([lowest, highest, 0, -1]) : .random(in: lowest...highest, using: &self))
    }

    mutating func designator() throws -> Designator {
        try Designator(
            pick(["A", "BEIJING", "MOSCOW", "PYONGYANG", "UN-COMMAND-2", "K9", String(repeating: "Z", count: 32)]))
    }

    mutating func codename() throws -> Codename {
        try Codename(
            pick(["MAO ZEDONG", "KIM IL SUNG", "FILIPPOV", "O'NEILL", "A.B. C-3", String(repeating: "Q", count: 48)]))
    }

    mutating func address() throws -> Address {
        Address(officer: chance(1, of: 5) ? nil : try codename(), station: try designator())
    }

    mutating func digest() throws -> Digest256 {
        try Digest256(bytes(32))
    }

    mutating func reference() throws -> Reference {
        guard chance(3, of: 4) else { return .outside(line()) }
        return .telegram(
            station: try designator(), number: number(), dateTime: chance(1, of: 2) ? instant() : nil,
            identity: chance(1, of: 2) ? try digest() : nil)
    }

    mutating func enclosure(number: Int) throws -> Enclosure {
        let isInline = chance(1, of: 2)
        return try Enclosure(
            name: pick(["map.png", "order of battle.txt", "карта.pdf", "x"]) + String(number),
            mediaType: pick(["text/plain", "image/png", "application/vnd.ms-excel", Enclosure.letterMediaType]),
            size: isInline ? .random(in: 0...65_536, using: &self) : .random(in: 0...Int64.max, using: &self),
            digest: digest(), carriage: isInline ? .inline : .separate(sealed: digest()))
    }

    /// A line of text: words of several scripts, now and then a mark that means something elsewhere.
    mutating func line() -> String {
        let words = [
            "armistice", "Wonsan,", "38th", "переговоры", "停战", "휴전", "Caeseong:", "é", "# no", "to: X", "-", "@", "ά",
            "ಕೊ",
        ]
        return (0...Int.random(in: 0...6, using: &self)).map { _ in pick(words) }.joined(separator: " ")
    }

    mutating func paragraph() -> String {
        (0...Int.random(in: 0...3, using: &self)).map { _ in line() }.joined(separator: "\n")
    }
}
