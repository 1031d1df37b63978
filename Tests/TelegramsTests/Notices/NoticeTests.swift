import Telegrams
import Testing

@Suite struct NoticeTests {
    private static let incarnation = "00112233445566778899aabbccddeeff"
    private static let nonce = "0123456789abcdef0123456789abcdef"
    private static let lines = [
        "arrived 12 \(Sample.digest) 1951-06-30T20:00:00Z",
        "opened 12 \(Sample.digest) 1951-06-30T20:05:00Z MAO ZEDONG",
        "done 12 \(Sample.digest) - 1951-07-01T09:00:00Z MAO ZEDONG",
        "done 12 \(Sample.digest) 2 1951-07-01T09:00:00Z MAO ZEDONG",
        "declined 13 \(Sample.digest) - 1951-07-01T09:00:00Z 514 KIM IL SUNG",
        "declined 14 \(Sample.digest) 1 1951-07-01T09:00:00Z - KIM IL SUNG",
        "refused 15 \(Sample.digest) channel number 15 was used before",
        "unreadable 16 \(Sample.digest) KIM IL SUNG",
        "repeat \(incarnation) 17", "void \(incarnation) 18",
        "damaged 4f1c.bundle the outer seal does not open", "undeliverable 4f1d.bundle no route to SEOUL",
        "whereabouts 4f1e.bundle", "passed 4f1e.bundle 1951-06-30T20:00:00Z 1951-06-30T20:01:00Z BEIJING",
        "passed 4f1e.bundle 1951-06-30T20:00:00Z - -", "unseen 4f1e.bundle",
        "compare \(incarnation) 17 \(nonce) 3", "compared \(incarnation) 0 - 0",
        "challenge \(incarnation) \(nonce)", "response \(incarnation) \(nonce)",
    ]

    private static let void = Notice.void(ChannelPlace(incarnation: zero, channel: 1))
    private static let voidLine = "void \(zero) 1"
    private static let zero = {
        var generator = ZeroGenerator()
        return IncarnationName(from: &generator)
    }()

    /// Where any value will do.
    private struct ZeroGenerator: RandomNumberGenerator {
        mutating func next() -> UInt64 { 0 }
    }

    private func parcel(_ channel: Int64) throws -> ParcelName {
        ParcelName(channel: channel, digest: try Digest256(hex: Sample.digest))
    }

    private func place(_ channel: Int64) throws -> ChannelPlace {
        ChannelPlace(incarnation: try IncarnationName(hex: Self.incarnation), channel: channel)
    }

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

    @Test func `receipts are read field by field`() throws {
        let opened = try Instant(rfc3339: "1951-06-30T20:05:00Z")
        let time = try Instant(rfc3339: "1951-07-01T09:00:00Z")
        let mao = try Codename("MAO ZEDONG")
        let kim = try Codename("KIM IL SUNG")
        let notices = try Self.lines.map { try Notice(line: $0) }
        #expect(try notices[0] == .arrived(parcel(12), at: Instant(rfc3339: "1951-06-30T20:00:00Z")))
        #expect(try notices[1] == .opened(parcel(12), at: opened, by: mao))
        #expect(try notices[2] == .done(parcel(12), action: nil, at: time, by: mao))
        #expect(try notices[3] == .done(parcel(12), action: 2, at: time, by: mao))
        #expect(try notices[4] == .declined(parcel(13), action: nil, at: time, reason: 514, by: kim))
        #expect(try notices[5] == .declined(parcel(14), action: 1, at: time, reason: nil, by: kim))
        #expect(try notices[6] == .refused(parcel(15), reason: "channel number 15 was used before"))
        #expect(try notices[7] == .unreadable(parcel(16), by: kim))
    }

    @Test func `what is said of numbers and bundles is read field by field`() throws {
        let notices = try Self.lines.map { try Notice(line: $0) }
        let other = try SixteenBytes(hex: Self.nonce)
        #expect(try notices[8] == .repeat(place(17)))
        #expect(try notices[9] == .void(place(18)))
        #expect(notices[10] == .damaged(item: "4f1c.bundle", reason: "the outer seal does not open"))
        #expect(try notices[16] == .compare(sent: place(17), heard: ChannelPlace(incarnation: other, channel: 3)))
        #expect(try notices[17] == .compared(sent: place(0), heard: nil))
        #expect(try notices[18] == .challenge(place(1).incarnation, nonce: other))
        #expect(try notices[19] == .response(place(1).incarnation, nonce: other))
    }

    @Test func `an action is a number of the telegram's or a hyphen for the whole`() throws {
        for action in ["-", "1", "64"] {
            _ = try Notice(line: "done 12 \(Sample.digest) \(action) 1951-07-01T09:00:00Z KIM")
        }
        for action in ["0", "65", "01", "--", ""] {
            let line = "done 12 \(Sample.digest) \(action) 1951-07-01T09:00:00Z KIM"
            #expect(formatError { () throws(FormatError) in try Notice(line: line) } != nil, "'\(action)'")
        }
    }

