import Register
import Relay
import Station
import Telegrams

/// Everything that waits at a station, in the order and by the ways in which it leaves.
///
/// The register is what lasts; this is its index in memory, with the state of the links. It follows what other
/// processes let wait in the meantime.
package struct Outbox: Sendable {
    package var dispatcher: Dispatcher
    private(set) var departures: [Ticket: Departure] = [:]
    /// Why something that was set aside could not leave; until it is under way.
    var obstacles: [Ticket: Obstacle] = [:]
    private var tickets: [Departure.Key: Ticket] = [:]
    /// Asked for once more while it was being handed over.
    private var again: [Departure.Key: Departure] = [:]
    private var turn: Int64 = -1
    /// The stations that are known, by node number.
    private var destinations: [UInt64: Designator] = [:]
    /// Bundles whose destination is not known here, with the node number.
    package var lost: [(departure: Departure, node: UInt64)] = []

    package init(_ station: Station, limits: StorageLimits = StorageLimits()) throws {
        dispatcher = Dispatcher(
            routingTable: try station.routingTable(), limits: limits, seed: .random(in: .min ... .max))
        try refresh(from: station)
    }

    /// What was taken up while a transaction was under way.
    package struct Advance: Sendable {
        fileprivate var keys: Set<Departure.Key>
        fileprivate var turn: Int64
    }

    /// Takes up what began to wait since the last time.
    package mutating func refresh(from station: Station) throws {
        _ = try station.register.read { try refresh(from: station, in: $0) }
    }

    /// Takes up what begins to wait with a transaction that is still under way.
    ///
    /// - Returns: what `retract` undoes where the transaction fails.
    package mutating func refresh(from station: Station, in reader: Register.Reader) throws -> Advance {
        var advance = Advance(keys: [], turn: turn)
        let found = try station.departures(after: turn, in: reader)
        if found.contains(where: \.isTransit) { destinations = try reader.stationsByNode() }
        for departure in found {
            turn = max(turn, departure.turn)
            if tickets[departure.key] != nil {
                again[departure.key] = departure
            } else {
                admit(departure)
                advance.keys.insert(departure.key)
            }
        }
        return advance
    }

    /// The transaction has failed: what was taken up with it does not wait here.
    ///
    /// Some of it may be at the next station already, which does no harm: whoever brought it will bring it again, and it is
    /// known there.
    package mutating func retract(_ advance: Advance) {
        turn = min(turn, advance.turn)
        for key in advance.keys { tickets[key].map { remove($0) } }
        lost.removeAll { advance.keys.contains($0.departure.key) }
    }

    /// Looks again for the destinations of bundles that were not known here.
    package mutating func reconsider(for station: Station) throws {
        guard !lost.isEmpty else { return }
        destinations = try station.register.read { try $0.stationsByNode() }
        let waiting = lost
        lost = []
        for (departure, _) in waiting { admit(departure) }
    }

    private mutating func admit(_ departure: Departure) {
        switch departure {
        case .own(let parcel): enqueue(departure, to: parcel.peer)
        case .transit(let record):
            guard let destination = destinations[record.destination] else {
                return lost.append((departure, record.destination))
            }
            enqueue(departure, to: destination)
        }
    }

    private mutating func enqueue(_ departure: Departure, to destination: Designator) {
        let ticket = dispatcher.enqueue(
            QueueItem(
                destination: destination, precedence: departure.precedence, since: departure.since,
                size: departure.size, expires: departure.expires, previous: departure.previous,
                hops: departure.hops, hasCircled: departure.hasCircled))
        departures[ticket] = departure
        tickets[departure.key] = ticket
    }

    package func departure(_ ticket: Ticket) -> Departure? { departures[ticket] }

    /// Notes that something is durable at the next station, and recorded so here.
    package mutating func handed(_ ticket: Ticket) {
        dispatcher.handed(ticket)
        forget(ticket)
    }

    /// Forgets something that has gone in another way.
    package mutating func remove(_ ticket: Ticket) {
        dispatcher.remove(ticket)
        forget(ticket)
    }

    private mutating func forget(_ ticket: Ticket) {
        guard let key = departures.removeValue(forKey: ticket)?.key else { return }
        tickets[key] = nil
        obstacles[ticket] = nil
        if let departure = again.removeValue(forKey: key) { admit(departure) }
    }
}

extension Departure {
    var isTransit: Bool { if case .transit = self { true } else { false } }

    /// The station that handed it to us.
    fileprivate var previous: Designator? {
        switch self {
        case .own: nil
        case .transit(let record): record.previous
        }
    }

    fileprivate var hops: UInt64 { if case .transit(let record) = self { record.hops } else { 0 } }
    fileprivate var hasCircled: Bool { if case .transit(let record) = self { record.hasCircled } else { false } }

    /// Our own is asked for again and again until it arrives; it never expires here.
    fileprivate var expires: Instant? {
        switch self {
        case .own: nil
        case .transit(let record): record.expires
        }
    }
}

extension Station {
    /// What began to wait after a turn, our own and that of others alike.
    fileprivate func departures(after turn: Int64, in reader: Register.Reader) throws -> [Departure] {
        try reader.waitingParcels(after: turn).map(Departure.own) + reader.transit(after: turn).map(Departure.transit)
    }

    /// Whether something waits still: another process may have handed it over.
    package func isWaiting(_ departure: Departure) throws -> Bool {
        try register.read { reader in
            switch departure {
            case .own(let parcel): try reader.isWaiting(parcel)
            case .transit(let record): try reader.hasTransit(record.name)
            }
        }
    }

    /// How many things wait, by the register.
    func waitingCount() throws -> Int { try register.read { try $0.waitingCount() } }

    /// Everything that waits, by the register.
    func waitingKeys() throws -> Set<Departure.Key> {
        try register.read { reader in
            Set(try reader.waitingParcelNames().map { .parcel($0.peer, $0.channel) })
                .union(try reader.transitNames().map { .bundle($0) })
        }
    }
}
