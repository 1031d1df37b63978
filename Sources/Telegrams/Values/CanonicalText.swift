@_spi(_Unicode) import Swift

/// The rules that every text of ours obeys: UTF-8, NFC, LF, no trailing blanks, a final LF, no control characters and
/// none that are invisible or turn the direction of writing.
///
/// Checks only. Nothing here repairs a text, because a verifier that repairs accepts what was never signed.
package enum CanonicalText {
    /// Decodes and checks a whole text and returns its lines without their line feeds.
    ///
    /// - Parameter limit: the greatest size accepted, in bytes.
    /// - Throws: `FormatError` naming the first line that breaks a rule.
    package static func lines(of bytes: [UInt8], limit: Int) throws(FormatError) -> [String] {
        guard bytes.count <= limit else { throw FormatError("text is longer than \(limit) bytes") }
        guard let last = bytes.last else { throw FormatError("text is empty") }
        var lines: [String] = []
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let number = lines.count + 1
            guard let text = String(validating: line, as: UTF8.self) else {
                throw FormatError(line: number, "not valid UTF-8")
            }
            do { try check(line: text) } catch { throw error.at(line: number) }
            lines.append(text)
        }
        guard last == 0x0A else { throw FormatError(line: lines.count, "no line feed at the end of the text") }
        lines.removeLast()
        return lines
    }

    /// Checks one line (without its line feed) against every rule.
    package static func check(line: String) throws(FormatError) {
        let bytes = line.utf8
        if bytes.last == 0x20 { throw FormatError("trailing blank") }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return try check(unicode: line) }
    }

    private static func check(unicode line: String) throws(FormatError) {
        for scalar in line.unicodeScalars {
            if scalar == "\r" { throw FormatError("carriage return") }
            guard isVisible(scalar) else { throw FormatError("forbidden character \(name(of: scalar))") }
        }
        if let last = line.unicodeScalars.last, last.properties.isWhitespace { throw FormatError("trailing blank") }
        guard line.unicodeScalars.elementsEqual(line._nfc) else {
            throw FormatError("not in Unicode normalization form C")
        }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: !scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private static func name(of scalar: Unicode.Scalar) -> String {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    }
}
