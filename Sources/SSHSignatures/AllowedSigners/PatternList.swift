/// A list of patterns as OpenSSH matches them (`PATTERNS` in ssh_config(5)): `*@example.org,!mallory@example.org`.
///
/// `*` stands for any bytes, `?` for one byte. A name matches if it matches a pattern and no pattern with `!` before it.
public struct PatternList: Sendable, CustomStringConvertible {
    /// One pattern of the list.
    struct Pattern: Hashable, Sendable {
        let isNegated: Bool
        let bytes: [UInt8]

        var isWildcard: Bool { bytes.contains { $0 == ASCII.asterisk || $0 == ASCII.questionMark } }
    }

    /// The list as text.
    public let description: String
    let patterns: [Pattern]

    /// OpenSSH gives up on longer patterns.
    private static let longestPattern = 1022
    private static let mostPatterns = 1000

    /// - Throws: `SSHFormatError` for an empty list or pattern, control characters, a pattern longer than 1,022 bytes or
    ///   a list of more than 1,000.
    public init(_ text: String) throws(SSHFormatError) {
        try self.init(bytes: Array(text.utf8)[...])
    }

    init(bytes: ArraySlice<UInt8>) throws(SSHFormatError) {
        guard let text = bytes.printableText else {
            throw SSHFormatError(.patternList, "it is not UTF-8 or has control characters")
        }
        let parts = bytes.split(separator: ASCII.comma, omittingEmptySubsequences: false)
        guard parts.count <= Self.mostPatterns else {
            throw SSHFormatError(.patternList, "it has more than \(Self.mostPatterns) patterns")
        }
        var patterns: [Pattern] = []
        for part in parts { patterns.append(try Self.pattern(part)) }
        description = text
        self.patterns = patterns
    }

    private static func pattern(_ part: ArraySlice<UInt8>) throws(SSHFormatError) -> Pattern {
        let isNegated = part.first == ASCII.exclamationMark
        let bytes = isNegated ? part.dropFirst() : part
        guard !bytes.isEmpty else { throw SSHFormatError(.patternList, "a pattern is empty") }
        guard bytes.count <= longestPattern else {
            throw SSHFormatError(.patternList, "a pattern is longer than \(longestPattern) bytes")
        }
        return Pattern(isNegated: isNegated, bytes: Array(bytes))
    }

    /// Whether `name` matches the list.
    public func matches(_ name: String) -> Bool {
        let name = Array(name.utf8)
        var isListed = false
        for pattern in patterns where Glob.matches(name, pattern: pattern.bytes) {
            guard !pattern.isNegated else { return false }
            isListed = true
        }
        return isListed
    }

    /// The names the list spells out and accepts: its patterns without wildcards, in order.
    public var names: [String] {
        patterns.filter { !$0.isNegated && !$0.isWildcard }
            .map { String(decoding: $0.bytes, as: UTF8.self) }
            .filter(matches)
    }
}

extension PatternList: Hashable {
    /// Whether both have the same patterns in the same order, byte for byte.
    public static func == (left: PatternList, right: PatternList) -> Bool { left.patterns == right.patterns }

    /// Hashes the patterns.
    public func hash(into hasher: inout Hasher) { hasher.combine(patterns) }
}
