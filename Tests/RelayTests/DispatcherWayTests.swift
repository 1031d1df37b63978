import Telegrams
import Testing

@testable import Relay

@Suite struct DispatcherWayTests {
    let cheap = LinkPlan(name: "cheap", peer: beijing, cost: 1)
    let dear = LinkPlan(name: "dear", peer: beijing, cost: 5)

    @Test func onlyTheCheapestLinkIsUsed() {
        let desk = Desk([dear, cheap])
        let ticket = desk.enqueue(.routine)
        #expect(desk.ticket(on: "dear") == nil)
        #expect(desk.ticket(on: "cheap") == ticket)
    }

    @Test func theAlternateIsUsedWhileTheBetterLinkIsDown() {
        let desk = Desk([dear, cheap])
        let ticket = desk.enqueue(.routine)
        desk.close("cheap")
        #expect(desk.ticket(on: "dear") == ticket)
        let other = desk.enqueue(.routine)
        desk.open("cheap")
        #expect(desk.ticket(on: "dear") == nil)
        #expect(desk.ticket(on: "cheap") == other)
    }

    @Test func theAlternateIsUsedOutsideTheWindow() throws {
        var windowed = cheap
        windowed.windows = [try LinkWindow("06:00-06:20")]
        let desk = Desk([windowed, dear])
        _ = desk.enqueue(.routine)
        #expect(desk.ticket(on: "cheap", at: midnight) == nil)
        #expect(desk.ticket(on: "cheap", at: midnight.adding(hours: 6)) != nil)
        _ = desk.enqueue(.routine)
        #expect(desk.ticket(on: "dear", at: midnight.adding(hours: 6)) == nil)
        #expect(desk.ticket(on: "dear", at: midnight.adding(hours: 7)) != nil)
    }

    @Test func aSilentLinkTakesNothing() {
        var silent = cheap
        silent.isSilent = true
        let desk = Desk([silent])
        let ticket = desk.enqueue(.flash)
        #expect(desk.ticket(on: "cheap") == nil)
        #expect(desk.reasons(for: ticket, at: midnight) == [.silent("cheap")])
    }

    @Test func minimizeHoldsBackWhatIsLessUrgent() {
        var minimized = cheap
        minimized.minimize = .immediate
        let desk = Desk([minimized])
        let priority = desk.enqueue(.priority)
        let immediate = desk.enqueue(.immediate)
        #expect(desk.ticket(on: "cheap", at: midnight.adding(days: 9)) == immediate)
        #expect(desk.ticket(on: "cheap", at: midnight.adding(days: 9)) == nil)
        #expect(desk.reasons(for: priority, at: midnight) == [.minimize("cheap", .immediate)])
        desk.dispatcher.reload(RoutingTable(here: moscow, links: [cheap], routes: []))
        #expect(desk.ticket(on: "cheap") == priority)
    }

    @Test func minimizeOfTheStationHoldsForEveryLink() {
        let desk = Desk([cheap, dear], minimize: .flash)
        _ = desk.enqueue(.immediate)
        #expect(desk.ticket(on: "cheap") == nil)
        #expect(desk.ticket(on: "dear") == nil)
        #expect(desk.status(at: midnight).held.first?.reasons.count == 2)
    }

    @Test func nothingGoesBackWhereItCameFromWhileThereIsAnotherWay() {
        let back = LinkPlan(name: "back", peer: chita, cost: 1)
        let routes = [
            Route(destination: pyongyang, via: chita, cost: 1), Route(destination: pyongyang, via: beijing, cost: 9),
        ]
        let desk = Desk([back, dear], routes: routes)
        let ticket = desk.enqueue(.flash, to: pyongyang, from: chita)
        #expect(desk.ticket(on: "back") == nil)
        desk.close("dear")
        #expect(desk.ticket(on: "back") == nil)
        desk.open("dear")
        #expect(desk.ticket(on: "dear") == ticket)
    }

