import Foundation
import Testing

@testable import TransparencyLog

struct TextTests {
    @Test("base64 agrees with Foundation for every length and comes back")
    func base64RoundTrip() {
        var random = SeededGenerator("base64")
        for count in 0...200 {
            let bytes = random.bytes(count)
            let text = Base64.encode(bytes)
            #expect(text == Array(Data(bytes).base64EncodedString().utf8))
            #expect(Base64.decode(text) == bytes)
        }
    }

    @Test(
        "base64 in any other spelling is refused",
        arguments: [
            "A", "AA", "AAA", "AAA=A", "A===", "====", "AA=A", "AB==", "AAB=", "AA==AAAA", "AA-_", "AAA ", "AAA\n",
        ])
    func base64Strict(text: String) {
        #expect(Base64.decode(utf8(text)) == nil)
    }

    @Test("decimal numbers have one spelling and stay below 2^64")
    func decimal() {
        #expect(Decimal.parse(utf8("0")) == 0)
        #expect(Decimal.parse(utf8("3917")) == 3917)
        #expect(Decimal.parse(utf8("18446744073709551615")) == .max)
        for text in ["", "00", "01", "+1", "-1", " 1", "1 ", "1a", "18446744073709551616", "99999999999999999999", "٣"]
        {
            #expect(Decimal.parse(utf8(text)) == nil, "\(text)")
        }
    }

    @Test("composed and decomposed letters are different names and lines")
    func bytesNotCharacters() throws {
        #expect(try KeyName("\u{E9}") != KeyName("e\u{301}"))
        #expect(try TextLine("\u{E9}") != TextLine("e\u{301}"))
    }

    @Test("every rule says what it asks for in a line of its own")
    func rules() {
        let rules = LogFormatError.Rule.allCases.map(\.rawValue)
        #expect(Set(rules).count == rules.count)
        let error = LogFormatError(.checkpoint, line: 2, .decimal)
        let expected = "checkpoint, line 2: a number must be decimal, without sign or leading zero, below 2^64"
        #expect(error.description == expected)
    }
}
