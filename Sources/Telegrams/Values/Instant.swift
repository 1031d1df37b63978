/// A moment in time, in milliseconds since 1970-01-01T00:00:00Z.
///
/// On the wire an instant is RFC 3339 in UTC with whole seconds (`1951-06-30T19:45:00Z`): one spelling per value.
package struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Milliseconds since the beginning of 1970, UTC; negative before.
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Whole seconds since the beginning of 1970, UTC.
    package init(seconds: Int64) {
        milliseconds = seconds * 1000
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// Whole seconds since the beginning of 1970, rounded down.
    package var seconds: Int64 {
        let quotient = milliseconds / 1000
        return milliseconds % 1000 < 0 ? quotient - 1 : quotient
    }

    /// The instant without its fraction of a second: what the wire can carry.
    package var wholeSecond: Instant { Instant(seconds: seconds) }

    package func adding(seconds: Int64) -> Instant {
        Instant(milliseconds: milliseconds + seconds * 1000)
    }

    package func adding(days: Int64) -> Instant {
        adding(seconds: days * 86_400)
    }

    /// RFC 3339, UTC, whole seconds.
    package var description: String {
        let civil = CivilTime(self)
        return padded(civil.year, 4) + "-" + padded(civil.month, 2) + "-" + padded(civil.day, 2)
            + "T" + padded(civil.hour, 2) + ":" + padded(civil.minute, 2) + ":" + padded(civil.second, 2) + "Z"
    }

    /// Reads the one spelling that `description` prints.
    ///
    /// - Throws: `FormatError` for any other spelling, offset, fraction, or a date that the calendar does not have.
    package init(rfc3339 text: some StringProtocol) throws(FormatError) {
        guard let civil = CivilTime(rfc3339: text.utf8), let instant = civil.instant else {
            throw FormatError("\(quoted(text)) is not a time in the form 1951-06-30T19:45:00Z")
        }
        self = instant
    }
}

/// A date and time of day of the Gregorian calendar, UTC.
package struct CivilTime: Equatable, Sendable {
    package var year: Int
    package var month: Int
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int

    package init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    package init(_ instant: Instant) {
        let seconds = instant.seconds
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let rest = Int(seconds - day * 86_400)
        // Days to civil date, eras of 400 years that begin on 1 March.
        let shifted = Int(day) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        self.day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        hour = rest / 3600
        minute = rest / 60 % 60
        second = rest % 60
    }

    /// Takes the figures out of `1951-06-30T19:45:00Z`, whatever they say.
    fileprivate init?(rfc3339 text: some Collection<UInt8>) {
        let template: StaticString = "0000-00-00T00:00:00Z"
        guard text.count == template.utf8CodeUnitCount else { return nil }
        var figures = (year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0)
        for (position, byte) in text.enumerated() {
            let mark = template.utf8Start[position]
            guard mark == 0x30 ? isDigit(byte) : byte == mark else { return nil }
            guard mark == 0x30 else { continue }
            let digit = Int(byte - 0x30)
            switch position {
            case 0...3: figures.year = figures.year * 10 + digit
            case 5...6: figures.month = figures.month * 10 + digit
            case 8...9: figures.day = figures.day * 10 + digit
            case 11...12: figures.hour = figures.hour * 10 + digit
            case 14...15: figures.minute = figures.minute * 10 + digit
            default: figures.second = figures.second * 10 + digit
            }
        }
        self.init(
            year: figures.year, month: figures.month, day: figures.day,
            hour: figures.hour, minute: figures.minute, second: figures.second)
    }

    /// The instant, or nil where the calendar has no such date or the clock no such time.
    package var instant: Instant? {
        guard (1...9999).contains(year), (1...12).contains(month), (1...daysInMonth).contains(day),
            (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second)
        else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = Int64(era * 146_097 + dayOfEra - 719_468)
        return Instant(seconds: days * 86_400 + Int64(hour * 3600 + minute * 60 + second))
    }

    private var daysInMonth: Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
