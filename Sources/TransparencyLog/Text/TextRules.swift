/// The rules that every line-based text of this library shares.
enum TextRules {
    static let lineFeed = UInt8(ascii: "\n")

    /// The first rule that `bytes` break as lines of UTF-8 ending in a line feed, and on which line.
    static func check(_ bytes: some Collection<UInt8>, in document: LogFormatError.Document) throws(LogFormatError) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw LogFormatError(document, .utf8) }
        var line = 1
        for byte in bytes {
            if byte == lineFeed {
                line += 1
            } else if byte < 0x20 {
                throw LogFormatError(document, line: line, .controlCharacter)
            }
        }
        guard !bytes.isEmpty, bytes.suffix(1).elementsEqual([lineFeed]) else {
            throw LogFormatError(document, line: line, .finalLineFeed)
        }
    }

    /// The lines of a text that ends in a line feed, at most `limit` of them and the unread rest as one more.
    static func lines(_ text: ArraySlice<UInt8>, limit: Int) -> [ArraySlice<UInt8>] {
        text.dropLast().split(separator: lineFeed, maxSplits: limit, omittingEmptySubsequences: false)
    }
}
