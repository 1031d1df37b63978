import Telegrams
import Testing

@Suite struct TelegramErrorTests {
    private func error(replacing old: String, with new: String?) -> String? {
        formatError { () throws(FormatError) in
            try Telegram(parsing: Sample.bytes(replacing: old, with: new))
        }?.description
    }

    @Test func `an unknown field is answered with the nearest name`() {
        #expect(
            error(replacing: "subject: Answer to Ridgway", with: "subjct: Answer to Ridgway")
                == "line 14: unknown field \"subjct\"; did you mean 'subject'?")
        #expect(
            error(replacing: "matter: armistice", with: "Matter: armistice")
                == "line 13: unknown field \"Matter\"; did you mean 'matter'?")
        #expect(
            error(replacing: "matter: armistice", with: "mattr: fine\nmatter: armistice")
                == "line 13: unknown field \"mattr\"; did you mean 'matter'?")
        #expect(
            error(replacing: "matter: armistice", with: "xyz: fine\nmatter: armistice")
                == "line 13: unknown field \"xyz\"")
    }

    @Test func `a field out of place is told where it belongs`() {
        #expect(
            error(replacing: "kind: advice", with: "subject: Early\nkind: advice")
                == "line 12: 'subject' is out of place: it belongs after 'matter', before 'reference'")
        #expect(
            error(replacing: "releaser: FILIPPOV", with: "releaser: FILIPPOV\nhandling: late")
                == "line 24: 'handling' is out of place: it belongs after 'action', before 'enclosure'")
        #expect(
            error(replacing: "releaser: FILIPPOV", with: "releaser: FILIPPOV\nnumber: 1")
                == "line 24: 'number' is out of place: it belongs first, before 'filing-reference'")
    }

    @Test func `a field that may stand once is not accepted twice`() {
        #expect(
            error(replacing: "kind: advice", with: "kind: advice\nkind: advice")
                == "line 13: 'kind' may stand only once")
    }

    @Test(arguments: [
        "number: 3917", "date-time: 1951-06-30T19:45:00Z", "from: FILIPPOV@MOSCOW", "kind: advice",
        "precedence: immediate", "matter: armistice", "subject: Answer to Ridgway", "to: MAO ZEDONG@BEIJING",
    ])
    func `a required field that is missing is named`(line: String) {
        let name = line.prefix { $0 != ":" }
        #expect(error(replacing: line, with: nil)?.contains("'\(name)' is missing before") == true)
    }

    @Test func `a missing field at the end of the header is named`() {
        let text = Array("CABLEGRAM 1\nnumber: 1\n".utf8)
        #expect(
            formatError { () throws(FormatError) in try Telegram(parsing: text) }
                == FormatError(line: 3, "'date-time' is missing"))
    }

    @Test func `another version of the format has its own reason`() {
        #expect(
            error(replacing: "CABLEGRAM 1", with: "CABLEGRAM 2")
                == "line 1: this is version \"2\" of CABLEGRAM; only 1 is known here")
        #expect(error(replacing: "CABLEGRAM 1", with: "TELEGRAM 1") == "line 1: the first line must be 'CABLEGRAM 1'")
    }

    @Test func `an error quotes no more of a hostile text than fits on a line`() throws {
        let long = String(repeating: "n", count: 9000)
        let message = try #require(error(replacing: "kind: advice", with: "kind: advice\n\(long): x"))
        #expect(message.utf8.count < 200)
        #expect(
            formatError { () throws(FormatError) in try Codename("A\u{1B}[2J\u{202E}") }?.rule.contains(
                "<U+001B>[2J<U+202E>") == true)
    }

    @Test func `the bounds are kept, and one more is too many`() throws {
        var content = try Sample.content()
        content.to = try (0..<64).map { try Address("A\($0)@BEIJING") }
        content.references = Array(repeating: .outside("x"), count: 64)
        content.actions = Array(repeating: "x", count: 64)
        content.handling = content.actions
        content.enclosures = try (0..<64).map {
            try Enclosure(
                name: "f\($0)", mediaType: "a/b", size: 65_536, digest: Digest256(hex: Sample.digest), carriage: .inline
            )
        }
        content.subject = String(repeating: "x", count: 1000)
        _ = try numbered(content)
        func refuses(_ change: (inout Telegram.Content) throws -> Void) throws -> Bool {
            var changed = content
            try change(&changed)
            return formatError { () throws(FormatError) in try numbered(changed) } != nil
        }
        #expect(try refuses { $0.info = [try Address("BEIJING")] })
        #expect(try refuses { $0.careOf = [try Address("X@BEIJING")] })
        #expect(try refuses { $0.references.append(.outside("x")) })
        #expect(try refuses { $0.actions.append("x") })
        #expect(try refuses { $0.handling.append("x") })
        #expect(try refuses { $0.subject?.append("x") })
        #expect(
            try refuses {
                $0.enclosures.append(
                    try Enclosure(
                        name: "one more", mediaType: "a/b", size: 1, digest: Digest256(hex: Sample.digest),
                        carriage: .inline))
            })
    }

    @Test func `a text of 256 KiB is accepted and one byte more is not`() throws {
        var content = try Sample.content()
        let rest = 256 * 1024 - (try numbered(content).text.count)
        content.paragraphs = [String(repeating: "x", count: rest + "Fine.".utf8.count)]
        #expect(try numbered(content).text.count == 256 * 1024)
        content.paragraphs[0] += "x"
        #expect(
            formatError { () throws(FormatError) in try numbered(content) }
                == FormatError("text is longer than 262144 bytes"))
    }
}

/// The first telegram of the sample's sender.
func numbered(_ content: Telegram.Content) throws(FormatError) -> Telegram {
    try Telegram(number: 1, dateTime: Instant(seconds: 0), from: Address("FILIPPOV@MOSCOW"), content: content)
}