    @Test func aDetourThatLedNowhereIsTakenBack() {
        let back = LinkPlan(name: "back", peer: chita)
        let desk = Desk([back], routes: [Route(destination: pyongyang, via: chita)])
        let ticket = desk.enqueue(.flash, to: pyongyang, from: chita)
        #expect(desk.ticket(on: "back") == ticket)
    }

    @Test func whatHasCircledWaitsForTheCheapestWay() {
        let desk = Desk([cheap, dear])
        desk.close("cheap")
        let ticket = desk.enqueue(.flash, hasCircled: true)
        #expect(desk.ticket(on: "dear") == nil)
        #expect(desk.reasons(for: ticket, at: midnight).contains(.detour("dear")))
        desk.open("cheap")
        #expect(desk.ticket(on: "cheap") == ticket)
    }

    @Test func whatALinkNeverTakesGoesByAnother() {
        let desk = Desk([cheap, dear])
        let ticket = desk.enqueue(.routine)
        _ = desk.ticket(on: "cheap")
        desk.dispatcher.returned(ticket, .neverOnThisLink, at: midnight)
        #expect(desk.ticket(on: "cheap") == nil)
        #expect(desk.ticket(on: "dear") == ticket)
        desk.dispatcher.returned(ticket, .neverOnThisLink, at: midnight)
        #expect(desk.reasons(for: ticket, at: midnight) == [.refused("cheap"), .refused("dear")])
    }

    @Test func whatIsTooLargeGoesByAnotherWayAndIsHeldWithItsReasonWhereThereIsNone() {
        let desk = Desk([cheap, dear])
        let (large, small) = (desk.enqueue(.flash), desk.enqueue(.routine))
        #expect(desk.ticket(on: "cheap") == large)
        desk.dispatcher.returned(large, .tooLarge(limit: 900), at: midnight)
        #expect(desk.ticket(on: "cheap") == small, "the smaller one behind it is not held up")
        #expect(desk.ticket(on: "dear") == large)
        desk.dispatcher.returned(large, .tooLarge(limit: 800), at: midnight)
        #expect(desk.ticket(on: "cheap") == nil)
        #expect(desk.ticket(on: "dear") == nil)
        let reasons: [HoldReason] = [.tooLarge("cheap", limit: 900), .tooLarge("dear", limit: 800)]
        #expect(desk.reasons(for: large) == reasons)
        #expect(desk.status().held.map(\.reasons) == [reasons])
    }

    @Test func whatALinkWouldNotTakeIsOfferedAgainWhenItIsOpenedAnew() {
        let desk = Desk([cheap])
        let (large, refused) = (desk.enqueue(.flash), desk.enqueue(.routine))
        for (ticket, reason) in [(large, Return.tooLarge(limit: 900)), (refused, .neverOnThisLink)] {
            #expect(desk.ticket(on: "cheap") == ticket)
            desk.dispatcher.returned(ticket, reason, at: midnight)
        }
        #expect(desk.ticket(on: "cheap") == nil)
        desk.close("cheap", failed: false)
        desk.open("cheap")
        #expect([desk.ticket(on: "cheap"), desk.ticket(on: "cheap")] == [large, refused])
    }

    @Test func whatIsBarredFromOneLinkReturnsToItAfterItWasInFlightOnAnother() {
        let desk = Desk([cheap, dear])
        let ticket = desk.enqueue(.flash)
        #expect(desk.ticket(on: "cheap") == ticket)
        desk.dispatcher.returned(ticket, .tooLarge(limit: 900), at: midnight)
        #expect(desk.ticket(on: "dear") == ticket)
        desk.close("cheap", failed: false)
        desk.open("cheap")
        desk.close("dear")
        #expect(desk.ticket(on: "cheap") == ticket)
    }

