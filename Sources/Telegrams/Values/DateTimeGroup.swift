/// The trade's way of writing a time, to the minute, in UTC: `301945Z JUN 51`, or with the whole year in a statement.
package enum DateTimeGroup {
    static let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]

    /// The short form, `301945Z JUN 51`: for people to read, never for a machine to parse.
    package static func short(_ instant: Instant) -> String {
        let civil = CivilTime(instant)
        return stem(civil) + " " + padded(civil.year % 100, 2)
    }

    /// The long form, `301945Z JUN 1951`, which loses nothing but the seconds.
    package static func long(_ instant: Instant) -> String {
        let civil = CivilTime(instant)
        return stem(civil) + " " + padded(civil.year, 4)
    }

    /// Reads the long form.
    package static func parse(long text: some StringProtocol) throws(FormatError) -> Instant {
        guard let instant = instant(long: text) else {
            throw FormatError("\(quoted(text)) is not a date-time group in the form 301945Z JUN 1951")
        }
        return instant
    }

    private static func instant(long text: some StringProtocol) -> Instant? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, let month = months.firstIndex(of: String(words[1])), words[2].utf8.count == 4,
            let year = Int(words[2])
        else { return nil }
        let group = Array(words[0].utf8)
        guard group.count == 7, group[6] == 0x5A, group[..<6].allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        func number(_ index: Int) -> Int { Int(group[index] - 0x30) * 10 + Int(group[index + 1] - 0x30) }
        let civil = CivilTime(year: year, month: month + 1, day: number(0), hour: number(2), minute: number(4))
        guard let instant = civil.instant, long(instant) == String(text) else { return nil }
        return instant
    }

    private static func stem(_ civil: CivilTime) -> String {
        "\(padded(civil.day, 2))\(padded(civil.hour, 2))\(padded(civil.minute, 2))Z \(months[civil.month - 1])"
    }
}
