@_spi(_Unicode) import Swift

/// The lines of a text as an editor leaves it, brought into the form that canonical text has.
enum RepairedLines {
    /// Drops a byte order mark, carriage returns and trailing blanks, makes every blank a plain one, applies NFC.
    ///
    /// What is still not canonical then is an error.
    static func read(_ bytes: [UInt8]) throws(FormatError) -> [String] {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        var lines: [String] = []
        for line in unified(text).split(separator: 0x0A, omittingEmptySubsequences: false) {
            let number = lines.count + 1
            guard let raw = String(validating: line, as: UTF8.self) else {
                throw FormatError(line: number, "not valid UTF-8")
            }
            do {
                try CanonicalText.checkMarks(of: raw)
                let repaired = repair(raw)
                try CanonicalText.check(line: repaired)
                lines.append(repaired)
            } catch {
                throw error.at(line: number)
            }
        }
        return lines
    }

    /// Makes CR LF and a lone CR line feeds.
    private static func unified(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var unified: [UInt8] = []
        unified.reserveCapacity(bytes.count)
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == 0x0D || byte != 0x0A || previous != 0x0D { unified.append(byte == 0x0D ? 0x0A : byte) }
            previous = byte
        }
        return unified
    }

    private static func repair(_ line: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in line._nfc {
            let isBlank = scalar == "\t" || scalar.properties.generalCategory == .spaceSeparator
            scalars.append(isBlank ? " " : scalar)
        }
        while scalars.last == " " { scalars.removeLast() }
        return String(scalars)
    }
}
