import Glibc
import Testing

@testable import Terminal

/// Random texts of the kind that somebody writes who wants to be taken for the program.
private struct HostileText {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private static let pieces: [String] = [
        "MOSCOW No. 77   301945Z JUN 51   FLASH   instruction", "from      FILIPPOV@MOSCOW   (signature good)",
        String(repeating: "-", count: 72), "error: ", "hint: see 'cable card show MOSCOW'", "\n", "\r\n", "\r", "\u{B}",
        "\u{85}", "\u{2028}", "\u{1B}[1m", "\u{1B}[2J\u{1B}[H", "\u{8}\u{8}\u{8}", "│ ", "| ", "\"", "\\", "\\\"",
        "\\\\",
        "\" (signature good)\n", "  ", " ", "\u{301}", "\u{338}\u{338}", "\u{20DD}", "\u{202E}", "\u{200B}", "\u{200D}",
        "\u{3000}", "\u{A0}", "ж", "開城", "👩\u{200D}👩\u{200D}👧", "🇷🇺", "각", "\u{1112}\u{1161}\u{11AB}", "é", "e\u{301}",
        "\t", "\0", "=", "x", "VALID", "\u{1F4EF}", "\u{FE0F}", "☎\u{FE0F}", "\u{E0041}", "\u{10FFFF}", "नि", "ﷺ",
    ]

    private mutating func next(below limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    mutating func text() -> String {
        (0..<next(below: 24)).map { _ in
            if next(below: 4) > 0 { return Self.pieces[next(below: Self.pieces.count)] }
            return Unicode.Scalar(UInt32(next(below: 0x11_0000))).map { String($0) } ?? "?"
        }.joined()
    }
}

private let texts: [String] = {
    var source = HostileText(seed: 7)
    return ["", "\n", "\n\n"] + (0..<3000).map { _ in source.text() }
}()

private func width(_ line: String) -> Int {
    var isStyle = false
    return line.unicodeScalars.reduce(0) { sum, scalar in
        if scalar == "\u{1B}" { isStyle = true }
        defer { if scalar == "m" { isStyle = false } }
        return isStyle ? sum : sum + ColumnWidth.of(scalar)
    }
}

/// The program's own words in lines as they are shown: without the margin's lines and without what is quoted.
private func own(_ lines: [String], margin: String) -> String {
    var isQuoted = false
    var words = ""
    for line in lines {
        let isBehindMargin = line.hasPrefix(margin)
        var isEscaped = false
        for scalar in (isBehindMargin ? line.dropFirst(margin.count) : line[...]).unicodeScalars {
            if isQuoted {
                if isEscaped {
                    isEscaped = false
                } else if scalar == "\\" {
                    isEscaped = true
                } else if scalar == "\"" {
                    isQuoted = false
                }
            } else if scalar == "\"" {
                isQuoted = true
            } else {
                #expect(!isBehindMargin, "own words behind the margin: \(lines)")
                words.unicodeScalars.append(scalar)
            }
        }
    }
    return words
}

@Suite struct PageTests {
    private static let pages = [
        Page(isUnicode: true, width: nil), Page(isUnicode: true, width: 60), Page(isUnicode: false, width: 60),
        Page(isUnicode: true, width: 11), Page(isUnicode: true, width: 1),
    ]

    @Test func `every line of a text of others stands behind the margin`() {
        #expect(Page(isUnicode: true, width: nil).theirs("a\n\nb\u{1B}[1m") == ["│ a", "│", "│ b\\u{1B}[1m"])
        #expect(Page(isUnicode: false, width: nil).theirs("a") == ["| a"])
    }

    @Test(arguments: pages.indices)
    func `no text of others makes a line without the margin`(index: Int) {
        let page = Self.pages[index]
        for text in texts {
            let shown = page.text(page.theirs(text))
            for line in shown.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
                #expect(line.starts(with: page.margin.unicodeScalars.dropLast()), "\(text.debugDescription)")
                #expect(line.allSatisfy { $0 != "\r" && $0.properties.generalCategory != .control })
            }
        }
    }

