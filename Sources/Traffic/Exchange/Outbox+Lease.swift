import Relay
import Station
import Telegrams

// Taking what leaves next: a lease, which always comes back.

/// Something that was taken from the outbox for a link.
package struct Leased: Sendable {
    package let ticket: Ticket
    package let departure: Departure
}

/// What became of something that was taken.
package enum Fate: Sendable {
    /// It is on its way: whoever has taken it will tell what comes of it.
    case underWay
    /// It waits no more: another process has handed it over, or its time is over.
    case gone
    /// It comes back.
    case returned(Return)
    /// It cannot leave now for a reason of its own: it is set aside.
    case obstructed(Obstacle.Cause)
}

/// Why something was set aside, and since when it has not been able to leave.
package struct Obstacle: Sendable, Equatable {
    package var reason: String { cause.reason }

    package struct Cause: Sendable, Equatable, ExpressibleByStringInterpolation {
        package var reason: String
        /// Nothing is wrong here: a person has to decide about a correspondent.
        package var awaitsDecision = false

        package init(_ reason: String, awaitsDecision: Bool = false) {
            self.reason = reason
            self.awaitsDecision = awaitsDecision
        }

        package init(stringLiteral reason: String) { self.init(reason) }
    }

    package var cause: Cause
    package var since: Instant
    /// Whether it was told to the operator.
    var isTold = false
}

extension Outbox {
    /// Takes what leaves next on a link, up to a number and an amount, and lends it to `use`.
    ///
    /// Everything comes back for which `use` does not say that it is under way or gone, and all of it where `use` throws.
    /// - Parameter use: says what became of each, in the same order.
    /// - Returns: what was taken.
    @discardableResult
    package mutating func lease(
        on link: String, _ share: Share = .any, count: Int, bytes: Int, at now: Instant,
        _ use: ([Leased]) throws -> [Fate]
    ) rethrows -> [Leased] {
        let batch = take(on: link, share, count: count, bytes: bytes, at: now)
        guard !batch.isEmpty else { return [] }
        var fates: [Fate] = []
        defer {
            let rest = Array(repeating: Fate.returned(.interrupted), count: max(0, batch.count - fates.count))
            for (leased, fate) in zip(batch, fates + rest) { conclude(leased.ticket, fate, at: now) }
        }
        fates = try use(batch)
        return batch
    }

    /// Notes what became of something that was taken.
    package mutating func conclude(_ ticket: Ticket, _ fate: Fate, at now: Instant) {
        switch fate {
        case .underWay: obstacles[ticket] = nil
        case .gone: remove(ticket)
        case .returned(let reason): dispatcher.returned(ticket, reason, at: now)
        case .obstructed(let cause):
            let before = obstacles[ticket]
            obstacles[ticket] = Obstacle(
                cause: cause, since: before?.since ?? now, isTold: before?.isTold == true && before?.cause == cause)
            dispatcher.returned(ticket, .setAside, at: now)
        }
    }

    private mutating func take(
        on link: String, _ share: Share, count: Int, bytes: Int, at now: Instant
    ) -> [Leased] {
        var taken: [Leased] = []
        var total = 0
        while taken.count < count, total < bytes, let (ticket, item) = dispatcher.next(on: link, at: now, only: share) {
            guard let departure = departures[ticket] else {
                // Nothing is known of it any more: it must not stay in flight for ever.
                dispatcher.remove(ticket)
                continue
            }
            taken.append(Leased(ticket: ticket, departure: departure))
            total += item.size
        }
        return taken
    }

    /// What is in the way of something, unless it was told before.
    package mutating func takeNews(of ticket: Ticket) -> Obstacle? {
        guard let obstacle = obstacles[ticket], !obstacle.isTold else { return nil }
        obstacles[ticket]?.isTold = true
        return obstacle
    }

    /// What was set aside, and why: what has waited longest first.
    package var obstructed: [(departure: Departure, obstacle: Obstacle)] {
        obstacles.compactMap { ticket, obstacle in departures[ticket].map { ($0, obstacle) } }
            .sorted { ($0.1.since, $0.0.name) < ($1.1.since, $1.0.name) }
    }
}

extension Outbox {
    /// Forgets what another process has handed over, or given up.
    package mutating func reconcile(with station: Station) throws {
        guard try station.waitingCount() != departures.count else { return }
        let waiting = try station.waitingKeys()
        for (ticket, departure) in departures where !waiting.contains(departure.key) && !dispatcher.isInFlight(ticket) {
            remove(ticket)
        }
        lost.removeAll { !waiting.contains($0.departure.key) }
    }
}
