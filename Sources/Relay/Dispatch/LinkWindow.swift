import Telegrams

/// A time of the day, in UTC, at which a link may be used: `06:00-06:20`.
package struct LinkWindow: Hashable, Sendable, CustomStringConvertible {
    /// Minutes since midnight, 0 to 1,439; the first at which the link may be used.
    package let from: Int
    /// Minutes since midnight, 0 to 1,439; the first at which it may no longer be used.
    ///
    /// A window that ends before it begins lasts beyond midnight.
    package let until: Int

    /// - Throws: `FormatError` where a minute is not one of the day, or the window has no length.
    package init(from: Int, until: Int) throws(FormatError) {
        guard Self.day.contains(from), Self.day.contains(until), from != until else {
            throw FormatError("a window is two different times of the day, such as 06:00-06:20")
        }
        self.from = from
        self.until = until
    }

    /// Reads the one spelling that `description` prints.
    package init(_ text: some StringProtocol) throws(FormatError) {
        let digits = Array(text.utf8)
        let template = Array("00:00-00:00".utf8)
        let fits = zip(digits, template).allSatisfy { $1 == 0x30 ? (0x30...0x39).contains($0) : $0 == $1 }
        func number(_ position: Int) -> Int { Int(digits[position] - 0x30) * 10 + Int(digits[position + 1] - 0x30) }
        guard digits.count == template.count, fits, number(3) < 60, number(9) < 60 else {
            throw FormatError("a window is written as 06:00-06:20, in UTC")
        }
        try self.init(from: number(0) * 60 + number(3), until: number(6) * 60 + number(9))
    }

    package var description: String { Self.clock(from) + "-" + Self.clock(until) }

    private static let day = 0..<1440

    private static func clock(_ minutes: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return two(minutes / 60) + ":" + two(minutes % 60)
    }
}

extension LinkWindow {
    /// Milliseconds until the window ends; nil where it is closed at that time of the day.
    func remainder(at now: Instant) -> Int64? {
        let sinceOpening = Self.distance(from: from, to: now)
        return sinceOpening < length ? length - sinceOpening : nil
    }

    /// Milliseconds until the window begins, 1 to 24 hours' worth.
    func wait(at now: Instant) -> Int64 {
        Milliseconds.day - Self.distance(from: from, to: now)
    }

    private var length: Int64 {
        let minutes = until - from
        return Int64(minutes > 0 ? minutes : minutes + 1440) * Milliseconds.minute
    }

    /// Milliseconds since it was last that minute of the day.
    private static func distance(from minute: Int, to now: Instant) -> Int64 {
        let rest = (now.milliseconds % Milliseconds.day - Int64(minute) * Milliseconds.minute) % Milliseconds.day
        return rest < 0 ? rest + Milliseconds.day : rest
    }
}
