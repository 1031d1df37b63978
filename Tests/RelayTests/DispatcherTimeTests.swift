import Relay
import Telegrams
import Testing

@Suite struct DispatcherTimeTests {
    let direct = [LinkPlan(name: "d", peer: beijing)]

    @Test func failuresAreWaitedOutLongerAndLonger() throws {
        let desk = Desk(direct)
        var now = midnight
        var pauses: [Int64] = []
        for _ in 0..<14 {
            desk.close("d", at: now)
            #expect(!desk.dispatcher.mayTry("d", at: now))
            let next = try #require(desk.dispatcher.nextAttempt("d", at: now))
            #expect(desk.dispatcher.deadline(after: now) == next)
            #expect(desk.dispatcher.mayTry("d", at: next))
            pauses.append(next.milliseconds(since: now))
            now = next
        }
        for (count, pause) in pauses.enumerated() {
            let longest = min(Milliseconds.second << count, 5 * Milliseconds.minute)
            #expect(longest / 2...longest ~= pause, "pause \(count): \(pause)")
        }
    }

    @Test func aSuccessEndsTheBackoff() throws {
        let desk = Desk(direct)
        for _ in 0..<10 { desk.close("d") }
        desk.open("d")
        let ticket = desk.enqueue(.flash)
        #expect(desk.ticket(on: "d") == ticket)
        desk.handed(ticket)
        desk.close("d")
        #expect(try #require(desk.dispatcher.nextAttempt("d", at: midnight)) <= midnight.adding(milliseconds: 1000))
    }

    @Test func aClockThatIsSetBackEndsThePause() {
        let desk = Desk(direct)
        desk.close("d", at: midnight.adding(days: 40))
        #expect(desk.dispatcher.mayTry("d", at: midnight))
    }

    @Test func whatIsOverLeavesTheQueueAndIsTold() {
        let desk = Desk(direct)
        let ticket = desk.enqueue(.flash, expires: midnight.adding(minutes: 5), from: chita)
        #expect(desk.dispatcher.deadline(after: midnight) == midnight.adding(minutes: 5))
        #expect(desk.tick(at: midnight).isEmpty)
        #expect(desk.ticket(on: "d", at: midnight.adding(minutes: 5)) == nil)
        #expect(desk.tick(at: midnight.adding(minutes: 5)) == [.expired(ticket)])
        #expect(desk.dispatcher.count == 0)
        #expect(desk.dispatcher.stored.total == KeptAmount())
    }

    @Test func whatIsOverInFlightIsToldWhenItComesBack() {
        let desk = Desk(direct)
        let ticket = desk.enqueue(.flash, expires: midnight.adding(minutes: 5))
        let late = midnight.adding(minutes: 6)
        #expect(desk.ticket(on: "d") == ticket)
        #expect(desk.tick(at: late).isEmpty)
        desk.close("d", at: late)
        #expect(desk.tick(at: late) == [.expired(ticket)])
    }

    @Test(arguments: Precedence.allCases)
    func whatWaitsTooLongIsOverdueOnce(precedence: Precedence) {
        let desk = Desk([])
        let ticket = desk.enqueue(precedence)
        let due = midnight.adding(milliseconds: ServiceTargets.target(for: precedence))
        #expect(desk.tick(at: due.adding(milliseconds: -1)).isEmpty)
        #expect(desk.tick(at: due) == [.overdue(ticket)])
        #expect(desk.tick(at: due.adding(days: 1)).isEmpty)
        #expect(desk.status(at: due).queues[precedence]?.overdue == 1)
    }

    @Test func aTicketIsNeverUsedTwice() {
        let desk = Desk(direct)
        let old = desk.enqueue(.flash)
        #expect(desk.remove(old))
        let new = desk.enqueue(.flash)
        #expect(old != new)
        #expect(!desk.remove(old))
        #expect(!desk.handed(old))
        #expect(desk.dispatcher.count == 1)
    }

    @Test func theStatusTellsWhatALinkIsLike() throws {
        let windowed = LinkPlan(name: "w", peer: beijing, windows: [try LinkWindow("06:00-06:20")])
        let desk = Desk([windowed, LinkPlan(name: "f", peer: chita), LinkPlan(name: "o", peer: chita)])
        desk.close("f")
        let states = desk.status(at: midnight).links.map(\.state)
        let retry = try #require(desk.dispatcher.nextAttempt("f", at: midnight))
        #expect(states == [.outsideWindow(until: midnight.adding(hours: 6)), .waiting(until: retry), .open])
    }
}
