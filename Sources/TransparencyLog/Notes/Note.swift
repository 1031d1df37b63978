/// A signed note: a text and the signatures below it (c2sp.org/signed-note).
///
/// A note that has been read is not yet believed. ``verify(_:)`` judges it by the keys that must have signed; before that
/// the text must not be used.
public struct Note: Hashable, Sendable {
    /// The largest note in bytes.
    public static let maximumByteCount = 1_000_000
    /// The largest number of signatures; the specification asks for at least 16.
    public static let maximumSignatureCount = 64

    /// The text that is signed, with its final line feed.
    public let text: [UInt8]
    /// The signatures in the order of their lines.
    public let signatures: [NoteSignature]

    /// Puts a note together; the text must end in a line feed and there must be 1 to 64 signatures.
    public init(text: [UInt8], signatures: [NoteSignature]) throws(LogFormatError) {
        try TextRules.check(text, in: .note)
        guard !signatures.isEmpty else { throw LogFormatError(.note, .signatureBlock) }
        guard signatures.count <= Self.maximumSignatureCount else { throw LogFormatError(.note, .signatureCount) }
        self.text = text
        self.signatures = signatures
        guard bytes.count <= Self.maximumByteCount else { throw LogFormatError(.note, .size) }
    }

    /// Signs a text with every one of `keys`.
    public init(text: [UInt8], signedBy keys: [NoteSigningKey]) throws {
        try self.init(text: text, signatures: keys.map { try $0.sign(text) })
    }

    /// Reads a note; what ``bytes`` prints again is byte for byte what was read.
    public init(parsing bytes: [UInt8]) throws(LogFormatError) {
        guard bytes.count <= Self.maximumByteCount else { throw LogFormatError(.note, .size) }
        try TextRules.check(bytes, in: .note)
        guard let end = Self.textEnd(bytes) else { throw LogFormatError(.note, .signatureBlock) }
        let firstLine = Self.lineCount(bytes[..<end]) + 2
        let lines = TextRules.lines(bytes[(end + 1)...], limit: Self.maximumSignatureCount)
        guard lines.count <= Self.maximumSignatureCount else {
            throw LogFormatError(.note, line: firstLine + Self.maximumSignatureCount, .signatureCount)
        }
        var signatures: [NoteSignature] = []
        for (offset, line) in lines.enumerated() {
            signatures.append(try NoteSignature(line: line, number: firstLine + offset))
        }
        self.text = Array(bytes[..<end])
        self.signatures = signatures
    }

    /// The note as it is stored and sent.
    public var bytes: [UInt8] {
        text + [TextRules.lineFeed] + signatures.flatMap(\.bytes)
    }

    /// The same note with further signatures below the others, for example cosignatures.
    public func adding(_ more: [NoteSignature]) throws(LogFormatError) -> Note {
        try Note(text: text, signatures: signatures + more)
    }

    /// The line of the note on which the first signature stands.
    var firstSignatureLine: Int { Self.lineCount(text[...]) + 2 }

    /// Where the text ends: after the first of the last two line feeds that follow each other.
    private static func textEnd(_ bytes: [UInt8]) -> Int? {
        var index = bytes.count - 2
        while index > 0 {
            if bytes[index] == TextRules.lineFeed, bytes[index - 1] == TextRules.lineFeed { return index }
            index -= 1
        }
        return nil
    }

    private static func lineCount(_ text: ArraySlice<UInt8>) -> Int {
        text.count { $0 == TextRules.lineFeed }
    }
}