    @Test func whatCannotLeaveIsSetAsideAndHoldsUpNothing() throws {
        let desk = Desk([cheap])
        let (held, other) = (desk.enqueue(.flash), desk.enqueue(.flash))
        var now = midnight
        for round in 0..<12 {
            #expect(desk.ticket(on: "cheap", at: now) == held)
            desk.dispatcher.returned(held, .setAside, at: now)
            if round == 0 { #expect(desk.ticket(on: "cheap", at: now) == other) }
            #expect(desk.ticket(on: "cheap", at: now) == nil)
            let until = try #require(desk.dispatcher.setAside[held]?.nextAttempt(at: now))
            #expect(desk.reasons(for: held, at: now) == [.setAside(until: until)])
            #expect(try #require(desk.dispatcher.deadline(after: now)) <= until)
            #expect(desk.status(at: now).held.map(\.count) == [1])
            let longest = min(Milliseconds.second << round, 5 * Milliseconds.minute)
            #expect(longest / 2...longest ~= until.milliseconds(since: now))
            _ = desk.tick(at: until.adding(milliseconds: -1))
            #expect(desk.ticket(on: "cheap", at: now) == nil)
            now = until
            _ = desk.tick(at: now)
        }
        #expect(desk.ticket(on: "cheap", at: now) == held)
        desk.dispatcher.returned(held, .setAside, at: now)
        _ = desk.tick(at: midnight.adding(days: -30))
        #expect(desk.ticket(on: "cheap", at: midnight) == held, "a clock that is set back makes no pause longer")
        desk.handed(held)
        #expect(desk.dispatcher.setAside.isEmpty)
    }

    @Test func whatWasSetAsideCanExpireAndBeRemoved() {
        let desk = Desk([cheap])
        let mortal = desk.enqueue(.flash, expires: midnight.adding(milliseconds: 100), from: chita)
        let other = desk.enqueue(.flash)
        for ticket in [mortal, other] {
            #expect(desk.ticket(on: "cheap") == ticket)
            desk.dispatcher.returned(ticket, .setAside, at: midnight)
        }
        #expect(desk.tick(at: midnight.adding(milliseconds: 100)) == [.expired(mortal)])
        #expect(desk.remove(other))
        #expect(desk.dispatcher.count == 0)
        #expect(desk.dispatcher.setAside.isEmpty)
    }

    @Test func everythingInFlightIsCountedOnItsLinkAndComesBackWithIt() {
        let desk = Desk([cheap, dear])
        let tickets = (0..<4).map { _ in desk.enqueue(.routine) }
        for ticket in tickets { #expect(desk.ticket(on: "cheap") == ticket) }
        desk.handed(tickets[0])
        desk.remove(tickets[1])
        #expect(desk.status().links.map(\.inFlight) == [2, 0])
        desk.close("cheap")
        #expect(desk.status().links.map(\.inFlight) == [0, 0])
        #expect([desk.ticket(on: "dear"), desk.ticket(on: "dear")] == [tickets[2], tickets[3]])
        desk.dispatcher.reload(RoutingTable(here: moscow, links: [cheap], routes: []))
        desk.open("cheap")
        #expect([desk.ticket(on: "cheap"), desk.ticket(on: "cheap")] == [tickets[2], tickets[3]])
    }

    @Test func aRefusalSparesTheLinkAndNotOnlyTheItem() throws {
        let far = Route(destination: pyongyang, via: beijing)
        let desk = Desk([cheap], routes: [far])
        let transit = desk.enqueue(.flash, to: pyongyang)
        let other = desk.enqueue(.flash, to: pyongyang)
        let delivery = desk.enqueue(.routine)
        #expect(desk.ticket(on: "cheap") == transit)
        desk.dispatcher.returned(transit, .later, at: midnight)
        #expect(desk.ticket(on: "cheap") == delivery, "what is for the other side itself is not spared")
        #expect(desk.ticket(on: "cheap") == nil)
        let end = try #require(desk.dispatcher.deadline(after: midnight))
        #expect(end <= midnight.adding(milliseconds: 1000))
        #expect(desk.ticket(on: "cheap", at: end) == transit)
        desk.handed(transit)
        #expect(desk.ticket(on: "cheap", at: end) == other)
    }

    @Test func whatHasComeFurthestIsOfferedWhereThereWasNoRoom() throws {
        let desk = Desk([cheap], routes: [Route(destination: pyongyang, via: beijing)])
        let urgent = desk.enqueue(.flash, to: pyongyang)
        let near = desk.enqueue(.priority, to: pyongyang, from: chita, hops: 2)
        let furthest = desk.enqueue(.deferred, to: pyongyang, from: chita, hops: 5)
        var now = midnight
        func refuse(_ ticket: Ticket) throws {
            desk.dispatcher.returned(ticket, .later, at: now)
            now = try #require(desk.dispatcher.deadline(after: now))
        }
        #expect(desk.ticket(on: "cheap", at: now) == urgent)
        try refuse(urgent)
        #expect(desk.ticket(on: "cheap", at: now) == furthest)
        try refuse(furthest)
        #expect(desk.ticket(on: "cheap", at: now) == urgent, "the usual order, every second time")
        try refuse(urgent)
        #expect(desk.ticket(on: "cheap", at: now) == furthest)
        #expect(desk.ticket(on: "cheap", at: now) == near, "the next furthest, as long as there is no answer")
        desk.handed(furthest)
        #expect(desk.ticket(on: "cheap", at: now) == urgent, "the usual order, when something was taken")
    }

    @Test func theFurthestDoesNotGoBeforeWhatIsForTheOtherSideItself() throws {
        let desk = Desk([cheap], routes: [Route(destination: pyongyang, via: beijing)])
        let transit = desk.enqueue(.routine, to: pyongyang, from: chita, hops: 2)
        #expect(desk.ticket(on: "cheap") == transit)
        desk.dispatcher.returned(transit, .later, at: midnight)
        let now = try #require(desk.dispatcher.deadline(after: midnight))
        let delivery = desk.enqueue(.flash)
        #expect(desk.ticket(on: "cheap", at: now) == delivery)
        #expect(desk.ticket(on: "cheap", at: now) == transit)
    }

    @Test func whatCannotBeThroughBeforeTheWindowClosesIsNotBegun() throws {
        var slow = cheap
        slow.windows = [try LinkWindow("00:00-00:10")]
        slow.speed = 8000
        let desk = Desk([slow])
        let large = desk.enqueue(.flash, size: 500_000)
        let small = desk.enqueue(.routine, size: 50_000)
        let now = midnight.adding(minutes: 5)
        #expect(desk.reasons(for: large, at: now) == [.windowTooShort("cheap", until: midnight.adding(minutes: 10))])
        #expect(desk.ticket(on: "cheap", at: now) == small)
        #expect(desk.ticket(on: "cheap", at: midnight.adding(days: 1)) == large)
    }

    @Test func aReloadKeepsTheQueueAndWhatIsInFlight() {
        let desk = Desk([cheap, dear])
        let first = desk.enqueue(.flash)
        let second = desk.enqueue(.routine)
        #expect(desk.ticket(on: "cheap") == first)
        desk.dispatcher.reload(RoutingTable(here: moscow, links: [cheap], routes: []))
        #expect(desk.ticket(on: "cheap") == second)
        #expect(desk.handed(first))
        desk.dispatcher.reload(RoutingTable(here: moscow, links: [dear], routes: []))
        #expect(desk.ticket(on: "dear") == nil, "a link that was removed and came back is closed")
        desk.open("dear")
        #expect(desk.ticket(on: "dear") == second, "what was in flight on a link that is gone waits again")
    }

    @Test func withoutARouteTheReasonIsGiven() {
        let desk = Desk([cheap])
        let ticket = desk.enqueue(.flash, to: pyongyang)
        let reason = HoldReason.noRoute(NoRoute(destination: pyongyang, cause: .none))
        #expect(desk.reasons(for: ticket, at: midnight) == [reason])
        #expect(desk.status(at: midnight).held.map(\.reasons) == [[reason]])
    }
}
