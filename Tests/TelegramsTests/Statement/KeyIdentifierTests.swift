import Testing

@testable import Telegrams

@Suite struct KeyIdentifierTests {
    /// RFC 4648, section 10, without the padding.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ])
    func base32AgreesWithTheVectorsOfItsRFC(text: String, digits: String) {
        #expect(Base32.encode(Array(text.utf8)) == digits)
        #expect(Base32.decode(digits.utf8) == Array(text.utf8))
    }

    @Test(arguments: ["M", "MZX", "MZXW6Y", "MZ", "mzxw6", "MZXW1", "MZXW6===", "MZXR"])
    func base32HasOnlyOneSpelling(digits: String) {
        #expect(Base32.decode(digits.utf8) == nil)
    }

    @Test func anIdentifierIsWrittenInGroupsOfFive() throws {
        let key = try KeyIdentifier(digest: Array(0..<32))
        #expect(key.description == "AAAQE AYEAU DAOCA JBIFQ YDIOB 4")
        #expect(try KeyIdentifier(key.description) == key)
    }

    @Test(arguments: [
        "AAAQEAYEAUDAOCAJBIFQYDIOB4", "AAAQE AYEAU DAOCA JBIFQ YDIOB", "AAAQE AYEAU DAOCA JBIFQ YDIOB 5",
        "AAAQE  AYEAU DAOCA JBIFQ YDIOB 4", "aaaqe ayeau daoca jbifq ydiob 4", "AAAQE AYEAU DAOCA JBIFQ YDIOB 4 ",
    ])
    func everyOtherSpellingIsRefused(text: String) {
        #expect(throws: FormatError.self) { try KeyIdentifier(text) }
    }
}