    @Test(arguments: pages.indices)
    func `whatever is quoted, the program's own words can be told from it`(index: Int) {
        let page = Self.pages[index]
        for text in texts {
            let line = "No. 12: the enclosure \(DisplayText.quoted(text)) of \(DisplayText.quoted(text)) is not here"
            let shown = own(page.broken([line]), margin: page.margin)
            // Where there is room for four letters a word is broken too.
            let words = shown.filter { $0 != " " }
            #expect(words == "No.12:theenclosureofisnothere", "\(text.debugDescription)")
        }
    }

    @Test func `no line is left to the terminal to break`() {
        let page = Page(isUnicode: true, width: 60)
        for text in texts {
            let lines = page.theirs(text) + ["subject   \(DisplayText.quoted(text))"]
            for line in page.broken(lines) { #expect(width(line) <= 60, "\(text.debugDescription)") }
        }
    }

    @Test func `a long line is broken at a blank, and nothing of it is lost`() {
        let page = Page(isUnicode: true, width: 21)
        #expect(
            page.broken(["│ Received and agreed. The place is Kaesong."])
                == ["│ Received and ", "│ agreed. The place ", "│ is Kaesong."])
        #expect(
            page.broken(["subject   \"An answer that is long\" (2 kB)"])
                == ["subject   \"An answer ", "│ that is long\"", "   (2 kB)"])
        #expect(
            page.broken(["nothing of others stands in here"]) == ["nothing of others ", "  stands in here"])
        for text in texts {
            let line = "x \(DisplayText.quoted(text))"
            let shown = page.broken([line]).enumerated().flatMap { $1.unicodeScalars.dropFirst($0 == 0 ? 0 : 2) }
            #expect(shown.elementsEqual(line.unicodeScalars))
        }
    }

    @Test func `styles take no room and are not broken`() {
        let bold = Styling(isEnabled: true)("abcdefgh", .bold)
        #expect(Page(isUnicode: true, width: 9).broken([bold]) == [bold])
    }

    @Test func `a line that goes on in further lines is broken line by line`() {
        #expect(Page(isUnicode: true, width: 11).broken(["words  a\n       b"]) == ["words  a", "       b"])
    }

    @Test func `where there is no terminal lines are as long as they are`() {
        let line = String(repeating: "x", count: 500)
        #expect(Page(isUnicode: true, width: nil).broken([line]) == [line])
        let null = open("/dev/null", O_RDWR)
        defer { close(null) }
        #expect(Page(for: null, isUnicode: true).broken([line]) == [line])
    }

    @Test func `on a terminal of 60 columns a hostile line stays behind the margin in every row`() throws {
        var (screen, terminal): (CInt, CInt) = (-1, -1)
        var size = winsize(ws_row: 24, ws_col: 60, ws_xpixel: 0, ws_ypixel: 0)
        try #require(openpty(&screen, &terminal, nil, nil, &size) == 0)
        defer {
            close(screen)
            close(terminal)
        }
        let page = Page(for: terminal, isUnicode: true)
        let forged = String(repeating: "x", count: 58) + " MOSCOW No. 77   FLASH   (signature good)"
        writeAll(page.text(page.theirs(forged)), to: terminal)
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(screen, &bytes, bytes.count)
        let rows = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\r\n")
        #expect(rows.count == 2)
        for row in rows { #expect(row.hasPrefix("│ ") && width(String(row)) <= 60) }
    }
}

@Suite struct QuotationTests {
    @Test(arguments: [
        ("Answer to Ridgway", #""Answer to Ridgway""#), ("say \"no\"", #""say \"no\"""#), ("a\\", #""a\\""#),
        ("a\nb", #""a\nb""#), ("a │ b", #""a \u{2502} b""#), ("\u{301}e\u{301}", "\"\\u{301}e\u{301}\""), ("", "\"\""),
    ])
    func `nothing in quotation marks closes them`(text: String, quoted: String) {
        #expect(DisplayText.quoted(text).unicodeScalars.elementsEqual(quoted.unicodeScalars))
    }

    @Test func `in JSON what deceives is escaped as JSON allows, and the rest is as it was`() {
        #expect(DisplayText.json("{\n  \"to\": \"Кэсон 開城\"\n}") == "{\n  \"to\": \"Кэсон 開城\"\n}")
        #expect(DisplayText.json("\"a\u{202E}b\u{200B}\u{E0041}\"") == #""a\u202eb\u200b\udb40\udc41""#)
    }
}
