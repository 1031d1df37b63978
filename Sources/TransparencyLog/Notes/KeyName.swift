/// The name of a note key: UTF-8 without white space or plus, compared byte by byte (c2sp.org/signed-note, "Format").
///
/// A schema-less URL such as `station.example/log` is recommended.
public struct KeyName: Hashable, Sendable {
    /// The largest name in bytes.
    public static let maximumByteCount = 1024

    /// The name in UTF-8.
    public let bytes: [UInt8]

    /// Takes a key name: 1 to 1024 bytes without white space, plus or control characters.
    public init(_ text: String) throws(LogFormatError) {
        try self.init(bytes: Array(text.utf8), in: .verifierKey, line: nil)
    }

    init(bytes: [UInt8], in document: LogFormatError.Document, line: Int?) throws(LogFormatError) {
        guard (1...Self.maximumByteCount).contains(bytes.count), let text = String(validating: bytes, as: UTF8.self),
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0 != "+" && !$0.properties.isWhitespace })
        else { throw LogFormatError(document, line: line, .keyName) }
        self.bytes = bytes
    }

    /// The name as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension KeyName: CustomStringConvertible {
    /// The name as text.
    public var description: String { text }
}
