/// Base64 of RFC 4648, section 4, with padding and with only one spelling per value.
package enum CanonicalBase64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    package static func encode(_ bytes: [UInt8]) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for position in 0..<4 {
                digits.append(position <= group.count ? alphabet[value >> (18 - 6 * position) & 63] : 0x3D)
            }
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The bytes that `encode` would print as `text`.
    ///
    /// - Throws: `FormatError` for any other text: blanks, missing padding, unused bits that are set.
    package static func decode(_ text: some StringProtocol) throws(FormatError) -> [UInt8] {
        let digits = Array(text.utf8)
        let padding = digits.reversed().prefix { $0 == 0x3D }.count
        guard digits.count.isMultiple(of: 4), padding <= 2 else { throw FormatError("not base64 with its padding") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 4 * 3)
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for digit in digits.dropLast(padding) {
            guard let value = value(of: digit) else { throw FormatError("not base64") }
            buffer = (buffer << 6 | value) & 0xFFFF
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
        }
        guard buffer & (1 << bits - 1) == 0 else { throw FormatError("not canonical base64: unused bits are set") }
        return bytes
    }

    private static func value(of digit: UInt8) -> UInt32? {
        switch digit {
        case 0x41...0x5A: UInt32(digit - 0x41)
        case 0x61...0x7A: UInt32(digit - 0x61) + 26
        case 0x30...0x39: UInt32(digit - 0x30) + 52
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }
}
