/// How many columns of a terminal a character takes.
///
/// Unicode Standard Annex 11 as terminals apply it: wide and full-width letters and emoji take two, marks that are set
/// upon a letter none. Where terminals disagree, the greater number is the safe one: a line is broken early rather than
/// by the terminal.
enum ColumnWidth {
    static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: return isWide(scalar) ? 2 : 1
        }
    }

    /// Whether it is set upon or beside the letter before it, and never stands alone.
    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: true
        default: false
        }
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3: true
        case 0xF900...0xFAFF, 0xFE10...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6: true
        case 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F000...0x1FAFF, 0x20000...0x3FFFD: true
        // The signs that some fonts draw as pictures.
        case 0x2300...0x2BFF: scalar.properties.isEmoji || scalar.properties.isEmojiPresentation
        default: false
        }
    }
}
