/// The first line in which a text differs from the one that was expected.
package struct LineDifference: Hashable, Sendable {
    /// Counted from 1.
    package let line: Int
    /// The first differing column, counted from 1 in Unicode scalars.
    package let column: Int
    /// The line of the reference text, ready to be shown; nil where that text has no such line.
    package let expected: String?
    /// The line found, ready to be shown; nil where the text has no such line.
    package let found: String?
    /// The letter found, where it looks like the one expected and is the first difference.
    package let lookAlike: LookAlike?

    /// Nil where both texts are the same, byte for byte.
    package init?(found: [UInt8], expected: [UInt8]) {
        guard found != expected else { return nil }
        let foundLines = Self.lines(of: found)
        let expectedLines = Self.lines(of: expected)
        let index = zip(foundLines, expectedLines).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        let place = index ?? min(foundLines.count, expectedLines.count)
        self.init(
            line: place + 1, found: place < foundLines.count ? foundLines[place] : nil,
            expected: place < expectedLines.count ? expectedLines[place] : nil)
    }

    private init(line: Int, found: [UInt8]?, expected: [UInt8]?) {
        let foundScalars = Self.scalars(of: found, beside: expected)
        let expectedScalars = Self.scalars(of: expected, beside: found)
        let same = zip(foundScalars, expectedScalars).prefix { $0 == $1 }.count
        self.line = line
        column = same + 1
        self.found = found.map { _ in Self.excerpt(of: foundScalars, around: same) }
        self.expected = expected.map { _ in Self.excerpt(of: expectedScalars, around: same) }
        lookAlike =
            same < foundScalars.count && same < expectedScalars.count
            ? Self.lookAlike(line: line, column: same + 1, found: foundScalars[same], expected: expectedScalars[same])
            : nil
    }

    private static func lookAlike(
        line: Int, column: Int, found: Unicode.Scalar, expected: Unicode.Scalar
    ) -> LookAlike? {
        let seen = LookAlike.twin(of: found) ?? found
        let wanted = LookAlike.twin(of: expected) ?? expected
        guard seen == wanted, let script = WritingScript(found), let other = WritingScript(expected) else { return nil }
        return LookAlike(line: line, column: column, letter: found, script: script, surroundings: other)
    }

    /// Lines with their line feeds, so that a missing one at the end of a text is a difference too.
    private static func lines(of bytes: [UInt8]) -> [[UInt8]] {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) + [0x0A] }
        lines[lines.count - 1].removeLast()
        return lines.filter { !$0.isEmpty }
    }

    private static func scalars(of line: [UInt8]?, beside other: [UInt8]?) -> [Unicode.Scalar] {
        guard let line else { return [] }
        let isOrdinary = line.last == 0x0A && other.map { $0.last == 0x0A } != false
        return Array(String(decoding: isOrdinary ? line.dropLast() : line[...], as: UTF8.self).unicodeScalars)
    }

    /// At most 60 scalars, with invisible ones written out, so that a hostile text cannot command a terminal.
    private static func excerpt(of scalars: [Unicode.Scalar], around index: Int) -> String {
        let start = max(0, min(index - 30, scalars.count - 60))
        let end = min(scalars.count, start + 60)
        let shown = scalars[start..<end].map {
            CanonicalText.isVisible($0) ? String($0) : "<\(CanonicalText.name(of: $0))>"
        }
        return (start > 0 ? "..." : "") + shown.joined() + (end < scalars.count ? "..." : "")
    }
}
