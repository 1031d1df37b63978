import Telegrams
import Testing

@Suite struct BoundedClockTests {
    var machine: Machine
    var clock: BoundedClock

    init() throws {
        machine = Machine(try Instant(rfc3339: "2026-06-30T19:45:00Z"))
        clock = BoundedClock(believing: machine.reading)
    }

    private mutating func read() { clock.read(machine.reading) }

    private func expectRight(_ location: SourceLocation = #_sourceLocation) {
        #expect(clock.mayMakeKeys, sourceLocation: location)
        #expect(clock.doubt == nil, sourceLocation: location)
        #expect(clock.time == machine.truth, sourceLocation: location)
    }

    private func expectDoubt(_ location: SourceLocation = #_sourceLocation) {
        #expect(!clock.mayMakeKeys, sourceLocation: location)
        #expect(clock.doubt?.isAhead == true, sourceLocation: location)
        #expect(clock.time <= machine.truth, sourceLocation: location)
    }

    @Test mutating func aClockThatRunsIsBelieved() {
        for _ in 0..<100 {
            machine.pass(hours: 7)
            read()
            expectRight()
        }
    }

    @Test mutating func aMachineThatWasUpAllTheTimeIsBelievedHoweverLongNobodyLooked() {
        machine.pass(days: 400)
        read()
        expectRight()
    }

    @Test(arguments: [true, false]) mutating func aJumpForwardIsNotBelieved(tellsUptime: Bool) {
        machine.tellsUptime = tellsUptime
        clock = BoundedClock(believing: machine.reading)
        machine.error = 60 * 86_400
        for _ in 0..<23 {
            read()
            expectDoubt()
            machine.pass(hours: 1)
        }
        machine.error = 0
        read()
        expectRight()
    }

    @Test mutating func smallJumpsAddUp() {
        for _ in 0..<10 {
            machine.pass(hours: 1)
            machine.error += 86_400
            read()
        }
        #expect(!clock.mayMakeKeys)
        #expect(clock.time.milliseconds - machine.truth.milliseconds <= BoundedClock.boundInDays * 86_400_000)
    }

    @Test mutating func aPersonEndsTheDoubt() {
        machine.restart(after: 60)
        read()
        expectDoubt()
        clock.confirm(machine.reading)
        expectRight()
        machine.pass(hours: 1)
        read()
        expectRight()
    }

    @Test(arguments: [true, false]) mutating func aStationThatWasSwitchedOffIsBelievedAfterADay(tellsUptime: Bool) {
        machine.tellsUptime = tellsUptime
        clock = BoundedClock(believing: machine.reading)
        machine.restart(after: 60)
        for _ in 0..<24 {
            read()
            expectDoubt()
            machine.pass(hours: 1)
        }
        read()
        expectRight()
    }

    @Test mutating func aStationThatIsOnNowAndThenIsBelievedTheSecondTime() {
        for _ in 0..<10 {
            machine.restart(after: 30)
            read()
            expectDoubt()
            machine.restart(after: 30)
            read()
            expectRight()
        }
    }

    @Test mutating func twoDaysOffAreNothing() {
        for _ in 0..<10 {
            machine.restart(after: 2)
            read()
            expectRight()
        }
    }

    @Test mutating func aClockThatIsSetAgainWhileItIsDoubtedBeginsItsDayAnew() {
        machine.error = 60 * 86_400
        read()
        for change in [-86_400, 40 * 86_400, -7200] as [Int64] {
            machine.pass(hours: 20)
            machine.error += change
            read()
            expectDoubt()
            #expect(clock.doubt?.first == machine.reading)
        }
        machine.pass(hours: 24)
        read()
        #expect(clock.mayMakeKeys)
    }

    @Test mutating func whatATimeServerMendsIsNoStepBack() {
        machine.restart(after: 60)
        read()
        machine.pass(hours: 12)
        machine.error = -30
        read()
        machine.pass(hours: 12)
        read()
        #expect(clock.doubt == nil)
    }

    @Test mutating func aClockThatFallsBackDestroysNothingAndHindersNothing() {
        let right = clock
        machine.error = -20_000 * 86_400
        machine.restart()
        read()
        #expect(clock.mayMakeKeys)
        #expect(clock.time == machine.clock)
        machine.error = 0
        machine.pass(hours: 2)
        read()
        expectRight()
        #expect(clock.anchor.time > right.anchor.time)
    }

    @Test mutating func aClockThatWasWronglyBelievedIsForgottenADayAfterItIsRightAgain() {
        machine.error = 60 * 86_400
        read()
        clock.confirm(machine.reading)
        machine.error = 0
        read()
        #expect(clock.mayMakeKeys)
        #expect(clock.time == machine.truth)
        machine.pass(hours: 24)
        read()
        expectRight()
        machine.error = 50 * 86_400
        read()
        expectDoubt()
    }

    @Test mutating func aBrokenClockThatTellsAnotherYearAtEachStartIsNeverBelieved() {
        for years in [3, 7, 12, 13, 40] as [Int64] {
            machine.restart()
            machine.error = years * 365 * 86_400
            read()
            expectDoubt()
        }
    }

    @Test mutating func aClockThatWasBehindDoesNotVouchForOneThatIsAhead() {
        machine.error = -100 * 86_400
        machine.restart()
        read()
        machine.error = 60 * 86_400
        machine.restart()
        read()
        expectDoubt()
    }

    @Test mutating func whatWasEnteredInTheRegisterMovesItByItsBoundAtMost() {
        machine.restart(after: 5)
        clock.note(entry: machine.truth.adding(days: -2))
        read()
        expectRight()
        machine.restart(after: 5)
        clock.note(entry: machine.truth.adding(days: 60))
        read()
        expectDoubt()
    }

    @Test mutating func aKeyIsDeadWhenItsGraceIsOverEvenByAClockThatIsAsFarAheadAsItMayBe() {
        let end = machine.truth
        machine.pass(days: SealingKeyChoice.graceInDays)
        machine.error = BoundedClock.boundInDays * 86_400 - 1
        read()
        #expect(clock.doubt == nil)
        #expect(!clock.isDead(until: end))
        machine.pass(seconds: 1)
        read()
        #expect(clock.isDead(until: end))
    }
}
