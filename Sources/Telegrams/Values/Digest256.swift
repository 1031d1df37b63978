/// A SHA-256 digest (32 bytes), written as 64 hexadecimal digits in lower case.
///
/// Only the value: whoever holds one was given it or computed it elsewhere.
package struct Digest256: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Four times eight bytes, the first byte highest.
    ///
    /// No vector: a value that is aligned to more than 16 bytes breaks the allocator of tasks where it is an argument of
    /// something asynchronous ("freed pointer was not the last allocation", Swift 6.3).
    private let words: InlineArray<4, UInt64>

    /// Takes over a digest that was computed elsewhere.
    ///
    /// - Throws: `FormatError` unless there are exactly 32 bytes.
    package init(_ bytes: some Collection<UInt8>) throws(FormatError) {
        guard bytes.count == 32 else { throw FormatError("a SHA-256 digest is 32 bytes, not \(bytes.count)") }
        var words = InlineArray<4, UInt64>(repeating: 0)
        for (index, byte) in bytes.enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
        self.words = words
    }

    /// Takes over a digest that was computed elsewhere, as four times eight bytes, the first byte highest.
    package init(words: InlineArray<4, UInt64>) {
        self.words = words
    }

    /// Reads the one spelling that `description` prints.
    package init(hex text: some StringProtocol) throws(FormatError) {
        var words = InlineArray<4, UInt64>(repeating: 0)
        var count = 0
        for byte in text.utf8 {
            guard count < 64, let digit = Self.value(ofHexDigit: byte) else { throw Self.misspelt(text) }
            words[count / 16] = words[count / 16] << 4 | digit
            count += 1
        }
        guard count == 64 else { throw Self.misspelt(text) }
        self.words = words
    }

    /// The first eight bytes as a number, the first byte highest.
    package var leadingWord: UInt64 { words[0] }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - $0 % 8 * 8)) }
    }

    /// The digests whose text begins with these digits; nil where no digest does.
    package static func range(beginningWith digits: some StringProtocol) -> ClosedRange<Digest256>? {
        let missing = 64 - digits.utf8.count
        guard missing >= 0, let first = try? Digest256(hex: digits + String(repeating: "0", count: missing)),
            let last = try? Digest256(hex: digits + String(repeating: "f", count: missing))
        else { return nil }
        return first...last
    }

    package var description: String {
        String(unsafeUninitializedCapacity: 64) { buffer in
            for index in 0..<64 {
                let nibble = UInt8(words[index / 16] >> UInt64(60 - index % 16 * 4) & 0xF)
                buffer[index] = nibble < 10 ? 0x30 + nibble : 0x57 + nibble
            }
            return 64
        }
    }

    package static func == (left: Digest256, right: Digest256) -> Bool {
        left.words.indices.allSatisfy { left.words[$0] == right.words[$0] }
    }

    package func hash(into hasher: inout Hasher) {
        for index in words.indices { hasher.combine(words[index]) }
    }

    package static func < (left: Digest256, right: Digest256) -> Bool {
        for index in 0..<4 where left.words[index] != right.words[index] {
            return left.words[index] < right.words[index]
        }
        return false
    }

    private static func value(ofHexDigit byte: UInt8) -> UInt64? {
        switch byte {
        case 0x30...0x39: UInt64(byte - 0x30)
        case 0x61...0x66: UInt64(byte - 0x57)
        default: nil
        }
    }

    private static func misspelt(_ text: some StringProtocol) -> FormatError {
        FormatError("\(quoted(text)) is not a SHA-256 digest (64 hexadecimal digits in lower case)")
    }
}
