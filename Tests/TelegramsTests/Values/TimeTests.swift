import Telegrams
import Testing

@Suite struct InstantTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1), ("1951-06-30T19:45:00Z", -583_992_900),
        ("2000-02-29T00:00:00Z", 951_782_400), ("0001-01-01T00:00:00Z", -62_135_596_800),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ])
    func `a time is read and printed`(text: String, seconds: Int64) throws {
        #expect(try Instant(rfc3339: text) == Instant(seconds: seconds))
        #expect(Instant(seconds: seconds).description == text)
    }

    @Test(arguments: [
        "", "1951-06-30", "1951-06-30T19:45Z", "1951-06-30t19:45:00Z", "1951-06-30T19:45:00z", "1951-06-30 19:45:00Z",
        "1951-06-30T19:45:00+00:00", "1951-06-30T19:45:00.0Z", "1951-13-01T00:00:00Z", "1951-00-01T00:00:00Z",
        "1951-06-31T00:00:00Z", "1900-02-29T00:00:00Z", "1951-06-00T00:00:00Z", "1951-06-30T24:00:00Z",
        "1951-06-30T23:60:00Z", "1951-06-30T23:59:60Z", "0000-01-01T00:00:00Z", "+951-06-30T19:45:00Z",
        "1951-06-30T19:45:0éZ",
    ])
    func `any other spelling, and any day that the calendar lacks, is rejected`(text: String) {
        #expect(formatError { () throws(FormatError) in try Instant(rfc3339: text) } != nil)
    }

    @Test func `every day of four centuries is printed and read back`() throws {
        var instant = try Instant(rfc3339: "1700-01-01T12:34:56Z")
        for _ in 0..<146_097 where instant.seconds % 7 != 8 {
            #expect(try Instant(rfc3339: instant.description) == instant)
            instant = instant.adding(days: 1)
        }
        #expect(instant.description == "2100-01-01T12:34:56Z")
    }

    @Test func `fractions are rounded down, also before 1970`() {
        #expect(Instant(milliseconds: -1).seconds == -1)
        #expect(Instant(milliseconds: -1000).seconds == -1)
        #expect(Instant(milliseconds: -1001).seconds == -2)
        #expect(Instant(milliseconds: 1999).wholeSecond == Instant(seconds: 1))
        #expect(Instant(seconds: 5).adding(seconds: -6) < Instant(seconds: 0))
    }
}

@Suite struct DateTimeGroupTests {
    @Test func `a time is shown as a date-time group`() throws {
        let instant = try Instant(rfc3339: "1951-06-30T19:45:59Z")
        #expect(DateTimeGroup.short(instant) == "301945Z JUN 51")
        #expect(DateTimeGroup.long(instant) == "301945Z JUN 1951")
        #expect(try DateTimeGroup.parse(long: "301945Z JUN 1951").description == "1951-06-30T19:45:00Z")
    }

    @Test func `every month is read back`() throws {
        for month in 1...12 {
            let instant = try #require(CivilTime(year: 2026, month: month, day: 9, hour: 7, minute: 5).instant)
            #expect(try DateTimeGroup.parse(long: DateTimeGroup.long(instant)) == instant)
        }
    }

    @Test(arguments: [
        "", "301945Z JUN 51", "301945Z Jun 1951", "301945 JUN 1951", "311945Z JUN 1951", "302445Z JUN 1951",
        "301960Z JUN 1951",
        "301945Z  JUN 1951", "301945Z JUN 1951 ", "301945A JUN 1951", "301945Z JUN +951", "3019450 JUN 1951",
        "30194éZ JUN 1951",
    ])
    func `anything else is not a date-time group`(text: String) {
        #expect(formatError { () throws(FormatError) in try DateTimeGroup.parse(long: text) } != nil)
    }
}
