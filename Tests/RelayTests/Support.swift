import Relay
import Telegrams
import Testing

/// A moment of the tests: midnight, 1 June 1951.
let midnight = Instant(seconds: -586_396_800)

func station(_ name: String) -> Designator {
    guard let designator = try? Designator(name) else {
        Issue.record("\(name) is no designator")
        return here
    }
    return designator
}

private let here: Designator = {
    // The name is right: the tests of `Telegrams` say so.
    guard let designator = try? Designator("MOSCOW") else { preconditionFailure("MOSCOW is a designator") }
    return designator
}()

let moscow = station("MOSCOW")
let beijing = station("BEIJING")
let pyongyang = station("PYONGYANG")
let chita = station("CHITA")

extension Instant {
    func adding(minutes: Int64) -> Instant { adding(milliseconds: minutes * Milliseconds.minute) }
    func adding(hours: Int64) -> Instant { adding(milliseconds: hours * Milliseconds.hour) }
}

/// The dispatcher of Moscow.
///
/// A reference, so that an expectation may change it.
final class Desk {
    var dispatcher: Dispatcher

    /// With these links and routes, all links open.
    init(
        _ links: [LinkPlan], routes: [Route] = [], minimize: Precedence? = nil, limits: StorageLimits = StorageLimits()
    ) {
        let routingTable = RoutingTable(here: moscow, links: links, routes: routes, minimize: minimize)
        dispatcher = Dispatcher(routingTable: routingTable, limits: limits, seed: 1)
        for link in links { dispatcher.linkOpened(link.name, at: midnight) }
    }

    func enqueue(_ item: QueueItem) -> Ticket { dispatcher.enqueue(item) }

    func enqueue(
        _ precedence: Precedence, to destination: Designator = beijing, since: Instant = midnight, size: Int = 1000,
        expires: Instant? = nil, from previous: Designator? = nil, hops: UInt64 = 0, hasCircled: Bool = false
    ) -> Ticket {
        dispatcher.enqueue(
            QueueItem(
                destination: destination, precedence: precedence, since: since, size: size, expires: expires,
                previous: previous, hops: hops, hasCircled: hasCircled))
    }

    func next(on link: String, at now: Instant = midnight) -> (ticket: Ticket, item: QueueItem)? {
        dispatcher.next(on: link, at: now)
    }

    func ticket(on link: String, at now: Instant = midnight, only share: Share = .any) -> Ticket? {
        dispatcher.next(on: link, at: now, only: share)?.ticket
    }

    @discardableResult
    func remove(_ ticket: Ticket) -> Bool { dispatcher.remove(ticket) }

    @discardableResult
    func handed(_ ticket: Ticket) -> Bool { dispatcher.handed(ticket) }

    func open(_ link: String, at now: Instant = midnight) { dispatcher.linkOpened(link, at: now) }

    func close(_ link: String, at now: Instant = midnight, failed: Bool = true) {
        dispatcher.linkClosed(link, at: now, failed: failed)
    }

    func tick(at now: Instant) -> [Effect] { dispatcher.tick(at: now) }
    func status(at now: Instant = midnight) -> DispatcherStatus { dispatcher.status(at: now) }
    func reasons(for ticket: Ticket, at now: Instant = midnight) -> [HoldReason] {
        dispatcher.reasons(for: ticket, at: now)
    }

    func reserve(_ size: Int, from peer: Designator) -> Reservation? {
        dispatcher.reserve(size: size, from: peer, hops: 32)
    }
}
