import Relay
import Telegrams
import Testing

/// Links that have no room themselves: a stick that is nearly full.
@Suite struct DispatcherRoomTests {
    private let desk = Desk([LinkPlan(name: "stick", peer: beijing)])

    @Test func whatFindsNoRoomDoesNotHoldUpWhatIsSmaller() throws {
        let large = desk.enqueue(.routine, size: 50_000, from: chita)
        let larger = desk.enqueue(.routine, since: midnight.adding(minutes: 1), size: 90_000, from: chita)
        let small = desk.enqueue(.routine, since: midnight.adding(minutes: 2), size: 900, from: chita)
        #expect(desk.ticket(on: "stick") == large)
        desk.dispatcher.returned(large, .noRoom(bytes: 50_000), at: midnight)
        #expect(desk.ticket(on: "stick") == small, "what is larger still is spared the attempt")
        #expect(desk.ticket(on: "stick") == nil)
        let retry = try #require(desk.dispatcher.deadline(after: midnight))
        #expect(desk.dispatcher.reasons(for: larger, at: midnight) == [.noRoom("stick", until: retry)])
        #expect(desk.ticket(on: "stick", at: retry) == large, "after a while it is tried again, the oldest first")
        #expect(desk.ticket(on: "stick", at: retry) == larger)
    }

    @Test func whatIsOursIsTriedOnceBecauseItsSizeIsKnownOnlyThen() {
        let first = desk.enqueue(.routine)
        let second = desk.enqueue(.routine)
        let third = desk.enqueue(.routine)
        #expect(desk.ticket(on: "stick") == first)
        desk.dispatcher.returned(first, .noRoom(bytes: 60_000), at: midnight)
        #expect(desk.ticket(on: "stick") == second)
        desk.dispatcher.returned(second, .noRoom(bytes: 70_000), at: midnight)
        #expect(desk.ticket(on: "stick") == third)
        #expect(desk.handed(third))
        #expect(desk.ticket(on: "stick") == nil)
    }

    @Test func anotherStickMayHaveRoom() {
        let large = desk.enqueue(.routine, size: 50_000, from: chita)
        #expect(desk.ticket(on: "stick") == large)
        desk.dispatcher.returned(large, .noRoom(bytes: 50_000), at: midnight)
        desk.close("stick", failed: false)
        desk.open("stick")
        #expect(desk.ticket(on: "stick") == large)
    }
}
