/// Which characters a joint statement may use; declared in its text.
package enum StatementProfile: String, CaseIterable, Hashable, Sendable {
    /// What every teleprinter and Morse operator can send: the characters of ITA2 (ITU-T S.1), 69 to a line.
    case radio = "RADIO"
    /// Any writing, under the rules of `CanonicalText`.
    case utf8 = "UTF-8"

    /// The carriage of a teleprinter ends here.
    package static let radioLineLength = 69

    private static let radioSigns = Array(" -?:().,'=/+".utf8)

    /// What stands in a text for something not yet agreed, and in the date line while the date is open.
    package var blank: String {
        switch self {
        case .radio: "(BLANK)"
        case .utf8: "____"
        }
    }

    static func isRadio(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.isASCII else { return false }
        let byte = UInt8(truncatingIfNeeded: scalar.value)
        return isCapital(byte) || isDigit(byte) || radioSigns.contains(byte)
    }

    /// Checks the lines of a whole statement.
    ///
    /// Signatory lines may be longer than a carriage, because a key must stand
    /// beside its name: a teleprinter prints them on two rows.
    func check(_ lines: [String]) throws(StatementError) {
        guard self == .radio else { return }
        for (index, line) in lines.enumerated() {
            let number = index + 1
            for (column, scalar) in line.unicodeScalars.enumerated() where !Self.isRadio(scalar) {
                let rule = "\(quoted(String(scalar))) in column \(column + 1) is not a character of the radio profile"
                throw StatementError(line: number, .radioCharacter, rule)
            }
            guard line.utf8.count <= Self.radioLineLength || line.utf8.starts(with: "SIGNATORY ".utf8) else {
                let rule = "has \(line.utf8.count) characters, the radio profile allows \(Self.radioLineLength)"
                throw StatementError(line: number, .lineTooLong, rule)
            }
        }
    }
}
