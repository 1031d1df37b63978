import Telegrams
import Testing

@Suite struct NoticeTests {
    private static let lines = [
        "arrived 12 1951-06-30T20:00:00Z", "opened 12 1951-06-30T20:05:00Z MAO ZEDONG",
        "done 12 1951-07-01T09:00:00Z MAO ZEDONG",
        "declined 13 1951-07-01T09:00:00Z 514 KIM IL SUNG", "declined 14 1951-07-01T09:00:00Z - KIM IL SUNG",
        "repeat 15", "void 16",
        "damaged 4f1c.bundle the outer seal does not open", "undeliverable 4f1d.bundle no route to SEOUL",
    ]

    private func telegram(_ paragraphs: [String], kind: Telegram.Kind = .receipt) throws -> Telegram {
        try numbered(
            Telegram.Content(
                precedence: .routine, to: [Address("MOSCOW")], kind: kind, matter: "traffic", subject: "receipts",
                paragraphs: paragraphs))
    }

    @Test(arguments: lines)
    func `a notice is printed as it was read`(line: String) throws {
        #expect(try Notice(line: line).description == line)
    }

    @Test func `notices are read field by field`() throws {
        let time = try Instant(rfc3339: "1951-07-01T09:00:00Z")
        let officer = try Codename("KIM IL SUNG")
        #expect(try Notice(line: Self.lines[3]) == .declined(channel: 13, at: time, reason: 514, by: officer))
        #expect(try Notice(line: Self.lines[4]) == .declined(channel: 14, at: time, reason: nil, by: officer))
        #expect(try Notice(line: Self.lines[5]) == .repeat(channel: 15))
        #expect(
            try Notice(line: Self.lines[7]) == .damaged(item: "4f1c.bundle", reason: "the outer seal does not open"))
    }

    @Test(arguments: [
        "", "arrived", "arrived 12", "arrived 0 1951-06-30T20:00:00Z", "arrived 12 1951-06-30",
        "arrived 12 1951-06-30T20:00:00Z X",
        "arrived  12 1951-06-30T20:00:00Z", "Arrived 12 1951-06-30T20:00:00Z", "opened 12 1951-06-30T20:05:00Z",
        "opened 12 1951-06-30T20:05:00Z mao", "declined 13 1951-07-01T09:00:00Z KIM",
        "declined 13 1951-07-01T09:00:00Z 0 KIM",
        "repeat", "repeat 15 16", "repeat 015", "void -1", "damaged", "damaged x", "damaged ../x reason",
        "damaged x  reason",
        "damaged x reason ", "damaged x a\nvoid 1", "lost 5", "repeat 15\n",
    ])
    func `anything else is not a notice`(line: String) {
        #expect(formatError { () throws(FormatError) in try Notice(line: line) } != nil)
    }

    @Test func `a telegram carries notices there and back`() throws {
        let notices = try Self.lines.map { try Notice(line: $0) }
        let content = try Telegram.Content(
            kind: .receipt, precedence: .routine, to: [Address("MOSCOW")], notices: notices)
        let telegram = try numbered(content)
        #expect(telegram.paragraphs == [Self.lines.joined(separator: "\n")])
        #expect(try Notice.parse(Telegram(parsing: telegram.text)) == notices)
    }

    @Test func `a reason cannot smuggle in another notice`() {
        for notice in [
            Notice.damaged(item: "x", reason: "y\nvoid 5"), .damaged(item: "x y", reason: "z"),
            .undeliverable(item: "x", reason: ""),
            .void(channel: 0), .arrived(channel: 1, at: Instant(milliseconds: 1)),
        ] {
            #expect(formatError { () throws(FormatError) in try Notice.paragraph([notice]) } != nil)
        }
    }

    @Test func `a telegram carries 1 to 500 notices`() throws {
        func paragraph(_ count: Int) throws(FormatError) -> String {
            try Notice.paragraph(Array(repeating: .void(channel: 1), count: count))
        }
        #expect(formatError { () throws(FormatError) in try paragraph(0) } != nil)
        #expect(formatError { () throws(FormatError) in try paragraph(501) } != nil)
        #expect(try Notice.parse(telegram([paragraph(500)])).count == 500)
        let tooMany = try telegram([paragraph(500) + "\nvoid 1"])
        #expect(
            formatError { () throws(FormatError) in try Notice.parse(tooMany) }
                == FormatError(line: 511, "more than 500 notices"))
    }

    @Test func `an error names the line of the telegram`() throws {
        let telegram = try telegram(["void 1\nlost 2\nvoid 3"])
        let error = try #require(formatError { () throws(FormatError) in try Notice.parse(telegram) })
        let lines = String(decoding: telegram.text, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[(error.line ?? 0) - 1] == "lost 2")
        #expect(
            error.rule
                == "'lost' is not a notice (arrived, opened, done, declined, repeat, void, damaged, undeliverable, whereabouts, passed, unseen, compare, compared)"
        )
    }

    @Test func `notices stand in one paragraph of a receipt or service telegram`() throws {
        #expect(try Notice.parse(telegram(["void 1"], kind: .service)) == [.void(channel: 1)])
        let report = try telegram(["void 1"], kind: .report)
        let two = try telegram(["void 1", "void 2"])
        #expect(formatError { () throws(FormatError) in try Notice.parse(report) } != nil)
        #expect(formatError { () throws(FormatError) in try Notice.parse(two) } != nil)
        #expect(
            formatError { () throws(FormatError) in
                try Telegram.Content(kind: .report, precedence: .routine, to: [], notices: [.void(channel: 1)])
            } != nil)
    }

    @Test func `random notices survive printing and reading`() throws {
        for seed in 1...300 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            let officer = try random.codename()
            let notices: [Notice] = [
                .arrived(channel: random.number(), at: random.instant()),
                .opened(channel: random.number(), at: random.instant(), by: officer),
                .done(channel: random.number(), at: random.instant(), by: officer),
                .declined(
                    channel: random.number(), at: random.instant(), reason: random.chance(1, of: 2) ? 9 : nil,
                    by: officer),
                .repeat(channel: random.number()), .damaged(item: "a.bundle", reason: random.line()),
            ]
            for notice in notices { #expect(try Notice(line: notice.description) == notice, "seed \(seed)") }
        }
    }

    @Test func `the vectors hold`() throws {
        try VectorFile.run("notice") { bytes throws(FormatError) in
            let lines = try CanonicalText.lines(of: bytes, limit: 4096)
            var notices: [Notice] = []
            for (index, line) in lines.enumerated() {
                do throws(FormatError) { notices.append(try Notice(line: line)) } catch {
                    throw error.at(line: index + 1)
                }
            }
            return Array((try Notice.paragraph(notices) + "\n").utf8)
        }
    }
}
