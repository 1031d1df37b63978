/// The ASCII armor of age files: strict PEM (RFC 7468 section 3) with the label "AGE ENCRYPTED FILE".
///
/// Readers take LF and CRLF, and up to ``mostWhitespace`` bytes of blank lines before and after; nothing else
/// that departs from the one canonical form.
public enum Armor {
    /// How much white space may surround the armor, in bytes on either side.
    public static let mostWhitespace = 1024

    static let header = [UInt8]("-----BEGIN AGE ENCRYPTED FILE-----".utf8)
    static let footer = [UInt8]("-----END AGE ENCRYPTED FILE-----".utf8)
    static let columns = 64
    static let bytesPerLine = 48

    /// Wraps a binary age file.
    public static func encode(_ file: [UInt8]) -> [UInt8] {
        var text = header + [UInt8(ascii: "\n")]
        text.reserveCapacity(file.count / bytesPerLine * (columns + 1) + 256)
        appendLines(file[...], to: &text)
        text += footer + [UInt8(ascii: "\n")]
        return text
    }

    /// Unwraps a binary age file.
    ///
    /// - Throws: ``AgeError`` of kind `armor` with the line to blame.
    public static func decode(_ text: [UInt8]) throws -> [UInt8] {
        var source = ArmorSource(BufferedSource(MemorySource(text)))
        var file: [UInt8] = []
        file.reserveCapacity(text.count / 4 * 3)
        while let block = try source.nextBlock() { file += block }
        return file
    }

    /// Whether `start`, the first bytes of a file, can only be the start of an armored file.
    static func isArmored(_ start: ArraySlice<UInt8>) -> Bool {
        start.drop(while: isWhitespace).starts(with: header.prefix(10))
    }

    static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0d).contains(byte)
    }

    static func appendLines(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) {
        for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: bytesPerLine) {
            let line = bytes[start..<min(start + bytesPerLine, bytes.endIndex)]
            Base64.append(line, to: &text, padding: .required)
            text.append(UInt8(ascii: "\n"))
        }
    }
}
