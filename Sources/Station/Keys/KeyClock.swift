import Register
import Telegrams

// The time by which keys are made and destroyed (decision 15).

extension Station {
    /// The clock as it is to be believed now; what is new about it is kept.
    @discardableResult
    package func readClock() throws -> BoundedClock {
        let (kept, clock) = try register.read { try ($0.keyClock(), keyClock(in: $0)) }
        guard clock.isWorthKeeping(after: kept) else { return clock }
        return try register.write { try readClock(in: $0) }
    }

    /// The same within a transaction that does something else too.
    package func readClock(in writer: Register.Writer) throws -> BoundedClock {
        let clock = try keyClock(in: writer.reader)
        try writer.set(clock)
        return clock
    }

    /// The same where nothing may be written.
    package func keyClock(in reader: Register.Reader) throws -> BoundedClock {
        let entered = try reader.lastEntered()
        var clock = try reader.keyClock() ?? BoundedClock(believing: ClockReading(entered ?? record.founded))
        if let entered { clock.note(entry: entered) }
        clock.read(reading)
        return clock
    }

    /// The time by which a key may be made now.
    ///
    /// - Throws: `StationError` with code `refused` while the clock is doubted.
    package func timeForNewKeys(in writer: Register.Writer) throws -> Instant {
        let clock = try readClock(in: writer)
        guard clock.mayMakeKeys else {
            throw StationError(
                .refused,
                "the clock of this machine says \(DateTimeGroup.long(now())), which is not believed yet: no key is made",
                hint: "set it right, or confirm it with 'cable station clock --confirm'")
        }
        return clock.time.wholeSecond
    }

    /// Believes the clock because a person has looked at it.
    package func confirmClock() throws -> BoundedClock {
        try register.write { writer in
            var clock = try keyClock(in: writer.reader)
            clock.confirm(reading)
            try writer.set(clock)
            return clock
        }
    }

    private var reading: ClockReading { ClockReading(now(), uptime: uptime()) }
}

extension BoundedClock {
    /// Whether it differs so much from what is kept that a write to the disk is due: an hour is exact enough.
    fileprivate func isWorthKeeping(after kept: BoundedClock?) -> Bool {
        guard let kept, kept.anchor == anchor, kept.doubt?.first == doubt?.first else { return true }
        let read = (doubt?.latest ?? latest, kept.doubt?.latest ?? kept.latest)
        return abs(read.0.milliseconds - read.1.milliseconds) >= 3_600_000
    }
}
