/// The ASCII bytes the text formats are made of.
enum ASCII {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let exclamationMark = UInt8(ascii: "!")
    static let quote = UInt8(ascii: "\"")
    static let numberSign = UInt8(ascii: "#")
    static let asterisk = UInt8(ascii: "*")
    static let comma = UInt8(ascii: ",")
    static let equalsSign = UInt8(ascii: "=")
    static let questionMark = UInt8(ascii: "?")
    static let backslash = UInt8(ascii: "\\")

    static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

    static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7f }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

extension Collection<UInt8> {
    /// Untrusted bytes made fit for an error message: quoted, printable ASCII only, at most 40 of them, and nothing that
    /// closes the quotation marks.
    var quotedForMessage: String {
        let shown = prefix(40).map { byte in
            (0x20..<0x7f).contains(byte) && byte != ASCII.quote && byte != ASCII.backslash
                ? Character(Unicode.Scalar(byte)) : "?"
        }
        return "\"" + String(shown) + (count > 40 ? "..." : "") + "\""
    }

    /// The bytes as text, if they are valid UTF-8 without control characters.
    var printableText: String? {
        guard !contains(where: ASCII.isControl) else { return nil }
        return String(validating: self, as: UTF8.self)
    }
}
