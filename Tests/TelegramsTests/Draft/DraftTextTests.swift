import Telegrams
import Testing

@Suite struct DraftTextTests {
    private static let typed = """
        # to Mao, about Ridgway
        subject: Answer to Ridgway
        to: mao zedong@beijing,  Kim Il Sung @ pyongyang ,

        precedence: Immediate
        from: filippov@moscow
        kind: ADVICE
        matter:   armistice
        reference: beijing 512
        reference: outside Statement of 28 June
        reply-by: 011200z jul 1951
        info:
        drafter: poskrebyshev

        Agree to a meeting at once.


        You lead the talks.
        # this is text

        """

    private func parse(_ text: String) throws(FormatError) -> Draft { try DraftText.parse(Array(text.utf8)) }

    private func error(_ text: String) -> String? {
        formatError { () throws(FormatError) in try parse(text) }?.description
    }

    /// The typed draft with a line replaced.
    private func error(replacing old: String, with new: String?) -> String? {
        error(String(decoding: Sample.bytes(of: Self.typed, replacing: old, with: new), as: UTF8.self))
    }

    @Test func `what an author types is brought into its one spelling`() throws {
        let draft = try parse(Self.typed)
        #expect(
            String(decoding: draft.text, as: UTF8.self) == """
                CABLEGRAM DRAFT 1
                precedence: immediate
                from: FILIPPOV@MOSCOW
                to: MAO ZEDONG@BEIJING
                to: KIM IL SUNG@PYONGYANG
                kind: advice
                matter: armistice
                subject: Answer to Ridgway
                reference: BEIJING 512 - -
                reference: outside Statement of 28 June
                reply-by: 1951-07-01T12:00:00Z
                drafter: POSKREBYSHEV

                Agree to a meeting at once.

                You lead the talks.
                # this is text

                """)
    }

    @Test func `carriage returns, trailing blanks, tabs and a byte order mark do no harm`() throws {
        let expected = try parse(Self.typed)
        let crlf = Self.typed.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: " \t\r\n")
        #expect(try parse(crlf) == expected)
        let cr = Self.typed.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r")
        #expect(try parse(cr) == expected)
        #expect(try DraftText.parse([0xEF, 0xBB, 0xBF] + Array(Self.typed.utf8)) == expected)
        #expect(try DraftText.parse(Array(Self.typed.utf8.dropLast())) == expected)
    }

    @Test func `normalization form C is applied, and every blank becomes a plain one`() throws {
        let draft = try parse(Self.typed + "\ne\u{301}te\u{301}\u{A0}1951\n")
        #expect(Array((draft.content.paragraphs.last ?? "").utf8) == Array("\u{E9}t\u{E9} 1951".utf8))
    }

    @Test func `what is invisible is an error even here`() {
        #expect(error(Self.typed + "\u{202E}\n") == "line 20: forbidden character U+202E")
        #expect(formatError { () throws(FormatError) in try DraftText.parse([0x61, 0x0A, 0xFF]) }?.line == 2)
    }

    @Test func `the caller names the sender where the author does not`() throws {
        let text = String(
            decoding: Sample.bytes(of: Self.typed, replacing: "from: filippov@moscow", with: nil), as: UTF8.self)
        let sender = try Address("MOLOTOV@MOSCOW")
        #expect(try DraftText.parse(Array(text.utf8), from: sender).from == sender)
        #expect(try DraftText.parse(Array(Self.typed.utf8), from: sender).from == Address("FILIPPOV@MOSCOW"))
    }

    @Test func `errors name the author's own line`() {
        #expect(
            error(replacing: "kind: ADVICE", with: "knid: advice")
                == "line 7: unknown field \"knid\"; did you mean 'kind'?")
        #expect(
            error(replacing: "kind: ADVICE", with: "number: 5")
                == "line 7: 'number' is given when the telegram is released, not by the author")
        #expect(
            error(replacing: "kind: ADVICE", with: "just words")
                == "line 7: \"just words\" is not a field; put an empty line or 'text:' before the text")
        #expect(error(replacing: "info:", with: "subject: again") == "line 12: 'subject' may stand only once")
        #expect(
            error(replacing: "kind: ADVICE", with: "to: Mao Zedong@Beijing")
                == "line 7: 'MAO ZEDONG@BEIJING' is listed twice")
        #expect(error(replacing: "kind: ADVICE", with: nil)?.contains("'kind' is missing") == true)
        #expect(
            error(replacing: "reply-by: 011200z jul 1951", with: "reply-by: tomorrow")
                == "line 11: \"tomorrow\" is neither 1951-06-30T19:45:00Z nor 301945Z JUN 1951")
        #expect(error("") == "line 1: 'precedence' is missing")
    }

    @Test func `a mistyped field after an empty line is not taken for text`() {
        #expect(
            error(replacing: "Agree to a meeting at once.", with: "Handling: eyes only")
                == "line 15: is \"Handling\" a field or text? write 'handling', or put a line 'text:' before the text")
        #expect(error(replacing: "Agree to a meeting at once.", with: "Second: agree to a meeting") == nil)
    }

    @Test func `after the mark everything is text`() throws {
        let header = Self.typed.split(separator: "\n", omittingEmptySubsequences: false).prefix(13).joined(
            separator: "\n")
        let draft = try parse(header + "\n\n\ntext:\naction: hold the line\n# not a comment\n\nsubject: x\n")
        #expect(draft.content.paragraphs == ["action: hold the line\n# not a comment", "subject: x"])
    }

    @Test func `a draft without text needs an enclosure`() throws {
        let header =
            Self.typed.split(separator: "\n", omittingEmptySubsequences: false).prefix(13).joined(separator: "\n")
            + "\n"
        #expect(error(header) == "line 14: no text and no enclosure")
        #expect(try parse(header + "enclosure: inline 1 \(Sample.digest) a/b f\n").content.paragraphs.isEmpty)
    }

    @Test func `a filled-in form is a draft`() throws {
        let form = DraftText.template(
            from: try Address("FILIPPOV@MOSCOW"), to: [try Address("MAO ZEDONG@BEIJING"), try Address("BEIJING")],
            references: [try Reference("BEIJING 512 - -")], matter: "armistice", subject: "Answer")
        #expect(error(form) != nil)
        let filled = String(decoding: Sample.bytes(of: form, replacing: "kind:", with: "kind: advice"), as: UTF8.self)
        let draft = try parse(filled + "Agree.\n")
        #expect(draft.content.to.count == 2)
        #expect(draft.content.references == [try Reference("BEIJING 512 - -")])
        #expect(draft.content.paragraphs == ["Agree."])
    }

    @Test func `the form names every field that an author may write`() {
        let form = DraftText.template()
        for name in [
            "precedence", "info-precedence", "filing-reference", "from", "to", "info", "exempt", "care-of", "kind",
            "matter",
            "subject", "reference", "reply-by", "action", "handling", "drafter", "releaser",
        ] {
            #expect(
                form.split(separator: "\n").contains { $0.hasPrefix(name + ":") || $0.hasPrefix("#" + name + ":") },
                "\(name)")
        }
    }

    @Test func `whatever is typed, it is refused or becomes a valid draft`() {
        Hostile.expectOneSpelling(of: Array(Self.typed.utf8), rounds: 1000, seed: 28) { bytes throws(FormatError) in
            let draft = try DraftText.parse(bytes)
            guard try Draft(parsing: draft.text) == draft else { throw FormatError("not read back") }
            return bytes
        }
    }
}
