/// Brings the values of single fields of a draft into their one spelling, as far as there is no doubt about it.
enum DraftValue {
    /// The values on a line: several, between commas, where the field is a list of addresses.
    static func parts(_ value: Substring, of field: Substring) -> [Substring] {
        guard addressLists.contains(String(field)) else { return [value] }
        return value.utf8.split(separator: 0x2C).map { trimmed(Substring($0)) }.filter { !$0.isEmpty }
    }

    static func repair(_ value: Substring, of field: Substring) throws(FormatError) -> Substring {
        switch field {
        case "from", "to", "info", "exempt", "care-of":
            Substring(
                value.utf8.split(separator: 0x40, omittingEmptySubsequences: false)
                    .map { raised(trimmed(Substring($0))) }.joined(separator: "@"))
        case "drafter", "releaser": raised(value)
        case "precedence", "info-precedence", "kind": lowered(value)
        case "reference": reference(value)
        case "reply-by": try time(value)
        default: value
        }
    }

    private static let addressLists: Set = ["to", "info", "exempt", "care-of"]

    /// Raises the station, and fills in what the author does not know.
    private static func reference(_ value: Substring) -> Substring {
        var parts = words(of: value).filter { !$0.isEmpty }
        guard let first = parts.first, first != "outside", (2...4).contains(parts.count) else { return value }
        parts[0] = raised(first)
        while parts.count < 4 { parts.append("-") }
        return Substring(parts.joined(separator: " "))
    }

    /// Accepts the date-time group with the whole year besides RFC 3339.
    private static func time(_ value: Substring) throws(FormatError) -> Substring {
        if value.utf8.count == "1951-06-30T19:45:00Z".utf8.count { return value }
        let group = raised(value)
        do { return Substring(try DateTimeGroup.parse(long: group).description) } catch {
            throw FormatError("\(quoted(value)) is neither 1951-06-30T19:45:00Z nor 301945Z JUN 1951")
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var bytes = text.utf8.drop { $0 == 0x20 }
        while bytes.last == 0x20 { bytes.removeLast() }
        return Substring(bytes)
    }

    private static func raised(_ text: Substring) -> Substring {
        mapped(text) { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 }
    }

    private static func lowered(_ text: Substring) -> Substring {
        mapped(text) { isCapital($0) ? $0 | 0x20 : $0 }
    }

    private static func mapped(_ text: Substring, _ change: (UInt8) -> UInt8) -> Substring {
        Substring(decoding: text.utf8.map(change), as: UTF8.self)
    }
}
