/// Bytes as hexadecimal digits in lower case, the one spelling of our formats.
enum Hexadecimal {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for byte in bytes {
            for nibble in [byte >> 4, byte & 0xF] {
                text.unicodeScalars.append(Unicode.Scalar(nibble < 10 ? 0x30 + nibble : 0x57 + nibble))
            }
        }
        return text
    }

    /// - Throws: `FormatError` unless there are exactly two digits for each of `count` bytes.
    static func bytes(_ text: some StringProtocol, count: Int) throws(FormatError) -> [UInt8] {
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in text.utf8 {
            guard bytes.count < count, let value = value(of: digit) else { throw misspelt(text, count) }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        guard bytes.count == count, high == nil else { throw misspelt(text, count) }
        return bytes
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }

    private static func misspelt(_ text: some StringProtocol, _ count: Int) -> FormatError {
        FormatError("\(quoted(text)) is not \(count * 2) hexadecimal digits in lower case")
    }
}
