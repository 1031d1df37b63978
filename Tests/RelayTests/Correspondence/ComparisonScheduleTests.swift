import Relay
import Telegrams
import Testing

@Suite struct ComparisonScheduleTests {
    @Test func aComparisonIsDueOnceADayAfterNumbersHaveMoved() {
        var schedule = ComparisonSchedule()
        #expect(schedule.due(at: midnight, hasGivenUp: false) == nil)
        schedule.send(1, isComparison: false, at: midnight)
        #expect(schedule.due(at: midnight, hasGivenUp: false) == midnight.adding(days: 1))
        schedule.ask(at: midnight.adding(days: 1))
        schedule.send(2, isComparison: true, at: midnight.adding(days: 1))
        #expect(schedule.due(at: midnight.adding(days: 1), hasGivenUp: false) == midnight.adding(days: 2))
        schedule.hear(2)
        #expect(schedule.due(at: midnight.adding(days: 2), hasGivenUp: false) == nil)
        #expect(schedule.due(at: midnight.adding(days: 2), hasGivenUp: true) == midnight.adding(days: 2))
    }

    @Test func aQuestionWithoutAnAnswerIsAskedAgain() {
        var schedule = ComparisonSchedule()
        schedule.ask(at: midnight)
        #expect(schedule.due(at: midnight, hasGivenUp: false) == midnight.adding(days: 1), "nothing has moved")
        schedule.confirm(0)
        #expect(schedule.due(at: midnight, hasGivenUp: false) == midnight.adding(days: 1), "a receipt is no answer")
        schedule.hear(0)
        #expect(schedule.due(at: midnight, hasGivenUp: false) == nil)
    }

    @Test func anUnansweredComparisonIsRepeatedLessAndLessOften() {
        var schedule = ComparisonSchedule(lastSent: 1, confirmed: 0, moved: midnight)
        var now = midnight.adding(days: 1)
        var pauses: [Int64] = []
        for _ in 0..<8 {
            schedule.ask(at: now)
            let due = schedule.due(at: now, hasGivenUp: false) ?? now
            pauses.append(due.milliseconds(since: now) / Milliseconds.day)
            now = due
        }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 32, 32])
    }

    @Test func aClockThatWasAheadHoldsNothingUp() {
        let future = midnight.adding(days: 40)
        let schedule = ComparisonSchedule(lastSent: 2, confirmed: 0, moved: future, asked: future)
        #expect(schedule.due(at: midnight, hasGivenUp: false) == midnight)
    }

    @Test func whatIsConfirmedIsNotComparedAnyMore() {
        var schedule = ComparisonSchedule()
        schedule.send(5, isComparison: false, at: midnight)
        schedule.confirm(4)
        #expect(schedule.moved == midnight)
        schedule.confirm(5)
        #expect(schedule.moved == nil)
    }
}
