import Testing

@testable import Telegrams

@Suite struct ChannelNumberTests {
    @Test func `a channel number is from 1 to 2^53 - 1`() throws {
        #expect(ChannelNumber.greatest == (1 << 53) - 1)
        for number in [1, 2, ChannelNumber.greatest] {
            #expect(try ChannelNumber.parse("\(number)") == number)
            #expect(try ChannelNumber.parseOrNone("\(number)") == number)
        }
    }

    @Test(arguments: ["", "-1", "+1", "01", "1 ", " 1", "1.0", "1e3", "9007199254740992", "9223372036854775808", "٣"])
    func `anything else is not a channel number`(text: String) {
        #expect(formatError { () throws(FormatError) in try ChannelNumber.parse(text[...]) } != nil)
        #expect(formatError { () throws(FormatError) in try ChannelNumber.parseOrNone(text[...]) } != nil)
    }

    @Test func `zero stands only where none has been given out yet`() throws {
        #expect(try ChannelNumber.parseOrNone("0") == 0)
        #expect(formatError { () throws(FormatError) in try ChannelNumber.parse("0") } != nil)
    }
}
