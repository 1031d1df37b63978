/// A command whose signature a joint statement requires: its name and its key.
package struct Signatory: Hashable, Sendable {
    /// At most this many Unicode scalars in a name.
    package static let nameLimit = 48

    package let name: String
    package let key: KeyIdentifier

    /// - Throws: `FormatError` where `name` is not 1 to 48 letters, digits, single blanks and `- ' . , ( ) /`, does not
    ///   begin with a letter, or contains the word KEY, which would let a name pretend to be a key.
    package init(name: some StringProtocol, key: KeyIdentifier) throws(FormatError) {
        self.name = String(name)
        self.key = key
        try Self.check(name: self.name)
    }

    private static func check(name: String) throws(FormatError) {
        try CanonicalText.check(line: name)
        let scalars = Array(name.unicodeScalars)
        guard (1...nameLimit).contains(scalars.count) else {
            throw FormatError("the name of a signatory has 1 to \(nameLimit) characters, not \(scalars.count)")
        }
        guard let first = scalars.first, isLetter(first) else {
            throw FormatError("the name of a signatory begins with a letter")
        }
        if let wrong = scalars.first(where: { !isAllowed($0) }) {
            throw FormatError("\(quoted(String(wrong))) cannot stand in the name of a signatory")
        }
        guard !zip(scalars, scalars.dropFirst()).contains(where: { $0 == " " && $1 == " " }) else {
            throw FormatError("two blanks in the name of a signatory")
        }
        guard !name.utf8.split(separator: 0x20).contains(where: { $0.elementsEqual("KEY".utf8) }) else {
            throw FormatError("the word KEY cannot stand in the name of a signatory")
        }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        if isLetter(scalar) || " -'.,()/".unicodeScalars.contains(scalar) { return true }
        switch scalar.properties.generalCategory {
        case .decimalNumber, .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }

    /// The name as an argument of `ssh-keygen -I`, for instance `command-of-the-volunteers`.
    ///
    /// A to Z in lower case; each run of ASCII characters other than letters and digits one hyphen, none at the end;
    /// every other character as it is.
    package var principal: String { Self.principal(of: name) }

    static func principal(of name: String) -> String {
        var bytes: [UInt8] = []
        for byte in name.utf8 {
            if isCapital(byte) {
                bytes.append(byte | 0x20)
            } else if byte >= 0x80 || isDigit(byte) || (0x61...0x7A).contains(byte) {
                bytes.append(byte)
            } else if bytes.last != 0x2D {
                bytes.append(0x2D)
            }
        }
        if bytes.last == 0x2D { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
