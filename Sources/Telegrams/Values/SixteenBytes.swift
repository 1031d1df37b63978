/// Sixteen bytes, written as 32 hexadecimal digits in lower case.
package struct SixteenBytes: Hashable, Sendable, CustomStringConvertible {
    /// Two times eight, the first byte highest.
    private let words: SIMD2<UInt64>

    /// - Throws: `FormatError` unless there are exactly 16.
    package init(_ bytes: some Collection<UInt8>) throws(FormatError) {
        guard bytes.count == Self.length else { throw FormatError("must be 16 bytes, not \(bytes.count)") }
        var words = SIMD2<UInt64>()
        for (index, byte) in bytes.enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
        self.words = words
    }

    /// Draws them at random.
    package init(from random: inout some RandomNumberGenerator) {
        words = SIMD2(random.next(), random.next())
    }

    /// Reads the one spelling that `description` prints.
    package init(hex text: some StringProtocol) throws(FormatError) {
        try self.init(Hexadecimal.bytes(text, count: Self.length))
    }

    package static let length = 16

    package var bytes: [UInt8] {
        (0..<Self.length).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - $0 % 8 * 8)) }
    }

    package var description: String { Hexadecimal.text(bytes) }
}

/// An incarnation without the time at which it began: what tells it from all others.
package typealias IncarnationName = SixteenBytes
/// Random bytes by which an answer is known to be an answer.
package typealias Nonce = SixteenBytes
