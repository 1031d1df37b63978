import Telegrams
import Testing

@Suite struct IncarnationTests {
    private static let text = "00112233445566778899aabbccddeeff 1951-06-30T18:00:00Z"

    @Test func `an incarnation is printed as it was read`() throws {
        let incarnation = try Incarnation(Self.text)
        #expect(incarnation.description == Self.text)
        #expect(incarnation.name.description == "00112233445566778899aabbccddeeff")
        #expect(try incarnation.began == Instant(rfc3339: "1951-06-30T18:00:00Z"))
    }

    @Test(arguments: [
        "", " ", "00112233445566778899aabbccddeeff", "00112233445566778899aabbccddeeff ", "1951-06-30T18:00:00Z",
        "00112233445566778899aabbccddeeff  1951-06-30T18:00:00Z", "0011 1951-06-30T18:00:00Z",
        "00112233445566778899AABBCCDDEEFF 1951-06-30T18:00:00Z",
        "00112233445566778899aabbccddeeff 1951-06-30T18:00:00.5Z",
        "00112233445566778899aabbccddeeff 1951-06-30T18:00:00Z ",
    ])
    func `anything else is not an incarnation`(text: String) {
        #expect(formatError { () throws(FormatError) in try Incarnation(text) } != nil)
    }

    @Test func `an incarnation begins at a whole second and is told from others by its name`() throws {
        let name = try IncarnationName(hex: String(repeating: "0f", count: 16))
        let incarnation = Incarnation(name, began: Instant(milliseconds: -1))
        #expect(incarnation.began == Instant(seconds: -1))
        #expect(try Incarnation(incarnation.description) == incarnation)
    }
}
