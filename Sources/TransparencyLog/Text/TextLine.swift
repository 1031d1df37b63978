/// One non-empty line of UTF-8 text without control characters, compared byte by byte.
///
/// Swift's `String` calls the composed and the decomposed spelling of a letter equal; for a signed text they are two.
public struct TextLine: Hashable, Sendable {
    /// The largest line in bytes.
    public static let maximumByteCount = 1024

    /// The line in UTF-8, without a line feed.
    public let bytes: [UInt8]

    /// Takes the line of a checkpoint; it must be 1 to 1024 bytes without control characters.
    public init(_ text: String) throws(LogFormatError) {
        try self.init(bytes: Array(text.utf8), line: nil)
    }

    init(bytes: [UInt8], line: Int?) throws(LogFormatError) {
        guard !bytes.isEmpty else { throw LogFormatError(.checkpoint, line: line, .emptyLine) }
        guard bytes.count <= Self.maximumByteCount else { throw LogFormatError(.checkpoint, line: line, .size) }
        guard bytes.allSatisfy({ $0 >= 0x20 }) else { throw LogFormatError(.checkpoint, line: line, .controlCharacter) }
        self.bytes = bytes
    }

    /// The line as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}
