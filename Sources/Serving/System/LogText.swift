import Terminal

/// The parts of a line of the log.
enum LogText {
    /// A name: what could end it becomes an underscore.
    static func key(_ text: String) -> String {
        String(text.map { isPlain($0) ? $0 : "_" })
    }

    /// A value: as it is where it is one plain word, else in quotation marks, with `"` and `\` escaped in it.
    static func value(_ text: String) -> String {
        let visible = DisplayText.line(text)
        guard visible.isEmpty || !visible.allSatisfy(isPlain) else { return visible }
        return "\"" + visible.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
    }

    private static func isPlain(_ character: Character) -> Bool {
        !character.isWhitespace && !["=", "\"", "\\"].contains(character)
    }

    /// A string of JSON (RFC 8259, section 7), in ASCII: a terminal that shows it obeys nothing in it.
    static func json(_ text: String) -> String {
        "\"" + text.utf16.map(escaped).joined() + "\""
    }

    private static func escaped(_ unit: UInt16) -> String {
        switch unit {
        case 0x22: "\\\""
        case 0x5C: "\\\\"
        case 0x20..<0x7F: String(UnicodeScalar(UInt8(unit)))
        default: "\\u" + String(0x1_0000 + Int(unit), radix: 16).dropFirst()
        }
    }
}
