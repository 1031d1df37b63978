import Testing

@testable import Telegrams

@Suite struct FingerprintWordsTests {
    private let list = FingerprintWords.list

    @Test func thereIsOneWordForEveryByte() {
        #expect(list.count == 256)
        #expect(Set(list).count == 256)
        #expect(list == list.sorted())
    }

    @Test func wordsAreShortAndPlain() {
        #expect(list.allSatisfy { (5...9).contains($0.utf8.count) })
        #expect(list.allSatisfy { $0.utf8.allSatisfy { (0x61...0x7A).contains($0) } })
    }

    @Test func theFirstFourLettersTellAnyTwoWordsApart() {
        #expect(Set(list.map { $0.prefix(4) }).count == 256)
    }

    @Test func anyTwoWordsAreThreeTypingErrorsApart() {
        for (index, word) in list.enumerated() {
            for other in list[..<index] { #expect(Self.distance(word, other) >= 3, "\(word) \(other)") }
        }
    }

    @Test func sixteenWordsStandInFourLines() throws {
        let words = try FingerprintWords(digest: Array(0..<32))
        #expect(
            words.description == """
                accident admiral adventure agent
                airport album almond alphabet
                amber anchor animal antenna
                apple architect arctic artist
                """)
    }

    @Test func wordsHeardAreComparedWithoutRegardToCaseAndSpacing() throws {
        let words = try FingerprintWords(digest: Array((0..<32).reversed()))
        #expect(words.compare(words.description) == .same)
        #expect(words.compare("  " + words.description.uppercased() + "\r\n\t") == .same)
    }

    @Test func theFirstOtherWordIsNamed() throws {
        let words = try FingerprintWords(digest: Array(0..<32))
        var heard = words.words
        heard[4] = "zigzag"
        heard[9] = "zigzag"
        #expect(
            words.compare(heard.joined(separator: " ")) == .differs(position: 5, expected: "airport", heard: "zigzag"))
        #expect(words.compare(heard.dropLast().joined(separator: " ")) == .wrongCount(15))
        #expect(words.compare("") == .wrongCount(0))
    }

    @Test func onlyAWholeDigestHasWords() {
        #expect(throws: FormatError.self) { try FingerprintWords(digest: Array(0..<16)) }
    }

    /// Levenshtein's distance.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right.utf8)
        var row = Array(0...right.count)
        for (i, letter) in left.utf8.enumerated() {
            var next = [i + 1]
            for (j, other) in right.enumerated() {
                next.append(min(row[j] + (letter == other ? 0 : 1), row[j + 1] + 1, next[j] + 1))
            }
            row = next
        }
        return row[right.count]
    }
}
