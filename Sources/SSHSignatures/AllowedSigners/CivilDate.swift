/// A date of the Gregorian calendar from 1970 on, and its number of days since 1970-01-01.
struct CivilDate: Equatable {
    let year: Int64
    let month: Int64
    let day: Int64

    init(year: Int64, month: Int64, day: Int64) {
        (self.year, self.month, self.day) = (year, month, day)
    }

    init(dayNumber: Int64) {
        var year = 1970 + dayNumber / 366
        while CivilDate(year: year + 1, month: 1, day: 1).dayNumber <= dayNumber { year += 1 }
        var month: Int64 = 1
        while month < 12, CivilDate(year: year, month: month + 1, day: 1).dayNumber <= dayNumber { month += 1 }
        let first = CivilDate(year: year, month: month, day: 1)
        self.init(year: year, month: month, day: dayNumber - first.dayNumber + 1)
    }

    private static let daysBeforeMonth: [Int64] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

    /// Days since 1970-01-01.
    var dayNumber: Int64 {
        let past = year - 1
        let leapDays = past / 4 - past / 100 + past / 400 - 477
        let leapDay: Int64 = isLeapYear && month > 2 ? 1 : 0
        return (year - 1970) * 365 + leapDays + Self.daysBeforeMonth[Int(month - 1)] + leapDay + day - 1
    }

    private var isLeapYear: Bool { year % 4 == 0 && year % 100 != 0 || year % 400 == 0 }
}
