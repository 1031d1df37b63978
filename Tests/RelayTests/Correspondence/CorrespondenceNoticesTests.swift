import Relay
import Telegrams
import Testing

/// What is believed of what another station says.
@Suite struct CorrespondenceNoticesTests {
    private let hourAgo = midnight.adding(hours: -1)

    private func name(_ channel: Int64) -> ParcelName {
        ParcelName(channel: channel, digest: digest(UInt64(channel)))
    }

    // MARK: Receipts

    @Test func aReceiptForOurParcelIsBelieved() {
        var correspondence = Correspondence.heard(1, sent: 3)
        let effects = correspondence.hear(.arrived(name(2), at: midnight))
        #expect(effects == [.receipt(.arrived(name(2), at: midnight))])
        #expect(correspondence.schedule.confirmed == 2)
    }

    @Test(arguments: [
        ParcelName(channel: 2, digest: digest(3)), ParcelName(channel: 4, digest: digest(4)),
        ParcelName(channel: ChannelNumber.greatest, digest: digest(2)),
    ])
    func aReceiptForWhatWeNeverMadeIsNot(parcel: ParcelName) {
        var correspondence = Correspondence.heard(1, sent: 3)
        let before = correspondence
        let notices: [Notice] = [
            .arrived(parcel, at: midnight), .opened(parcel, at: midnight, by: officer),
            .done(parcel, action: 1, at: midnight, by: officer),
            .declined(parcel, action: nil, at: midnight, reason: 7, by: officer), .refused(parcel, reason: "no"),
            .unreadable(parcel, by: officer),
        ]
        let effects = notices.flatMap { correspondence.hear($0) }
        #expect(effects.isEmpty)
        #expect(correspondence == before)
    }

