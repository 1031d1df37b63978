import Testing

@testable import Telegrams

@Suite struct CanonicalBase64Tests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64AgreesWithTheVectorsOfItsRFC(text: String, digits: String) throws {
        #expect(CanonicalBase64.encode(Array(text.utf8)) == digits)
        #expect(try CanonicalBase64.decode(digits) == Array(text.utf8))
    }

    @Test(arguments: ["Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zm9v Zm9v", "Zm9v\n", "Zm-_", "=Zg=", "Zg==Zg=="])
    func base64HasOnlyOneSpelling(digits: String) {
        #expect(throws: FormatError.self) { try CanonicalBase64.decode(digits) }
    }
}
