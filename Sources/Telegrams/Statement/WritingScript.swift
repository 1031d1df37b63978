/// The scripts whose letters are passed off for one another (Unicode Standard Annex 24; Technical Standard 39).
///
/// Only alphabets with letters that look Latin are told apart. All other writing is nobody's look-alike here, so that
/// Japanese, which mixes four scripts in a sentence without blanks, is left in peace.
package enum WritingScript: String, CaseIterable, Hashable, Sendable {
    case latin = "Latin"
    case greek = "Greek"
    case cyrillic = "Cyrillic"
    case armenian = "Armenian"
    case cherokee = "Cherokee"
    case coptic = "Coptic"
    case lisu = "Lisu"
    /// Letters that exist twice in Unicode for the sake of their looks: full width, mathematical, Roman numerals.
    case styled = "styled"

    /// The script of a letter; nil for signs, digits, marks, and every other script.
    package init?(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        guard let script = Self.ranges.first(where: { $0.0.contains(value) })?.1 else { return nil }
        guard script == .styled || scalar.properties.isAlphabetic else { return nil }
        self = script
    }

    private static let ranges: [(ClosedRange<UInt32>, WritingScript)] = [
        (0x0041...0x005A, .latin), (0x0061...0x007A, .latin), (0x00AA...0x00AA, .latin), (0x00BA...0x00BA, .latin),
        (0x00C0...0x02AF, .latin), (0x1D00...0x1D25, .latin), (0x1D2C...0x1D5C, .latin), (0x1D62...0x1D65, .latin),
        (0x1D6B...0x1D77, .latin), (0x1D79...0x1DBE, .latin), (0x1E00...0x1EFF, .latin), (0x2C60...0x2C7F, .latin),
        (0xA722...0xA7FF, .latin), (0xAB30...0xAB64, .latin),
        (0x0370...0x03E1, .greek), (0x03F0...0x03FF, .greek), (0x1D26...0x1D2A, .greek), (0x1F00...0x1FFF, .greek),
        (0x0400...0x052F, .cyrillic), (0x1C80...0x1C8F, .cyrillic), (0x1D2B...0x1D2B, .cyrillic),
        (0xA640...0xA69F, .cyrillic),
        (0x0531...0x0587, .armenian),
        (0x13A0...0x13FF, .cherokee), (0xAB70...0xABBF, .cherokee),
        (0x03E2...0x03EF, .coptic), (0x2C80...0x2CFF, .coptic),
        (0xA4D0...0xA4FF, .lisu),
        (0x2160...0x2188, .styled), (0xFF10...0xFF19, .styled), (0xFF21...0xFF3A, .styled),
        (0xFF41...0xFF5A, .styled), (0x1D400...0x1D7FF, .styled),
    ]
}