    @Test func `no number is beyond 2^53 - 1`() throws {
        for line in ["repeat \(Self.incarnation) ", "compare \(Self.incarnation) 0 \(Self.incarnation) "] {
            #expect(try Notice(line: line + "9007199254740991").description == line + "9007199254740991")
            for number in ["9007199254740992", "9223372036854775807", "9223372036854775808", "-1", "01", ""] {
                #expect(formatError { () throws(FormatError) in try Notice(line: line + number) } != nil, "\(number)")
            }
        }
    }

    @Test(arguments: lines)
    func `a line cut off where it cannot end, or with a word too many, is rejected`(line: String) throws {
        let words = line.split(separator: " ")
        let endsInWords = ["opened", "done", "declined", "refused", "unreadable", "damaged", "undeliverable"]
        for count in 0..<words.count {
            let beginning = words[..<count].joined(separator: " ")
            guard let notice = try? Notice(line: beginning) else { continue }
            #expect(endsInWords.contains(String(words[0])) && notice.description == beginning, "\(beginning)")
        }
        guard !endsInWords.contains(String(words[0])) else { return }
        #expect(formatError { () throws(FormatError) in try Notice(line: line + " X") } != nil)
        #expect(formatError { () throws(FormatError) in try Notice(line: line + " ") } != nil)
    }

    @Test(arguments: [
        "", " ", "lost 5", "Repeat \(incarnation) 17", "repeat \(incarnation) 17\n", "damaged x  reason",
        "damaged x reason ", "damaged x a\nvoid \(incarnation) 1",
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

    @Test func `a reason cannot smuggle in another notice`() throws {
        for notice in [
            Notice.damaged(item: "x", reason: "y\n\(Self.voidLine)"), .damaged(item: "x y", reason: "z"),
            .undeliverable(item: "x", reason: ""), .refused(try parcel(1), reason: "y\n\(Self.voidLine)"),
            .void(try place(0)), .arrived(try parcel(1), at: Instant(milliseconds: 1)),
            .arrived(try parcel(0), at: Instant(seconds: 1)), .repeat(try place(ChannelNumber.greatest + 1)),
            .compare(sent: try place(-1), heard: nil),
            .done(try parcel(1), action: 65, at: Instant(seconds: 1), by: try Codename("KIM")),
        ] {
            #expect(formatError { () throws(FormatError) in try Notice.paragraph([notice]) } != nil, "\(notice)")
        }
    }

    @Test func `a telegram carries 1 to 500 notices`() throws {
        func paragraph(_ count: Int) throws(FormatError) -> String {
            try Notice.paragraph(Array(repeating: Self.void, count: count))
        }
        #expect(formatError { () throws(FormatError) in try paragraph(0) } != nil)
        #expect(formatError { () throws(FormatError) in try paragraph(501) } != nil)
        #expect(try Notice.parse(telegram([paragraph(500)])).count == 500)
        let tooMany = try telegram([paragraph(500) + "\n" + Self.voidLine])
        #expect(
            formatError { () throws(FormatError) in try Notice.parse(tooMany) }
                == FormatError(line: 511, "more than 500 notices"))
    }

    @Test func `an error names the line of the telegram`() throws {
        let telegram = try telegram(["\(Self.voidLine)\nlost 2\n\(Self.voidLine)"])
        let error = try #require(formatError { () throws(FormatError) in try Notice.parse(telegram) })
        let lines = String(decoding: telegram.text, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[(error.line ?? 0) - 1] == "lost 2")
        #expect(error.rule.hasPrefix("\"lost\" is not a notice (arrived, opened, done, declined, refused, "))
    }

    @Test func `notices stand in one paragraph of a receipt or service telegram`() throws {
        #expect(try Notice.parse(telegram([Self.voidLine], kind: .service)) == [Self.void])
        let report = try telegram([Self.voidLine], kind: .report)
        let two = try telegram([Self.voidLine, Self.voidLine])
        #expect(formatError { () throws(FormatError) in try Notice.parse(report) } != nil)
        #expect(formatError { () throws(FormatError) in try Notice.parse(two) } != nil)
        #expect(
            formatError { () throws(FormatError) in
                try Telegram.Content(kind: .report, precedence: .routine, to: [], notices: [Self.void])
            } != nil)
    }

    @Test func `random notices survive printing and reading, whole and altered`() throws {
        var random = SeededGenerator.printed()
        for _ in 0..<300 {
            for notice in try random.notices() {
                let line = notice.description
                #expect(try Notice(line: line) == notice)
                guard let altered = String(validating: random.mutated(Array(line.utf8)), as: UTF8.self),
                    let read = try? Notice(line: altered)
                else { continue }
                #expect(read.description.utf8.elementsEqual(altered.utf8))
            }
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
