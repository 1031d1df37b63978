/// Strict base64 of RFC 4648 section 4: canonical trailing bits, no line breaks, padding exactly as asked for.
enum Base64 {
    enum Padding { case none, required }

    private static let alphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let invalid: UInt8 = 0xff
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: invalid, count: 256)
        for (value, character) in alphabet.enumerated() {
            values[Int(character)] = UInt8(value)
        }
        return values
    }()

    static func encode(_ bytes: some Collection<UInt8>, padding: Padding = .none) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        append(bytes, to: &text, padding: padding)
        return text
    }

    static func append(_ bytes: some Collection<UInt8>, to text: inout [UInt8], padding: Padding = .none) {
        alphabet.withUnsafeBufferPointer { alphabet in
            var group: UInt32 = 0
            var length = 0
            for byte in bytes {
                group = group << 8 | UInt32(byte)
                length += 1
                if length == 3 {
                    append(group, characters: 4, to: &text, alphabet)
                    (group, length) = (0, 0)
                }
            }
            guard length > 0 else { return }
            append(group << (8 * UInt32(3 - length)), characters: length + 1, to: &text, alphabet)
            if padding == .required {
                text.append(contentsOf: repeatElement(UInt8(ascii: "="), count: 3 - length))
            }
        }
    }

    private static func append(
        _ group: UInt32, characters: Int, to text: inout [UInt8], _ alphabet: UnsafeBufferPointer<UInt8>
    ) {
        for position in 0..<characters {
            text.append(alphabet[Int(group >> (18 - 6 * UInt32(position)) & 0x3f)])
        }
    }

    /// Returns nil unless `text` is the one canonical encoding of some byte string.
    static func decode(_ text: some Collection<UInt8>, padding: Padding = .none) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3 + 2)
        return append(decoding: text, to: &bytes, padding: padding) ? bytes : nil
    }

    /// Appends what `text` encodes, or returns false; then `bytes` may hold a part of it.
    static func append(
        decoding text: some Collection<UInt8>, to bytes: inout [UInt8], padding: Padding = .none
    ) -> Bool {
        guard let length = digitCount(text, padding: padding) else { return false }
        return values.withUnsafeBufferPointer { values in
            var bits: UInt32 = 0
            var bitCount: UInt32 = 0
            for character in text.prefix(length) {
                let value = values[Int(character)]
                guard value != invalid else { return false }
                bits = bits << 6 | UInt32(value)
                bitCount += 6
                if bitCount >= 8 {
                    bitCount -= 8
                    bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
                    bits &= (1 << bitCount) - 1
                }
            }
            return bits == 0 && bitCount < 6
        }
    }

    /// The number of characters before the padding, or nil when the padding is not as it must be.
    private static func digitCount(_ text: some Collection<UInt8>, padding: Padding) -> Int? {
        guard padding == .required else { return text.count }
        guard text.count.isMultiple(of: 4) else { return nil }
        var padded = 0
        for character in text.suffix(2) where character == UInt8(ascii: "=") || padded > 0 {
            guard character == UInt8(ascii: "=") else { return nil }
            padded += 1
        }
        return text.count - padded
    }
}
