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
        guard !bytes.isEmpty else { throw FormatError("text is empty") }
        var lines: [String] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let number = lines.count + 1
            let end = rest.firstIndex(of: 0x0A)
            guard let text = String(validating: rest[..<(end ?? rest.endIndex)], as: UTF8.self) else {
                throw FormatError(line: number, "not valid UTF-8")
            }
            do { try check(line: text) } catch { throw error.at(line: number) }
            guard let end else { throw FormatError(line: number, "no line feed at the end of the text") }
            lines.append(text)
            rest = rest[(end + 1)...]
        }
        return lines
    }

    /// Checks one line (without its line feed) against every rule.
    package static func check(line: String) throws(FormatError) {
        let bytes = line.utf8
        if bytes.last == 0x20 { throw FormatError("trailing blank") }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return try check(unicode: line) }
    }

    private static func check(unicode line: String) throws(FormatError) {
        guard !line.unicodeScalars.allSatisfy(isPlain) else { return }
        for scalar in line.unicodeScalars {
            if scalar == "\r" { throw FormatError("carriage return") }
            guard isVisible(scalar) else { throw FormatError("forbidden character \(name(of: scalar))") }
        }
        if let last = line.unicodeScalars.last, last.properties.isWhitespace { throw FormatError("trailing blank") }
        try checkMarks(of: line)
        guard line.unicodeScalars.elementsEqual(line._nfc) else {
            throw FormatError("not in Unicode normalization form C")
        }
    }

    /// Rejects a run of more combining marks than any writing needs (Unicode Standard Annex 15, section 13).
    ///
    /// To be called before a line is normalized, because the time that takes grows with the square of the run's length.
    static func checkMarks(of line: String) throws(FormatError) {
        var count = 0
        for scalar in line.unicodeScalars {
            count = isMark(scalar) ? count + 1 : 0
            guard count <= markLimit else {
                throw FormatError("forbidden run of more than \(markLimit) combining marks")
            }
        }
    }

    private static let markLimit = 30

    /// Nonspacing marks too, because some of class 0 decompose into marks of other classes (U+0F73).
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard !isPlain(scalar) else { return false }
        return scalar.properties.canonicalCombiningClass != .notReordered
            || scalar.properties.generalCategory == .nonspacingMark
    }

    /// Whether the character belongs to a block in which every character is visible, has combining class 0 and
    /// NFC_Quick_Check=Yes, so that a line of nothing else needs no further look (most lines of most languages).
    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0xA1...0xAC, 0xAE...0x2FF: true  // Latin, without the no-break blank and the soft hyphen
        case 0x391...0x3A1, 0x3A3...0x3CE: true  // Greek letters
        case 0x400...0x481, 0x48A...0x52F: true  // Cyrillic, without its combining signs
        case 0x5D0...0x5EA, 0x60C, 0x61B, 0x61F, 0x621...0x63A, 0x641...0x64A: true  // Hebrew and Arabic letters
        case 0x2010...0x2015, 0x2018...0x201F: true  // dashes and quotation marks
        case 0x3001...0x3003, 0x3041...0x3096, 0x30A1...0x30FA: true  // kana
        case 0x4E00...0x9FEF, 0xAC00...0xD7A3: true  // Han, Hangul syllables
        case 0xFF01...0xFF5E: true  // full-width forms
        default: false
        }
    }

    static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: !scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    static func name(of scalar: Unicode.Scalar) -> String {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    }
}
