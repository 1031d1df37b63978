@_spi(_Unicode) import Swift
import Testing

@testable import Telegrams

@Suite struct CanonicalTextTests {
    private func error(_ text: String, limit: Int = 100) -> String? { error(Array(text.utf8), limit: limit) }

    private func error(_ bytes: [UInt8], limit: Int = 100) -> String? {
        formatError { () throws(FormatError) in try CanonicalText.lines(of: bytes, limit: limit) }?.description
    }

    @Test func `a canonical text is split into its lines`() throws {
        #expect(try CanonicalText.lines(of: Array("a\n\n b\n".utf8), limit: 100) == ["a", "", " b"])
        #expect(try CanonicalText.lines(of: Array("\n".utf8), limit: 100) == [""])
    }

    @Test func `the first line that breaks a rule is named`() {
        #expect(error("") == "text is empty")
        #expect(error("a\nb") == "line 2: no line feed at the end of the text")
        #expect(error("a\nb \n") == "line 2: trailing blank")
        #expect(error("a\r\n") == "line 1: carriage return")
        #expect(error("a\tb\n") == "line 1: forbidden character U+0009")
        #expect(error("a\0\n") == "line 1: forbidden character U+0000")
        #expect(error("a\u{7F}\n") == "line 1: forbidden character U+007F")
        #expect(error([0x61, 0x0A, 0xFF, 0x0A]) == "line 2: not valid UTF-8")
        #expect(error([0xC0, 0x80, 0x0A]) == "line 1: not valid UTF-8")
        #expect(error([0xED, 0xA0, 0x80, 0x0A]) == "line 1: not valid UTF-8")
        #expect(error(Array(repeating: 0x61, count: 101)) == "text is longer than 100 bytes")
    }

    @Test(arguments: [
        "\u{A0}", "\u{AD}", "\u{200B}", "\u{200D}", "\u{200E}", "\u{202E}", "\u{2028}", "\u{2029}", "\u{2066}",
        "\u{3000}",
        "\u{FEFF}", "\u{E000}", "\u{FE0F}", "\u{115F}", "\u{3164}", "\u{E0041}", "\u{85}", "\u{378}",
    ])
    func `what is invisible or turns the direction of writing is rejected`(character: String) {
        #expect(error("停\(character)战\n")?.hasPrefix("line 1: forbidden character U+") == true)
    }

    @Test(arguments: ["e\u{301}", "\u{212B}", "\u{1100}\u{1161}", "a\u{323}\u{307}\u{323}", "\u{F900}"])
    func `text that is not in normalization form C is rejected`(text: String) {
        #expect(error(text + "\n") == "line 1: not in Unicode normalization form C")
    }

    @Test func `a run of marks is bounded before it is sorted`() throws {
        let marks = String(repeating: "\u{301}", count: 30)
        #expect(error("q\(marks)q\(marks)\n", limit: 1000) == nil)
        #expect(error("q\(marks)\u{301}\n") == "line 1: forbidden run of more than 30 combining marks")
        for pair in ["\u{301}\u{323}", "\u{F73}\u{F75}"] {
            let long = Array(("q" + String(repeating: pair, count: 40_000) + "\n").utf8)
            #expect(error(long, limit: .max) == "line 1: forbidden run of more than 30 combining marks")
            #expect(throws: FormatError.self) { try DraftText.parse(long) }
        }
    }

    @Test(arguments: [
        "é", "переговоры", "停战谈判", "휴전", "הפסקת אש", "هدنة", "Şığ", "ಕೊ", "“–”", "q\u{307}\u{323}".precomposed,
    ])
    func `text in the languages of the world is accepted`(text: String) {
        #expect(error(text + "\n") == nil)
    }

    @Test func `the blocks that are taken on trust deserve it`() {
        var composing: Set<UInt32> = []
        for value in 0xC0...0x2FFFF as ClosedRange<UInt32> {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for part in String(Character(scalar))._nfd.dropFirst() { composing.insert(part.value) }
        }
        for value in 0...0x10FFFF as ClosedRange<UInt32> {
            guard let scalar = Unicode.Scalar(value), CanonicalText.isPlain(scalar) else { continue }
            #expect(CanonicalText.isVisible(scalar) && scalar.properties.canonicalCombiningClass == .notReordered)
            #expect(Array(String(Character(scalar))._nfc) == [scalar] && !composing.contains(value), "\(value)")
        }
    }
}

extension String {
    fileprivate var precomposed: String {
        var scalars = UnicodeScalarView()
        scalars.append(contentsOf: _nfc)
        return String(scalars)
    }
}
