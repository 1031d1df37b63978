import Relay
import Telegrams
import Testing

/// What numbers mean.
@Suite struct CorrespondenceHearingTests {
    @Test func aNumberAheadOpensTheGapsBetween() {
        var correspondence = Correspondence.heard(2)
        let found = correspondence.hear(theirs, 5)
        #expect(found.hearing == .new)
        #expect(found.effects == [.missing(3..<5, of: theirs.name)])
        #expect(correspondence.heard?.highest == 5)
        #expect(correspondence.missing == 2)
    }

    @Test func whatWasHeardAndIsLostIsMissingAgainAsFarAsThereIsRoom() {
        var correspondence = Correspondence.heard(2)
        _ = correspondence.hear(theirs, 5)
        #expect(correspondence.lose(3) == 3)
        #expect(correspondence.missing == 5)
        let most = Int(ChannelRules.greatestGap)
        #expect(correspondence.lose(.max) == most - 5)
        #expect(correspondence.missing == most)
        #expect(correspondence.lose(1) == 0)
    }

    @Test func theNextNumberOpensNone() {
        var correspondence = Correspondence.heard(2)
        let found = correspondence.hear(theirs, 3)
        #expect(found.hearing == .new)
        #expect(found.effects.isEmpty)
    }

    @Test func theFirstIncarnationOfAllIsTheStations() {
        var correspondence = Correspondence(own)
        #expect(correspondence.hear(theirs, 1).hearing == .new)
        #expect(correspondence.heard?.incarnation == theirs)
    }

    @Test func aNumberThatWasMissingClosesItsGap() {
        var correspondence = Correspondence.heard(2)
        _ = correspondence.hear(theirs, 5)
        let found = correspondence.hear(theirs, 4)
        #expect(found.hearing == .new)
        #expect(found.effects == [.closeGap(place(theirs, 4))])
        correspondence.learn(found: midnight, at: midnight)
        #expect(correspondence.missing == 1)
        #expect(correspondence.heard?.highest == 5)
    }

    @Test func whatIsKnownIsADuplicateOrReused() {
        var correspondence = Correspondence.heard(2)
        #expect(correspondence.hear(theirs, 2, known: .sameContents).hearing == .duplicate)
        let reused = correspondence.hear(theirs, 2, known: .otherContents)
        #expect(reused.hearing == .reused)
        #expect(reused.effects.said == [.compared(sent: place(own, 0), heard: place(theirs, 2))], "he has lost count")
    }

    @Test(arguments: [ChannelRules.greatestGap + 4, 1 << 40, ChannelNumber.greatest])
    func soFarAheadAsManyAreMissingAsCanBeListed(channel: Int64) {
        var correspondence = Correspondence.heard(2)
        let found = correspondence.hear(theirs, channel)
        let last = 2 + ChannelRules.greatestGap
        #expect(found.hearing == .tooFarAhead(highest: last))
        #expect(found.effects == [.missing(3..<last + 1, of: theirs.name)])
        #expect(correspondence.missing == Int(ChannelRules.greatestGap))
        #expect(correspondence.hear(theirs, channel).effects.isEmpty, "no more are listed before some have come")
        #expect(correspondence.hear(theirs, last + 1).hearing == .new, "the next one is always heard")
    }

    @Test func whatWasBeyondTheListIsFoundWhenSomeHaveCome() {
        var correspondence = Correspondence.heard(2)
        _ = correspondence.hear(theirs, 1 << 40)
        correspondence.forget(missing: 10)
        let last = 2 + ChannelRules.greatestGap
        #expect(correspondence.hear(theirs, 1 << 40).effects == [.missing(last + 1..<last + 11, of: theirs.name)])
    }

    @Test func numbersFromBeforeIncarnationsWereNamedBelongToTheNextThatComes() {
        var correspondence = Correspondence(
            key: nil, sent: .init(incarnation: own), heard: .init(incarnation: nil, highest: 7), candidates: [],
            former: [], patience: ChannelPatience(), schedule: ComparisonSchedule(), hold: nil,
            isClaimDismissed: false, missing: 0)
        let found = correspondence.hear(theirs, 9)
        #expect(found.hearing == .new)
        #expect(found.effects == [.adopt(theirs), .missing(8..<9, of: theirs.name)])
        #expect(correspondence.hear(anew, 1).hearing == .unproved)
    }

    // MARK: Asking

    @Test func whatIsMissingIsAskedForOneTelegramAtATime() {
        var correspondence = Correspondence.heard(2)
        let gaps = (1...Int64(Notice.limit + 9)).map {
            (place: place(theirs, $0), requests: RepeatRequests(found: midnight.adding(days: -1)))
        }
        #expect(correspondence.requests(for: gaps, isQuestionWaiting: true, canOvertake: true, at: midnight).isEmpty)
        let first = correspondence.requests(for: gaps, isQuestionWaiting: false, canOvertake: true, at: midnight)
        #expect(first == gaps.prefix(Notice.limit).map(\.place))
        #expect(correspondence.patience.asked == midnight)
        let soon = midnight.adding(minutes: 1)
        #expect(
            correspondence.requests(for: gaps, isQuestionWaiting: false, canOvertake: true, at: soon).isEmpty,
            "the station is given time to answer")
    }

    @Test func whatCannotOvertakeIsAskedForAtOnce() {
        var correspondence = Correspondence.heard(2)
        let gaps = [(place: place(theirs, 1), requests: RepeatRequests(found: midnight))]
        #expect(correspondence.requests(for: gaps, isQuestionWaiting: false, canOvertake: true, at: midnight).isEmpty)
        #expect(
            correspondence.requests(for: gaps, isQuestionWaiting: false, canOvertake: false, at: midnight).count == 1)
    }
}
