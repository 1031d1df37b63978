import Relay
import Telegrams
import Testing

@Suite struct RepeatRequestsTests {
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
    }

    @Test func whatWasGivenUpIsAskedForAgainAfterASignOfLife() throws {
        var requests = RepeatRequests(found: midnight, count: RepeatRequests.most, asked: midnight)
        #expect(requests.due(at: midnight, patience: ChannelPatience()) == nil)
        requests.revive()
        #expect(try #require(requests.due(at: midnight, patience: ChannelPatience())) >= midnight)
    }

    @Test func pausesHaveABound() {
        let requests = RepeatRequests(found: midnight, count: RepeatRequests.most - 1, asked: midnight)
        let late = ChannelPatience(length: ChannelPatience.longest)
        #expect(
            requests.due(at: midnight, patience: late) == midnight.adding(milliseconds: RepeatRequests.longestPause))
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
        let asked = ChannelPatience(asked: future)
        #expect(RepeatRequests(found: future).due(at: midnight, patience: asked) == midnight)
    }
}
