import Telegrams
import Testing

@Suite struct TelegramMakingTests {
    private func error(_ change: (inout Telegram.Content) throws -> Void) throws -> String? {
        var content = try Sample.content()
        try change(&content)
        return formatError { () throws(FormatError) in try numbered(content) }?.rule
    }

    @Test func `a line feed cannot be smuggled into a value`() throws {
        #expect(try error { $0.subject = "x\nrelease: y" } == "subject: forbidden character U+000A")
        #expect(try error { $0.matter = "x\r" } == "matter: carriage return")
        #expect(try error { $0.actions = ["a", "b\nc"] } == "action: forbidden character U+000A")
        #expect(try error { $0.handling = ["\n"] } == "handling: forbidden character U+000A")
        #expect(try error { $0.references = [.outside("x\nkind: draft")] } == "reference: forbidden character U+000A")
        #expect(try error { $0.filingReference = "\n" } == "filing-reference: forbidden character U+000A")
    }

    @Test func `values that would be spelt in two ways are refused`() throws {
        #expect(try error { $0.subject = "" } == "subject: the value is empty")
        #expect(try error { $0.subject = " x" } == "subject: more than one blank before the value")
        #expect(try error { $0.subject = "x " } == "subject: trailing blank")
        #expect(try error { $0.subject = "e\u{301}" } == "subject: not in Unicode normalization form C")
        #expect(try error { $0.subject = "x\u{200B}" } == "subject: forbidden character U+200B")
    }

    @Test func `a paragraph holds no empty line`() throws {
        #expect(try error { $0.paragraphs = ["a\n\nb"] } == "a paragraph contains an empty line")
        #expect(try error { $0.paragraphs = ["a\n"] } == "a paragraph contains an empty line")
        #expect(try error { $0.paragraphs = [""] } == "a paragraph contains an empty line")
        #expect(try error { $0.paragraphs = ["a \nb"] } == "paragraph: trailing blank")
    }

    @Test func `a telegram without text needs an enclosure`() throws {
        #expect(try error { $0.paragraphs = [] } == "no text and no enclosure")
        let enclosure = try Enclosure(
            name: "f", mediaType: "a/b", size: 1, digest: Digest256(hex: Sample.digest), carriage: .inline)
        var content = try Sample.content()
        content.paragraphs = []
        content.enclosures = [enclosure]
        let text = try numbered(content).text
        #expect(text.suffix(4) == Array("b f\n".utf8)[...])
    }

    @Test func `times are whole seconds`() throws {
        #expect(try error { $0.replyBy = Instant(milliseconds: 1) } == "reply-by: not a whole second")
        let content = try Sample.content()
        #expect(
            formatError { () throws(FormatError) in
                try Telegram(number: 1, dateTime: Instant(milliseconds: 999), from: Address("MOSCOW"), content: content)
            }?.rule == "date-time: not a whole second")
    }

    @Test func `a number is 1 or more`() throws {
        let content = try Sample.content()
        for number in [0, -1, Int64.min] {
            #expect(
                formatError { () throws(FormatError) in
                    try Telegram(
                        number: number, dateTime: Instant(seconds: 0), from: Address("MOSCOW"), content: content)
                } != nil)
        }
    }

    @Test func `nobody is addressed twice`() throws {
        #expect(try error { $0.info = $0.to } == "'MAO ZEDONG@BEIJING' is listed twice")
        #expect(try error { $0.exempt = $0.to } == "'MAO ZEDONG@BEIJING' is listed twice")
        #expect(try error { $0.to += $0.to } == "'MAO ZEDONG@BEIJING' is listed twice")
        #expect(try error { $0.careOf = [try Address("X@Y"), try Address("X@Y")] } == "'X@Y' is listed twice")
        #expect(try error { $0.careOf = $0.to } == nil)
        #expect(try error { $0.careOf = [try Address("BEIJING")] } == "a custodian is an officer at a station")
    }

    @Test func `info-precedence is less urgent than precedence and needs somebody to inform`() throws {
        let rule = "info-precedence must be less urgent than precedence; leave it out if it is the same"
        #expect(try error { $0.infoPrecedence = .routine } == rule)
        #expect(try error { $0.infoPrecedence = .flash } == rule)
        #expect(try error { $0.infoPrecedence = .deferred } == "info-precedence without an info addressee")
    }

    @Test func `receipts and service telegrams need no matter and no subject`() throws {
        #expect(try error { $0.matter = nil } == "'matter' is missing before 'subject'")
        #expect(try error { $0.subject = nil } == "'subject' is missing")
        for kind in [Telegram.Kind.receipt, .service] {
            #expect(
                try error {
                    $0.kind = kind
                    $0.matter = nil
                    $0.subject = nil
                } == nil)
        }
    }

    @Test func `two enclosures cannot have one name`() throws {
        let digest = try Digest256(hex: Sample.digest)
        let enclosure = try Enclosure(name: "f", mediaType: "a/b", size: 1, digest: digest, carriage: .inline)
        let other = try Enclosure(
            name: "f", mediaType: "c/d", size: 2, digest: digest, carriage: .separate(sealed: digest))
        #expect(try error { $0.enclosures = [enclosure, other] } == "two enclosures are named \"f\"")
    }
}
