import Testing

@testable import Terminal

@Suite struct DisplayTextTests {
    @Test(arguments: [
        ("Your telegrams have been received.", "Your telegrams have been received."),
        ("Кэсон, 開城, Gaesong \u{1F4EF}", "Кэсон, 開城, Gaesong \u{1F4EF}"),
        ("e\u{301}", "e\u{301}"),
        ("\u{1B}[2J", "\\u{1B}[2J"),
        ("\u{9B}31m", "\\u{9B}31m"),
        ("\u{1B}]0;title\u{7}", "\\u{1B}]0;title\\u{7}"),
        ("a\nb\r\nc\td", "a\\nb\\r\\nc\\td"),
        ("invoice\u{202E}fdp.exe", "invoice\\u{202E}fdp.exe"),
        ("\u{2066}a\u{2069}\u{200F}\u{61C}", "\\u{2066}a\\u{2069}\\u{200F}\\u{61C}"),
        ("pay\u{200B}pal\u{FEFF}\u{AD}", "pay\\u{200B}pal\\u{FEFF}\\u{AD}"),
        ("\u{2028}\u{2029}\u{85}", "\\u{2028}\\u{2029}\\u{85}"),
        ("\u{3164}\u{E0041}\u{E000}\u{10FFFF}", "\\u{3164}\\u{E0041}\\u{E000}\\u{10FFFF}"),
        ("\u{7F}\u{0}", "\\u{7F}\\u{0}"),
        ("a\u{A0}b\u{3000}\u{2800}", "a\\u{A0}b\\u{3000}\\u{2800}"),
        ("\u{301}a", "\\u{301}a"),
    ])
    func `what could deceive is made visible and the rest left alone`(text: String, shown: String) {
        #expect(DisplayText.line(text).unicodeScalars.elementsEqual(shown.unicodeScalars))
    }

    @Test func `bytes that are not UTF-8 are shown as replacement characters`() {
        #expect(DisplayText.line(bytes: [0x41, 0xff, 0x42]) == "A\u{FFFD}B")
    }

    @Test func `no text of any scalars leaves a control character`() {
        let all = String(
            String.UnicodeScalarView((0...0x10FFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init)))
        let shown = DisplayText.line(all)
        #expect(shown.unicodeScalars.allSatisfy { ![.control, .format].contains($0.properties.generalCategory) })
    }
}
