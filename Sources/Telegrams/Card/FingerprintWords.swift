/// The fingerprint of a card as sixteen words, to be compared by voice: 128 bits, eight to a word.
package struct FingerprintWords: Hashable, Sendable, CustomStringConvertible {
    package static let count = 16
    /// The word for each byte; see `docs/formats/card.md`.
    package static let list = FingerprintWordList.words

    /// The first sixteen bytes of the digest.
    package let bytes: [UInt8]

    /// - Parameter digest: SHA-256 of `Card.fingerprintInput`, 32 bytes.
    package init(digest: [UInt8]) throws(FormatError) {
        guard digest.count == 32 else { throw FormatError("a SHA-256 digest has 32 bytes, not \(digest.count)") }
        bytes = Array(digest.prefix(Self.count))
    }

    package var words: [String] { bytes.map { Self.list[Int($0)] } }

    /// Four lines of four words.
    package var lines: [String] {
        stride(from: 0, to: Self.count, by: 4).map { words[$0..<$0 + 4].joined(separator: " ") }
    }

    package var description: String { lines.joined(separator: "\n") }

    /// What came of comparing these words with those somebody read out.
    package enum Answer: Hashable, Sendable {
        case same
        case wrongCount(Int)
        /// The position, from 1, of the first word that is another one.
        case differs(position: Int, expected: String, heard: String)
    }

    /// Compares with words that somebody heard and typed; case and kind of spacing do not matter.
    package func compare(_ heard: String) -> Answer {
        let typed = heard.utf8.split { $0 <= 0x20 }.map { String(decoding: $0.map(Self.lowered), as: UTF8.self) }
        guard typed.count == Self.count else { return .wrongCount(typed.count) }
        for (index, pair) in zip(words, typed).enumerated() where !pair.0.utf8.elementsEqual(pair.1.utf8) {
            return .differs(position: index + 1, expected: pair.0, heard: pair.1)
        }
        return .same
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { isCapital(byte) ? byte | 0x20 : byte }
}
