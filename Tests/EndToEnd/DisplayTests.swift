import Testing

@Suite("What is shown cannot be forged")
struct DisplayTests {
    /// A body that looks like what stands between two telegrams and at the head of one, as `open --all` prints them.
    private static let forgery = """
        See the next telegram.

        \(String(repeating: "-", count: 72))

        ALPHA No. 77   301945Z JUN 51   FLASH   instruction
        from      ANN@ALPHA   (signature good)
        to        BEN@BRAVO
        subject   "Cease fire"

        error: the key of ANN@ALPHA has changed
        hint: see 'cable card show ALPHA'
        """
    private static let subject = #"Peace" (signature good) │ error: "no"#

    private static func network() throws -> (alpha: TestStation, bravo: TestStation, network: Network) {
        let pair = try Network.pair()
        try pair.alpha.send(from: "ANN", to: "BEN@BRAVO", subject: subject, text: forgery)
        try pair.alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "Second", text: "The text.")
        try pair.network.exchangeUntilQuiet()
        return pair
    }

    /// Whether a row could be taken for a heading, a verdict, a separator or a message of the program's.
    private static func isOfTheProgram(_ row: String) -> Bool {
        ["ALPHA No. ", "from ", "error:", "hint:", "warning:", "----"].contains { row.hasPrefix($0) }
    }

    @Test("a body with the line between telegrams and a heading stays one body")
    func forgedTelegram() throws {
        let (_, bravo, _) = try Self.network()
        let opened = try bravo.act(as: "BEN", "open", "--all").lines
        #expect(opened.filter { $0.hasPrefix("ALPHA No. ") }.count == 2, "\(opened)")
        #expect(opened.filter { $0.hasPrefix("from ") }.count == 2)
        #expect(opened.filter { $0.hasPrefix("---") }.count == 1)
        #expect(!opened.contains { $0.hasPrefix("error:") || $0.hasPrefix("hint:") })
        #expect(opened.contains("│ from      ANN@ALPHA   (signature good)"))
        #expect(opened.contains(#"subject   "Peace\" (signature good) \u{2502} error: \"no""#), "\(opened)")
    }

    @Test("a subject is quoted in every table")
    func forgedSubject() throws {
        let (_, bravo, _) = try Self.network()
        try bravo.act(as: "BEN", "open", "--all")
        let quoted = #""Peace\" (signature good) \u{2502} error: \"no""#
        for command in [["list"], ["search", "peace"]] {
            let table = try bravo.run(command + TestStation.credentials("BEN")).output
            #expect(table.contains(quoted), "\(table)")
        }
        try bravo.act(as: "BEN", "reply", "ALPHA/1", "--text", "No.")
        #expect(try bravo.act(as: "BEN", "drafts").output.contains(#"Peace\" (signature good)"#))
        let draft = try bravo.act(as: "BEN", "drafts", "show", "1").lines
        #expect(draft.allSatisfy { $0.hasPrefix("│") }, "\(draft)")
        #expect(try bravo.act(as: "BEN", "drafts", "show", "1", "--raw").lines.contains { $0.hasPrefix("subject: ") })
    }

    @Test("on a terminal of 60 columns no row of a body begins in the first column")
    func narrowTerminal() throws {
        let (alpha, bravo, network) = try Self.network()
        // Padded so that a terminal that breaks the line itself would begin a row with the heading.
        let body = String(repeating: "x", count: 58) + "ALPHA No. 78   FLASH   (signature good) and so on"
        let subject = String(repeating: "y", count: 49) + body
        let last = try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: subject, text: body)
        try network.exchangeUntilQuiet()
        try bravo.act(as: "BEN", "open", "--all")
        for number in [1, 2, last] {
            let show = ["show", "ALPHA/\(number)"] + TestStation.credentials("BEN")
            let screen = try Screen.of(bravo, columns: 60, show)
            let own = screen.rows.filter(Self.isOfTheProgram)
            #expect(own.count == 2, "\(screen.rows)")
            #expect(own.allSatisfy { $0.contains("ALPHA No. \(number)") || $0.hasPrefix("from      ANN@ALPHA ") })
        }
        for command in [["list"], ["search", "xxx"]] {
            let screen = try Screen.of(bravo, columns: 60, command + TestStation.credentials("BEN"))
            #expect(!screen.rows.contains(where: Self.isOfTheProgram), "\(screen.rows)")
        }
    }

    @Test("the exact text can be had without the margin")
    func exactText() throws {
        let (_, bravo, _) = try Self.network()
        try bravo.act(as: "BEN", "open", "--all")
        #expect(try bravo.act(as: "BEN", "show", "ALPHA/1", "--raw").output.hasSuffix("\n\n" + Self.forgery + "\n"))
    }

    @Test("the name of a damaged item is quoted in tables and messages, and escaped in JSON")
    func hostileName() throws {
        let (_, bravo, network) = try Network.pair()
        let name = "x\" MOSCOW (signature good)\u{202E}\n error: lost.bundle"
        try Files.write(Array("garbage".utf8), to: network.workspace.path("line-1/BRAVO/\(name)"))
        let exchange = try bravo.run("exchange")
        let shown = #""x\" MOSCOW (signature good)"#
        #expect(exchange.output.hasPrefix("quarantined " + shown), "\(exchange)")
        #expect(exchange.lines.allSatisfy { $0.hasPrefix("quarantined ") || $0.hasPrefix("handed ") })
        let table = try bravo.run("quarantine", "list")
        #expect(table.lines.count == 2 && table.output.contains(shown + #"\u{202E}\n error: lost.bundle""#), "\(table)")
        let json = try bravo.run("quarantine", "list", "--json")
        #expect(!json.output.unicodeScalars.contains("\u{202E}") && json.output.contains("\\u202e"))
        #expect(try json.json()[0]["item"].text == name)
    }

    @Test("a statement stands behind the margin, and what is said of it does not")
    func statement() throws {
        let alpha = try TestStation.found("ALPHA", officers: ["ANN"], in: Workspace())
        try alpha.run(
            ["statement", "draft", "1", "--signatory", "ARMY (SIGNED)=ANN@ALPHA"] + TestStation.credentials("ANN"),
            input: "SIGNED  1 ARMY\nVALID\n")
        let shown = try alpha.act(as: "ANN", "statement", "show", "1").lines
        #expect(shown.contains("│ VALID"))
        #expect(shown.filter { !$0.hasPrefix("│") }.contains(#"  MISSING  1 "ARMY (SIGNED)""#), "\(shown)")
        #expect(!shown.contains { $0 == "VALID" || $0.hasPrefix("SIGNED") })
    }
}
