import Relay
import Telegrams
import Testing

@Suite struct NoticeTelegramsTests {
    @Test func whatIsSaidIsGatheredBySort() {
        let correspondence = Correspondence.heard(3, sent: 2)
        let receipt = Notice.arrived(ParcelName(channel: 1, digest: digest(1)), at: midnight)
        let telegrams = correspondence.telegrams(of: [
            .repeat(place(theirs, 1)), receipt, .compare(sent: place(own, 0), heard: nil), .void(place(own, 2)),
        ])
        #expect(
            telegrams == [
                NoticeTelegram(sort: .receipts, notices: [receipt]),
                NoticeTelegram(sort: .service, notices: [.repeat(place(theirs, 1)), .void(place(own, 2))]),
                NoticeTelegram(sort: .comparisons, notices: [.compare(sent: place(own, 2), heard: place(theirs, 3))]),
            ])
        #expect(telegrams.map(\.isQuestion) == [false, true, true])
        #expect(telegrams.map(\.precedence) == [.routine, .immediate, .routine])
        #expect(telegrams.map(\.kind) == [.receipt, .service, .service])
    }

    @Test func comparisonsStateTheNumbersWithWhichTheyLeaveAndOnce() {
        var correspondence = Correspondence.heard(3, sent: 2)
        _ = correspondence.begin(anew, at: midnight)
        _ = correspondence.number(at: midnight)
        let telegrams = correspondence.telegrams(of: [
            .compared(sent: place(anew, 0), heard: nil), .compared(sent: place(anew, 1), heard: place(theirs, 1)),
            .compare(sent: place(own, 2), heard: place(theirs, 1)),
        ])
        #expect(
            telegrams.flatMap(\.notices) == [
                .compared(sent: place(anew, 1), heard: place(theirs, 3)),
                .compare(sent: place(own, 2), heard: place(theirs, 3)),
            ], "of a former incarnation nothing changes any more")
    }

    @Test func aTelegramCarriesNoMoreThanItMay() {
        let notices = (1...Int64(Notice.limit) + 1).map { Notice.void(place(own, $0)) }
        #expect(Correspondence(own).telegrams(of: notices).map(\.notices.count) == [Notice.limit, 1])
    }

    @Test func whatWaitsWaitsOnceAndHasABound() {
        let answer = Notice.void(place(own, 1))
        let receipt = Notice.arrived(ParcelName(channel: 1, digest: digest(1)), at: midnight)
        #expect(Correspondence.admits(answer, waits: false, count: Correspondence.mostWaiting - 1))
        #expect(!Correspondence.admits(answer, waits: false, count: Correspondence.mostWaiting))
        #expect(!Correspondence.admits(answer, waits: true, count: 1))
        #expect(
            Correspondence.admits(receipt, waits: false, count: Correspondence.mostWaiting),
            "there is a parcel for each")
    }
}
