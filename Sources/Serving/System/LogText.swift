import Terminal

/// The parts of a line of the log.
///
/// They are looked at letter by letter (Unicode scalars), as who reads the log does, and not by what a mark makes of a
/// sign before it.
enum LogText {
    /// A name: what could end it becomes an underscore.
    static func key(_ text: String) -> String {
        var key = ""
        for scalar in text.unicodeScalars { key.unicodeScalars.append(isPlain(scalar) ? scalar : "_") }
        return key
    }

    /// A value: as it is where it is one plain word, else in quotation marks that nothing in it can close.
    static func value(_ text: String) -> String {
        guard text.isEmpty || !text.unicodeScalars.allSatisfy(isPlain) else { return text }
        return DisplayText.quoted(text)
    }

    /// What a record says: as it is where it is plain words, else in quotation marks, because a message may cite others
    /// and a field may not be forged in it.
    static func message(_ text: String) -> String {
        text.unicodeScalars.allSatisfy { $0 == " " || isPlain($0) } ? text : DisplayText.quoted(text)
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value > 0x20 && scalar.value < 0x7F && !["=", "\"", "\\"].contains(scalar) }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
        default: return false
        }
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
