import Testing

@testable import Telegrams

@Suite struct SixteenBytesTests {
    @Test func `sixteen bytes are 32 hexadecimal digits, the first byte first`() throws {
        let bytes = (0..<16).map { UInt8($0 * 17) }
        let sixteen = try SixteenBytes(bytes)
        #expect(sixteen.bytes == bytes)
        #expect(sixteen.description == "00112233445566778899aabbccddeeff")
        #expect(try SixteenBytes(hex: "00112233445566778899aabbccddeeff") == sixteen)
    }

    @Test(arguments: [0, 1, 15, 17, 32])
    func `there are neither more nor fewer`(count: Int) {
        #expect(
            formatError { () throws(FormatError) in try SixteenBytes(Array(repeating: 1, count: count)) }
                == FormatError("must be 16 bytes, not \(count)"))
        let text = String(repeating: "01", count: count)
        #expect(
            formatError { () throws(FormatError) in try SixteenBytes(hex: text) }
                == FormatError("\"\(text)\" is not 32 hexadecimal digits in lower case"))
    }

    @Test func `two drawings differ, and any one is read back`() throws {
        var random = SeededGenerator.printed()
        var drawn: Set<SixteenBytes> = []
        for _ in 0..<500 {
            let sixteen = SixteenBytes(from: &random)
            #expect(drawn.insert(sixteen).inserted)
            #expect(try SixteenBytes(hex: sixteen.description) == sixteen)
            #expect(try SixteenBytes(sixteen.bytes) == sixteen)
        }
    }
}

@Suite struct HexadecimalTests {
    @Test func `every byte has its two digits`() throws {
        let all = Array(UInt8.min ... .max)
        let text = Hexadecimal.text(all)
        #expect(text.hasPrefix("000102030405060708090a0b0c0d0e0f10"))
        #expect(text.hasSuffix("fafbfcfdfeff"))
        #expect(try Hexadecimal.bytes(text, count: 256) == all)
    }

    @Test(arguments: [
        "", "0", "000", "0000 ", "00 00", "0g00", "00:0", "00A0", "00`0", "00/0", "00٠٠", "0x00", "00000",
    ])
    func `nothing else is two bytes`(text: String) {
        #expect(
            formatError { () throws(FormatError) in try Hexadecimal.bytes(text, count: 2) }
                == FormatError("\"\(text)\" is not 4 hexadecimal digits in lower case"))
    }

    @Test func `no bytes are no digits`() throws {
        #expect(Hexadecimal.text([]).isEmpty)
        #expect(try Hexadecimal.bytes("", count: 0).isEmpty)
    }
}
