/// The time stamps of `allowed_signers` (ssh-keygen(1)): `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, optionally
/// followed by `Z` or `UTC`, which both mean what leaving them out means here: UTC.
///
/// OpenSSH reads a stamp without suffix as local time; the same file would then mean different things in different
/// places, so this reader does not.
enum SignerTimestamp {
    private static let suffixes = ["z", "utc"].map { Array($0.utf8) }

    /// Seconds since 1970, or nil unless `text` is a date that exists, after the first second of 1970.
    static func parse(_ text: [UInt8]) -> Int64? {
        let digits = withoutSuffix(text)
        guard [8, 12, 14].contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        func number(_ range: Range<Int>) -> Int64 {
            range.reduce(0) { $0 * 10 + ($1 < digits.count ? Int64(digits[$1] - 0x30) : 0) }
        }
        let (year, month, day) = (number(0..<4), number(4..<6), number(6..<8))
        let (hour, minute, second) = (number(8..<10), number(10..<12), number(12..<14))
        guard year >= 1970, (1...12).contains(month), (1...days(in: month, year)).contains(day),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let seconds =
            CivilDate(year: year, month: month, day: day).dayNumber * 86400 + hour * 3600 + minute * 60 + second
        return seconds > 0 ? seconds : nil
    }

    /// The stamp for a time from 1970 to 9999, in UTC: `19510630194500Z`.
    static func print(_ time: Int64) -> String {
        let date = CivilDate(dayNumber: time / 86400)
        let second = time % 86400
        let parts = [
            (date.year, 4), (date.month, 2), (date.day, 2), (second / 3600, 2), (second / 60 % 60, 2), (second % 60, 2),
        ]
        return parts.map { pad($0, to: $1) }.joined() + "Z"
    }

    /// The latest time that can be written: the last second of the year 9999.
    static let latest: Int64 = 253_402_300_799

    private static func withoutSuffix(_ text: [UInt8]) -> [UInt8] {
        let lowercased = text.map(ASCII.lowercased)
        for suffix in suffixes where lowercased.suffix(suffix.count).elementsEqual(suffix) {
            return text.dropLast(suffix.count)
        }
        return text
    }

    private static func pad(_ number: Int64, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func days(in month: Int64, _ year: Int64) -> Int64 {
        let next =
            month == 12 ? CivilDate(year: year + 1, month: 1, day: 1) : CivilDate(year: year, month: month + 1, day: 1)
        return next.dayNumber - CivilDate(year: year, month: month, day: 1).dayNumber
    }
}