    @Test(arguments: [
        (Instant(seconds: 253_402_300_799), midnight), (midnight.adding(days: 1), midnight),
        (midnight.adding(minutes: -30), midnight.adding(minutes: -30)),
        (midnight.adding(days: -9), midnight.adding(hours: -1)),
        (Instant(seconds: -62_135_596_800), midnight.adding(hours: -1)),
    ])
    func aTimeLiesBetweenOurSendingAndOurHearing(said: Instant, believed: Instant) {
        var correspondence = Correspondence.heard(1, sent: 3)
        #expect(correspondence.hear(.arrived(name(1), at: said)) == [.receipt(.arrived(name(1), at: believed))])
        #expect(
            correspondence.hear(.opened(name(1), at: said, by: officer))
                == [.receipt(.opened(name(1), at: believed, by: officer))])
        #expect(
            correspondence.hear(.done(name(1), action: 2, at: said, by: officer))
                == [.receipt(.done(name(1), action: 2, at: believed, by: officer))])
        #expect(
            correspondence.hear(.declined(name(1), action: 2, at: said, reason: 5, by: officer))
                == [.receipt(.declined(name(1), action: 2, at: believed, reason: 5, by: officer))])
    }

    @Test func aParcelThatWasMadeInTheFutureWasMadeNow() {
        var correspondence = Correspondence.heard(1, sent: 3)
        let early = midnight.adding(days: -2)
        #expect(
            correspondence.hear(.arrived(name(1), at: midnight), at: early) == [.receipt(.arrived(name(1), at: early))])
    }

    @Test func whatIsRefusedOrCannotBeReadIsTold() {
        var correspondence = Correspondence.heard(1, sent: 3)
        #expect(correspondence.hear(.refused(name(1), reason: "no")) == [.receipt(.refused(name(1), reason: "no"))])
        #expect(correspondence.hear(.unreadable(name(1), by: officer)) == [.receipt(.unreadable(name(1), by: officer))])
    }

    // MARK: Requests

    @Test func whatWeHaveSentIsRepeated() {
        var correspondence = Correspondence.heard(1, sent: 3)
        #expect(correspondence.hear(.repeat(place(own, 3))) == [.sendAgain(place(own, 3))])
        #expect(correspondence.hear(.repeat(place(anew, 99))) == [.sendAgain(place(anew, 99))], "perhaps a former one")
        #expect(correspondence.hold == nil)
    }

    @Test(arguments: [4, ChannelNumber.greatest])
    func aRequestForMoreThanWeHaveSentIsAClaim(channel: Int64) {
        var correspondence = Correspondence.heard(1, sent: 3)
        #expect(
            correspondence.hear(.repeat(place(own, channel)))
                == [.remark(.olderCopy(heard: channel, given: 3))])
        #expect(correspondence.hold == .olderCopy(heard: channel))
        #expect(correspondence.sent.last == 3, "nothing is skipped")
    }

    @Test func aVoidNumberIsNotMissingAnyMore() throws {
        var correspondence = Correspondence.heard(4)
        #expect(correspondence.hear(.void(place(theirs, 3))) == [.void(place(theirs, 3))])
        #expect(correspondence.hear(.void(place(anew, 3))).isEmpty, "of an incarnation that is not the station's")
        #expect(correspondence.hear(.void(place(own, 3))).isEmpty)
        _ = try correspondence.accept(anew)
        #expect(correspondence.hear(.void(place(theirs, 3))) == [.void(place(theirs, 3))], "of a former one")
    }

    @Test func aDamagedBundleIsRepeated() {
        var correspondence = Correspondence.heard(1)
        #expect(correspondence.hear(.damaged(item: "B1", reason: "no")) == [.sendAgainBundle("B1")])
    }

    @Test(arguments: [
        Notice.undeliverable(item: "B1", reason: "no"), .whereabouts(item: "B1"), .unseen(item: "B1"),
        .passed(item: "B1", received: midnight, handed: nil, next: nil), .response(theirs.name, nonce: own.name),
    ])
    func whatIsNoMatterOfNumbersChangesNothing(notice: Notice) {
        var correspondence = Correspondence.heard(3, sent: 3)
        let before = correspondence
        #expect(correspondence.hear(notice).isEmpty)
        #expect(correspondence == before)
    }

    // MARK: Comparisons

    @Test func aComparisonFindsTheLastOfASeries() {
        var correspondence = Correspondence.heard(7, sent: 4)
        let effects = correspondence.hear(.compare(sent: place(theirs, 9), heard: place(own, 3)))
        #expect(effects.contains(.missing(8..<10, of: theirs.name)))
        #expect(effects.contains(.reviveRequests))
        #expect(effects.said == [.compared(sent: place(own, 4), heard: place(theirs, 9))])
        #expect(correspondence.schedule.confirmed == 3)
    }

    @Test func anAnswerIsNotAnswered() {
        var correspondence = Correspondence.heard(7, sent: 4)
        let effects = correspondence.hear(.compared(sent: place(theirs, 7), heard: place(own, 4)))
        #expect(effects == [.reviveRequests])
        #expect(correspondence.schedule.moved == nil)
    }

    @Test func anOldComparisonFindsNothing() {
        var correspondence = Correspondence.heard(7, sent: 4)
        #expect(correspondence.hear(.compared(sent: place(theirs, 3), heard: place(own, 1))) == [.reviveRequests])
        #expect(correspondence.heard?.highest == 7)
    }

    @Test(arguments: [5, 1 << 40, ChannelNumber.greatest])
    func moreThanWeHaveSentHoldsUntilAPersonDecides(heard: Int64) {
        var correspondence = Correspondence.heard(7, sent: 4)
        let effects = correspondence.hear(.compared(sent: place(theirs, 7), heard: place(own, heard)))
        #expect(effects.contains(.remark(.olderCopy(heard: heard, given: 4))))
        #expect(correspondence.hold == .olderCopy(heard: heard))
        #expect(correspondence.sent.last == 4)
        #expect(correspondence.schedule.confirmed == 4)
        #expect(
            !correspondence.hear(.compared(sent: place(theirs, 7), heard: place(own, heard)))
                .contains { if case .remark = $0 { true } else { false } }, "it is said once")
    }

    @Test(arguments: [10_008, 1 << 40, ChannelNumber.greatest])
    func moreThanCanBeListedIsFoundLittleByLittle(sent: Int64) {
        var correspondence = Correspondence.heard(7, sent: 4)
        let effects = correspondence.hear(.compared(sent: place(theirs, sent), heard: nil))
        let last = 7 + ChannelRules.greatestGap
        #expect(effects.contains(.missing(8..<last + 1, of: theirs.name)))
        #expect(effects.contains(.remark(.tooFarAhead(sent: sent, highest: last))))
        #expect(correspondence.heard?.highest == last)
    }

    @Test func whatNamesAnotherIncarnationIsNoAnswerToOurQuestion() {
        var correspondence = Correspondence.heard(7, sent: 4)
        _ = correspondence.askToCompare(at: midnight)
        _ = correspondence.hear(.compared(sent: place(theirs, 7), heard: place(anew, 400)))
        #expect(correspondence.hold == nil, "of another incarnation")
        #expect(correspondence.schedule.unanswered == 1)
        _ = correspondence.hear(.compared(sent: place(theirs, 7), heard: nil))
        #expect(correspondence.schedule.unanswered == 1)
        _ = correspondence.hear(.compared(sent: place(theirs, 7), heard: place(own, 4)))
        #expect(correspondence.schedule.unanswered == 0)
    }

    // MARK: An older copy

    @Test func aPersonMaySayThatItIsNoOlderCopy() {
        var correspondence = Correspondence.heard(1, sent: 3)
        var isDismissed = correspondence.dismissClaim()
        #expect(!isDismissed, "nobody has claimed it")
        _ = correspondence.hear(.repeat(place(own, 4)))
        isDismissed = correspondence.dismissClaim()
        #expect(isDismissed)
        #expect(correspondence.hold == nil)
        #expect(correspondence.hear(.repeat(place(own, 4))).isEmpty, "it is not asked again")
        #expect(correspondence.hold == nil)
    }

    @Test func onHoldNothingIsAskedOrSaid() {
        var correspondence = Correspondence.heard(1, sent: 3)
        _ = correspondence.hear(.repeat(place(own, 4)))
        #expect(correspondence.comparisonDue(at: midnight.adding(days: 9), hasGivenUp: true) == nil)
        let gaps = [(place: place(theirs, 1), requests: RepeatRequests(found: midnight.adding(days: -1)))]
        #expect(correspondence.requests(for: gaps, isQuestionWaiting: false, canOvertake: false, at: midnight).isEmpty)
        #expect(correspondence.telegrams(of: [.void(place(own, 1))]).isEmpty)
    }

    @Test func anOlderCopyBeginsANewIncarnation() {
        var correspondence = Correspondence.heard(5, sent: 3)
        _ = correspondence.hear(.repeat(place(own, 4)))
        let effects = correspondence.begin(anew, at: midnight)
        #expect(effects == [.say(.compare(sent: place(own, 3), heard: place(theirs, 5)))], "what it remembers")
        #expect(correspondence.sent == .init(incarnation: anew))
        #expect(correspondence.hold == nil)
        #expect(correspondence.number(at: midnight) == 1)
        #expect(correspondence.hear(.repeat(place(own, 4))) == [.sendAgain(place(own, 4))], "no claim any more")
        #expect(
            correspondence.comparisonDue(at: midnight, hasGivenUp: false) == midnight.adding(days: 1),
            "it is asked until it is answered")
    }

    @Test func whoHasNeverSentAnythingAsksAllTheSame() {
        var correspondence = Correspondence(own)
        #expect(correspondence.begin(anew, at: midnight) == [.say(.compare(sent: place(anew, 0), heard: nil))])
    }
}
