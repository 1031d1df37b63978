/// Makes text that came from elsewhere safe to show: nothing in it moves the cursor, changes colours, reorders letters
/// or hides; such characters appear as escapes, `\n`, `\t` or `\u{202E}`.
///
/// Whose words they are is told by their place: a whole text stands behind the margin of a ``Page``, a word or a line of
/// others in ``quoted(_:)`` marks within a line of the program's own.
package enum DisplayText {
    /// The text on one line.
    ///
    /// This is for eyes only. A backslash stays as it is, so the text cannot be turned back.
    package static func line(_ text: some StringProtocol) -> String {
        var result = ""
        for scalar in text.unicodeScalars { append(scalar, to: &result, isFirst: result.isEmpty) }
        return result
    }

    /// The bytes as text on one line; what is not UTF-8 appears as U+FFFD.
    package static func line(bytes: some Collection<UInt8>) -> String {
        line(String(decoding: bytes, as: UTF8.self))
    }

    /// Words of others within a line of the program's own: between quotation marks that nothing in them can close.
    ///
    /// In them a quotation mark, a backslash and the line of a page's margin are written with a backslash.
    package static func quoted(_ text: some StringProtocol) -> String {
        var result = "\""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case Page.line: result += escape(scalar)
            default: append(scalar, to: &result, isFirst: index == 0)
            }
        }
        return result + "\""
    }

    /// A text in JSON with what deceives an eye written as RFC 8259, section 7, lets it be: `\u202e`.
    ///
    /// To programs it is the same text.
    package static func json(_ text: some StringProtocol) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            // The line feeds between its tokens are the encoder's own; those in strings are escaped already.
            if scalar == "\n" || !isDeceptive(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 {
                    result += "\\u" + String(0x1_0000 + Int(unit), radix: 16).dropFirst()
                }
            }
        }
        return result
    }

    /// A mark that has no letter of the text's own to stand on would be set upon what is before it.
    private static func append(_ scalar: Unicode.Scalar, to result: inout String, isFirst: Bool) {
        if isDeceptive(scalar) || (isFirst && ColumnWidth.isMark(scalar)) {
            result += escape(scalar)
        } else {
            result.unicodeScalars.append(scalar)
        }
    }

    /// Control and format characters (which contain the bidirectional ones), blanks that are none of the usual, line
    /// separators, what has no agreed look, and what a font is told to show nothing for.
    private static func isDeceptive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        case .spaceSeparator: scalar != " "
        // A pattern of the writing for the blind without any dots.
        case .otherSymbol: scalar == "\u{2800}"
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
    }
}
