/// Makes text that came from elsewhere safe to show: nothing in it moves the cursor, changes colours, reorders letters
/// or hides; such characters appear as escapes, `\n`, `\t` or `\u{202E}`.
///
/// This is for eyes only. A backslash stays as it is, so the text cannot be turned back.
package enum DisplayText {
    /// The text on one line.
    package static func line(_ text: some StringProtocol) -> String {
        escape(text.unicodeScalars) { _ in false }
    }

    /// The bytes as text on one line; what is not UTF-8 appears as U+FFFD.
    package static func line(bytes: some Collection<UInt8>) -> String {
        line(String(decoding: bytes, as: UTF8.self))
    }

    /// The text with its line breaks kept.
    package static func paragraphs(_ text: some StringProtocol) -> String {
        escape(text.unicodeScalars) { $0 == "\n" }
    }

    private static func escape(
        _ scalars: some Sequence<Unicode.Scalar>, except isKept: (Unicode.Scalar) -> Bool
    ) -> String {
        var result = ""
        for scalar in scalars {
            if isKept(scalar) || !isDeceptive(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                result += visible(scalar)
            }
        }
        return result
    }

    /// Control and format characters (which contain the bidirectional ones), line separators, what has no agreed look,
    /// and what a font is told to show nothing for.
    private static func isDeceptive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private static func visible(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
    }
}
