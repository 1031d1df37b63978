import Relay
import Telegrams
import Testing

@Suite struct ChannelRulesTests {
    @Test func aNumberAheadOpensTheGapsBetween() {
        #expect(ChannelRules.hearing(5, highest: 2, known: .nothing) == .new(missing: 3..<5))
        #expect(ChannelRules.hearing(3, highest: 2, known: .nothing) == .new(missing: 3..<3))
        #expect(ChannelRules.hearing(1, highest: 2, known: .nothing) == .new(missing: 1..<1))
        #expect(ChannelRules.hearing(2, highest: 2, known: .sameContents) == .duplicate)
        #expect(ChannelRules.hearing(2, highest: 2, known: .otherContents) == .reused)
        #expect(ChannelRules.hearing(10_003, highest: 2, known: .nothing) == .tooFarAhead(highest: 2))
    }

    @Test func aComparisonFindsTheLastOfASeries() {
        let own = ChannelComparison(sent: 4, heard: 7)
        let finding = ChannelComparison(sent: 9, heard: 4).finding(against: own)
        #expect(finding.missing == 8..<10)
        #expect(finding.skipTo == nil)
    }

    @Test func anOldComparisonFindsNothing() {
        let finding = ChannelComparison(sent: 3, heard: 1).finding(against: ChannelComparison(sent: 4, heard: 7))
        #expect(finding.missing.isEmpty)
    }

    @Test func aRestoredRegisterIsToldWhereToGoOn() {
        let finding = ChannelComparison(sent: 0, heard: 9).finding(against: ChannelComparison(sent: 4, heard: 0))
        #expect(finding.skipTo == 9)
    }

    @Test func requestsBackOffAndAreGivenUp() throws {
        var requests = RepeatRequests(found: midnight)
        let patience = ChannelPatience()
        var asked: [Instant] = []
        while let due = requests.due(at: asked.last ?? midnight, patience: patience) {
            asked.append(due)
            requests.ask(at: due)
        }
        #expect(asked.count == RepeatRequests.most)
        #expect(asked.first == midnight.adding(milliseconds: ChannelPatience.usual))
        let pauses = zip(asked, asked.dropFirst()).map { $1.milliseconds(since: $0) / Milliseconds.minute }
        #expect(pauses == (0..<11).map { 5 << $0 })
        let late = ChannelPatience(length: ChannelPatience.longest)
        requests.revive()
        for _ in 0..<11 { requests.ask(at: midnight) }
        #expect(
            requests.due(at: midnight, patience: late) == midnight.adding(milliseconds: RepeatRequests.longestPause))
        requests.ask(at: asked[11])
        requests.revive()
        #expect(try #require(requests.due(at: asked[11], patience: patience)) > asked[11].adding(milliseconds: -1))
    }

    @Test func patienceGrowsWithWhatComesLateByItself() {
        var patience = ChannelPatience()
        patience.learn(found: midnight, filled: midnight.adding(hours: 1))
        #expect(patience.length == 2 * ChannelPatience.usual, "one alone may have been lost")
        for _ in 0..<9 { patience.learn(found: midnight, filled: midnight.adding(hours: 1)) }
        #expect(patience.length == 2 * Milliseconds.hour)
        for _ in 0..<9 { patience.learn(found: midnight, filled: midnight.adding(days: 9)) }
        #expect(patience.length == ChannelPatience.longest)
        for _ in 0..<200 { patience.learn(found: midnight, filled: midnight) }
        #expect(patience.length < ChannelPatience.usual + 10)
    }

    @Test func aStationIsNotAskedAgainBeforeItCouldAnswer() {
        var patience = ChannelPatience(length: Milliseconds.hour)
        patience.ask(at: midnight)
        let requests = RepeatRequests(found: midnight.adding(hours: -9))
        #expect(requests.due(at: midnight, patience: patience) == midnight.adding(hours: 1))
    }

    @Test func aClockThatWasAheadHoldsNothingUp() {
        let future = midnight.adding(days: 40)
        #expect(RepeatRequests(found: future).due(at: midnight, patience: ChannelPatience()) == midnight)
        let schedule = ComparisonSchedule(lastSent: 2, confirmed: 0, moved: future, asked: future)
        #expect(schedule.due(at: midnight, hasGivenUp: false) == midnight)
    }

    @Test func aComparisonIsDueOnceADayAfterNumbersHaveMoved() {
        var schedule = ComparisonSchedule()
        #expect(schedule.due(at: midnight, hasGivenUp: false) == nil)
        schedule.send(1, isComparison: false, at: midnight)
        #expect(schedule.due(at: midnight, hasGivenUp: false) == midnight.adding(days: 1))
        schedule.ask(at: midnight.adding(days: 1))
        schedule.send(2, isComparison: true, at: midnight.adding(days: 1))
        #expect(schedule.due(at: midnight.adding(days: 1), hasGivenUp: false) == midnight.adding(days: 2))
        schedule.hear(ChannelComparison(sent: 0, heard: 2))
        #expect(schedule.due(at: midnight.adding(days: 2), hasGivenUp: false) == nil)
        #expect(schedule.due(at: midnight.adding(days: 2), hasGivenUp: true) == midnight.adding(days: 2))
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
}
