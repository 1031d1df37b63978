import Relay
import Telegrams
import Testing

@Suite struct DispatcherOrderTests {
    let direct = [LinkPlan(name: "d", peer: beijing)]

    @Test func theMoreUrgentGoesFirst() {
        let desk = Desk(direct)
        let tickets = Precedence.allCases.reversed().map { desk.enqueue($0) }
        let order = Precedence.allCases.map { _ in desk.ticket(on: "d") }
        #expect(order == tickets.reversed())
        #expect(desk.ticket(on: "d") == nil)
    }

    @Test func amongEqualsTheOldestGoesFirst() {
        let desk = Desk(direct)
        let young = desk.enqueue(.routine, since: midnight.adding(minutes: 2))
        let old = desk.enqueue(.routine, since: midnight)
        let now = midnight.adding(minutes: 3)
        #expect([desk.ticket(on: "d", at: now), desk.ticket(on: "d", at: now)] == [old, young])
    }

    @Test func whatHasWaitedATargetRisesByOneClass() {
        let desk = Desk(direct)
        let now = midnight.adding(hours: 6)
        let routine = desk.enqueue(.routine, since: midnight)
        let priority = desk.enqueue(.priority, since: midnight.adding(hours: 5))
        #expect(desk.ticket(on: "d", at: now) == routine)
        #expect(desk.ticket(on: "d", at: now) == priority)
    }

    @Test func nothingRisesAboveImmediate() {
        let desk = Desk(direct)
        let now = midnight.adding(days: 300)
        let deferred = desk.enqueue(.deferred, since: midnight)
        let flash = desk.enqueue(.flash, since: now)
        #expect(desk.ticket(on: "d", at: now) == flash)
        #expect(desk.ticket(on: "d", at: now) == deferred)
    }

    @Test func theUrgentShareIsOverrideAndFlash() {
        let desk = Desk(direct)
        let immediate = desk.enqueue(.immediate)
        let flash = desk.enqueue(.flash)
        #expect(desk.ticket(on: "d", only: .other) == immediate)
        #expect(desk.ticket(on: "d", only: .other) == nil)
        #expect(desk.ticket(on: "d", only: .urgent) == flash)
    }

    @Test func whatReturnsTakesItsOldPlace() {
        let desk = Desk(direct)
        let tickets = (0..<5).map { desk.enqueue(.routine, since: midnight.adding(minutes: $0)) }
        let now = midnight.adding(minutes: 10)
        for ticket in tickets.prefix(3) { #expect(desk.ticket(on: "d", at: now) == ticket) }
        desk.handed(tickets[1])
        desk.close("d", at: now, failed: false)
        #expect(desk.ticket(on: "d", at: now) == nil)
        desk.open("d", at: now)
        let order = (0..<4).map { _ in desk.ticket(on: "d", at: now) }
        #expect(order == [tickets[0], tickets[2], tickets[3], tickets[4]])
    }

    @Test func aClockThatIsSetBackChangesNoOrder() {
        let desk = Desk(direct)
        let first = desk.enqueue(.routine, since: midnight.adding(days: 30))
        let second = desk.enqueue(.routine, since: midnight.adding(days: 31))
        #expect(desk.ticket(on: "d") == first)
        #expect(desk.ticket(on: "d") == second)
    }

    /// Against a list that is sorted anew for every choice.
    @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
    func theOrderIsThatOfASortedList(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let desk = Desk(direct)
        var waiting: [Ticket: QueueItem] = [:]
        var serials: [Ticket: Int] = [:]
        var now = midnight
        for step in 0..<2000 {
            now = now.adding(minutes: Int64.random(in: 0...40, using: &random))
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                let item = QueueItem(
                    destination: beijing, precedence: Precedence.allCases.randomElement(using: &random) ?? .routine,
                    since: now.adding(minutes: -Int64.random(in: 0...600, using: &random)), size: 1)
                let ticket = desk.enqueue(item)
                waiting[ticket] = item
                serials[ticket] = step
            case 5:
                guard let gone = waiting.keys.min(by: { serials[$0, default: 0] < serials[$1, default: 0] }) else {
                    continue
                }
                waiting[gone] = nil
                #expect(desk.remove(gone))
            default:
                let expected = waiting.min { key($0, serials, now) < key($1, serials, now) }
                #expect(desk.ticket(on: "d", at: now) == expected?.key, "seed \(seed), step \(step)")
                if let expected { waiting[expected.key] = nil }
            }
        }
    }

    private func key(
        _ entry: (key: Ticket, value: QueueItem), _ serials: [Ticket: Int], _ now: Instant
    ) -> (UInt8, Instant, Int) {
        let item = entry.value
        return (
            ServiceTargets.rank(of: item.precedence, since: item.since, at: now).rawValue, item.since,
            serials[entry.key, default: 0]
        )
    }

    @Test func tenThousandWaitAndLeaveInOrder() {
        let desk = Desk(direct)
        let tickets = (0..<10_000).map { desk.enqueue(.routine, since: midnight.adding(minutes: Int64($0 % 100))) }
        var last = midnight
        for _ in tickets {
            guard let next = desk.next(on: "d", at: midnight.adding(days: 1)) else { break }
            #expect(next.item.since >= last)
            last = next.item.since
            desk.handed(next.ticket)
        }
        #expect(desk.dispatcher.count == 0)
    }
}
