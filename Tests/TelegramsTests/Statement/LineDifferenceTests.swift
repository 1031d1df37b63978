import Testing

@testable import Telegrams

@Suite struct LineDifferenceTests {
    private func difference(_ found: String, _ expected: String) -> LineDifference? {
        LineDifference(found: Array(found.utf8), expected: Array(expected.utf8))
    }

    @Test func equalTextsDoNotDiffer() {
        #expect(difference("A\nB\n", "A\nB\n") == nil)
        #expect(difference("", "") == nil)
    }

    @Test func theFirstDifferingLineIsShownFromBothTexts() throws {
        let found = try #require(difference("A\nPLACE: WONSAN\nC\n", "A\nPLACE: KAESONG\nD\n"))
        #expect((found.line, found.column) == (2, 8))
        #expect((found.found, found.expected) == ("PLACE: WONSAN", "PLACE: KAESONG"))
        #expect(found.lookAlike == nil)
    }

    @Test func aTextThatEndsEarlierDiffersInTheLineThatIsMissing() throws {
        let short = try #require(difference("A\n", "A\nB\n"))
        #expect((short.line, short.found, short.expected) == (2, nil, "B"))
        let long = try #require(difference("A\nB\n", "A\n"))
        #expect((long.line, long.found, long.expected) == (2, "B", nil))
        let empty = try #require(difference("", "A\n"))
        #expect((empty.line, empty.found, empty.expected) == (1, nil, "A"))
    }

    @Test func whatIsInvisibleIsWrittenOut() throws {
        #expect(try #require(difference("A\r\n", "A\n")).found == "A<U+000D>")
        #expect(try #require(difference("A", "A\n")).expected == "A<U+000A>")
        #expect(try #require(difference("\u{1B}[2J\n", "A\n")).found == "<U+001B>[2J")
    }

    @Test func aLongLineIsCutAroundTheDifference() throws {
        let start = String(repeating: "A", count: 100)
        let end = String(repeating: "B", count: 100)
        let found = try #require(difference(start + "X" + end, start + "Y" + end))
        #expect(found.column == 101)
        #expect(found.found == "..." + start.prefix(30) + "X" + end.prefix(29) + "...")
    }

    @Test func aLetterThatOnlyLooksRightIsNamed() throws {
        let lookAlike = try #require(difference("K\u{0430}esong\n", "Kaesong\n")?.lookAlike)
        #expect((lookAlike.line, lookAlike.column, lookAlike.script) == (1, 2, .cyrillic))
    }
}
