import Telegrams
import Testing

/// A station with one key, on a machine to whose clock anything happens.
@Suite struct BoundedClockPropertyTests {
    /// The clock goes wrong, by anything and in either direction, for less than a day at a time; the machine is started
    /// anew, is off for weeks, and nobody looks for a while.
    ///
    /// However often that happens, no key is destroyed before its
    /// grace is truly over, and as soon as the clock has been right for a day, all is as if nothing had been.
    @Test(arguments: [true, false]) func noKeyDiesEarlyAndAllHeals(tellsUptime: Bool) throws {
        var numbers = SeededGenerator.printed()
        for _ in 0..<300 {
            var machine = Machine(try Instant(rfc3339: "2026-06-30T19:45:00Z"))
            machine.tellsUptime = tellsUptime
            var clock = BoundedClock(believing: machine.reading)
            for _ in 0..<20 {
                let end = machine.truth.adding(days: SealingKeyChoice.lifeInDays)
                misfortune(&machine, &clock, until: end, &numbers)
                recover(&machine, &clock, until: end, &numbers)
                #expect(clock.mayMakeKeys)
                #expect(clock.doubt == nil)
                #expect(clock.time == machine.truth)
            }
        }
    }

    /// Some weeks switched off, a wrong setting of the clock for less than a day, or both at once.
    private func misfortune(
        _ machine: inout Machine, _ clock: inout BoundedClock, until end: Instant, _ numbers: inout SeededGenerator
    ) {
        if numbers.chance(1, of: 3) { machine.restart(after: Int64.random(in: 0...70, using: &numbers)) }
        let widest: Int64 = numbers.chance(1, of: 4) ? 5 : 20_000
        if numbers.chance(3, of: 4) {
            machine.error = Int64.random(in: -widest * 86_400...widest * 86_400, using: &numbers)
        }
        if numbers.chance(1, of: 3) { machine.restart() }
        for _ in 0..<Int.random(in: 1...6, using: &numbers) {
            look(&machine, &clock, until: end)
            machine.pass(seconds: Int64.random(in: 0...13_000, using: &numbers))
        }
    }

    /// The clock is right again, and somebody looks at it now and then for a day.
    private func recover(
        _ machine: inout Machine, _ clock: inout BoundedClock, until end: Instant, _ numbers: inout SeededGenerator
    ) {
        machine.error = 0
        let done = machine.truth.adding(days: 1).adding(seconds: 3660)
        while machine.truth < done {
            look(&machine, &clock, until: end)
            machine.pass(seconds: Int64.random(in: 60...20_000, using: &numbers))
            if numbers.chance(1, of: 10) { machine.restart() }
        }
        look(&machine, &clock, until: end)
    }

    private func look(_ machine: inout Machine, _ clock: inout BoundedClock, until end: Instant) {
        clock.read(machine.reading)
        let isOver = end.adding(days: SealingKeyChoice.graceInDays) <= machine.truth
        #expect(isOver || !clock.isDead(until: end))
    }

    /// Peers tell their times in every telegram; nothing of that reaches this clock.
    @Test func whatWasKeptIsTheSameAgain() throws {
        var numbers = SeededGenerator.printed()
        var machine = Machine(Instant(seconds: 0))
        var clock = BoundedClock(believing: machine.reading)
        for _ in 0..<1000 {
            machine.pass(seconds: Int64.random(in: 0...200_000, using: &numbers))
            if numbers.chance(1, of: 5) { machine.error = Int64.random(in: -9_000_000...9_000_000, using: &numbers) }
            if numbers.chance(1, of: 9) { machine.restart() }
            clock.read(machine.reading)
            #expect(BoundedClock(anchor: clock.anchor, latest: clock.latest, doubt: clock.doubt) == clock)
        }
    }
}
