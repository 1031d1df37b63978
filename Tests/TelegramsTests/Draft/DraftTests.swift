import Telegrams
import Testing

@Suite struct DraftTests {
    @Test func `a draft becomes a telegram`() throws {
        let draft = try Draft(from: Address("FILIPPOV@MOSCOW"), content: Sample.content())
        let telegram = try draft.telegram(number: 7, dateTime: Instant(seconds: 60))
        #expect(telegram.number == 7)
        #expect(telegram.dateTime == Instant(seconds: 60))
        #expect(telegram.from == draft.from)
        #expect(telegram.content == draft.content)
    }

    @Test func `the sender comes from the draft or from the caller, and both must agree`() throws {
        let filippov = try Address("FILIPPOV@MOSCOW")
        let open = try Draft(from: nil, content: Sample.content())
        let named = try Draft(from: filippov, content: Sample.content())
        #expect(try open.telegram(number: 1, dateTime: Instant(seconds: 0), from: filippov).from == filippov)
        #expect(try named.telegram(number: 1, dateTime: Instant(seconds: 0), from: filippov).from == filippov)
        #expect(
            formatError { () throws(FormatError) in try open.telegram(number: 1, dateTime: Instant(seconds: 0)) }?.rule
                == "the draft does not say whom it is from")
        #expect(
            formatError { () throws(FormatError) in
                try named.telegram(number: 1, dateTime: Instant(seconds: 0), from: Address("X@MOSCOW"))
            }?.rule == "the draft is from FILIPPOV@MOSCOW, not from X@MOSCOW")
    }

    @Test func `random drafts survive printing and reading`() throws {
        for seed in 1...200 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            let draft = try Draft(from: random.chance(1, of: 2) ? random.address() : nil, content: random.content())
            #expect(try Draft(parsing: draft.text) == draft, "seed \(seed)")
            #expect(try Draft(parsing: draft.text).text == draft.text, "seed \(seed)")
            #expect(try DraftText.parse(Array(DraftText.editable(draft).utf8)) == draft, "seed \(seed)")
        }
    }

    @Test func `a stored draft has no number and no date-time`() throws {
        let draft = try Draft(from: nil, content: Sample.content())
        let text = String(decoding: draft.text, as: UTF8.self)
        #expect(text.hasPrefix("CABLEGRAM DRAFT 1\nprecedence: routine\nto: MAO ZEDONG@BEIJING\n"))
        let numbered = Sample.bytes(of: text, replacing: "precedence: routine", with: "number: 1\nprecedence: routine")
        #expect(formatError { () throws(FormatError) in try Draft(parsing: numbered) }?.line == 2)
    }

    @Test func `an invalid draft cannot be made`() throws {
        var content = try Sample.content()
        content.subject = "x\ny"
        #expect(formatError { () throws(FormatError) in try Draft(from: nil, content: content) } != nil)
    }

    @Test func `whatever is changed, what is still accepted has one spelling`() throws {
        let draft = try Draft(from: Address("FILIPPOV@MOSCOW"), content: Sample.telegram().content)
        Hostile.expectOneSpelling(of: draft.text, rounds: 3000, seed: 335) { bytes throws(FormatError) in
            try Draft(parsing: bytes).text
        }
    }

    @Test func `the vectors hold`() throws {
        try VectorFile.run("draft") { bytes throws(FormatError) in try Draft(parsing: bytes).text }
    }
}
