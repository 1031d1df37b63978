/// The name of a station, as it stands in addresses: `BEIJING`.
///
/// 1 to 32 characters: capital letters A to Z, digits, hyphen; begins with a letter and does not end with a hyphen.
package struct Designator: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ text: some StringProtocol) throws(FormatError) {
        guard Self.isValid(text.utf8) else {
            throw FormatError("\(quoted(text)) is not a station designator (1 to 32 of A-Z, 0-9 and -, first a letter)")
        }
        description = String(text)
    }

    package static func < (left: Designator, right: Designator) -> Bool {
        left.description < right.description
    }

    private static func isValid(_ bytes: some Collection<UInt8>) -> Bool {
        guard (1...32).contains(bytes.count), let first = bytes.first, isCapital(first) else { return false }
        var previous = first
        for byte in bytes {
            guard isCapital(byte) || isDigit(byte) || byte == 0x2D else { return false }
            previous = byte
        }
        return previous != 0x2D
    }
}

/// The name under which an officer travels: `FILIPPOV`, `KIM IL SUNG`.
///
/// Who it is stays in the reader's own book.
/// 1 to 48 characters: capital letters A to Z, digits, single blanks, hyphen, apostrophe, full stop; begins with a
/// letter and does not end with a blank.
package struct Codename: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ text: some StringProtocol) throws(FormatError) {
        guard Self.isValid(text.utf8) else {
            throw FormatError(
                "\(quoted(text)) is not a codename (1 to 48 of A-Z, 0-9, blank, - ' and ., first a letter)")
        }
        description = String(text)
    }

    package static func < (left: Codename, right: Codename) -> Bool {
        left.description < right.description
    }

    private static func isValid(_ bytes: some Collection<UInt8>) -> Bool {
        guard (1...48).contains(bytes.count), let first = bytes.first, isCapital(first) else { return false }
        var previous = first
        for byte in bytes {
            switch byte {
            case 0x20: if previous == 0x20 { return false }
            case 0x2D, 0x27, 0x2E: break
            default: guard isCapital(byte) || isDigit(byte) else { return false }
            }
            previous = byte
        }
        return previous != 0x20
    }
}

/// Whom a telegram is from or for: an officer at a station (`MAO ZEDONG@BEIJING`), or the station itself (`BEIJING`).
package struct Address: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Nil where the station itself is meant, as in service messages and receipts.
    package var officer: Codename?
    package var station: Designator

    package init(officer: Codename?, station: Designator) {
        self.officer = officer
        self.station = station
    }

    /// Reads `OFFICER@STATION` or `STATION`.
    package init(_ text: some StringProtocol) throws(FormatError) {
        guard let at = text.utf8.firstIndex(of: 0x40) else {
            self.init(officer: nil, station: try Designator(text))
            return
        }
        let officer = try Codename(text[..<at])
        self.init(officer: officer, station: try Designator(text[text.utf8.index(after: at)...]))
    }

    package var description: String {
        guard let officer else { return station.description }
        return officer.description + "@" + station.description
    }

    package static func < (left: Address, right: Address) -> Bool {
        left.description < right.description
    }
}

func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
