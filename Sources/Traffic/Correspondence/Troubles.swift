import Register
import Relay
import Station
import Telegrams

/// What is amiss in the correspondence with other stations: most of it needs a person.
///
/// `cable status`, `cable inbox` and the metrics show it. In JSON times are RFC 3339.
package struct CorrespondenceTroubles: Codable, Sendable, Equatable {
    /// A station to which nothing is sent until a person has decided.
    package struct Stopped: Codable, Sendable, Equatable {
        package enum Cause: String, Codable, Sendable {
            /// It has heard of more than this register has given out.
            case olderCopy = "older-copy"
            /// Two copies of it are running.
            case twoCopies = "two-copies"
            /// Its card is another one, with other keys, and nobody has resolved that.
            case keysChanged = "keys-changed"
        }

        package var station: Designator
        package var cause: Cause
        /// With `olderCopy`: the number of which it has heard, and the last one that this register has given out.
        package var heard: Int64?
        package var given: Int64?
        /// How many telegrams wait for it.
        package var waiting: Int

        package init(station: Designator, cause: Cause, heard: Int64? = nil, given: Int64? = nil, waiting: Int) {
            self.station = station
            self.cause = cause
            self.heard = heard
            self.given = given
            self.waiting = waiting
        }
    }

    /// A station that numbers from 1 again and has been asked to prove that it is the same; that mends itself.
    package struct Proving: Codable, Sendable, Equatable {
        package var station: Designator
        /// How many items are held until it has.
        package var held: Int

        package init(station: Designator, held: Int) {
            self.station = station
            self.held = held
        }
    }

    /// A telegram that a station does not accept, or an enclosure of it.
    package struct Refused: Codable, Sendable, Equatable {
        package var number: Int64
        package var station: Designator
        package var at: Instant
        package var reason: String

        package init(number: Int64, station: Designator, at: Instant, reason: String) {
            self.number = number
            self.station = station
            self.at = at
            self.reason = reason
        }
    }

    /// A telegram of ours that somebody cannot open, because the key to which it is sealed is gone.
    package struct Unreadable: Codable, Sendable, Equatable {
        package var number: Int64
        package var officer: Address
        package var since: Instant

        package init(number: Int64, officer: Address, since: Instant) {
            self.number = number
            self.officer = officer
            self.since = since
        }
    }

    /// A station to which nothing is sent, and of which nothing is taken, because a person here wants it so.
    package struct Silenced: Codable, Sendable, Equatable {
        package var station: Designator
        package var since: Instant
        /// How many telegrams wait for it.
        package var waiting: Int
    }

    package var stopped: [Stopped] = []
    package var silenced: [Silenced] = []
    package var proving: [Proving] = []
    /// At most `limit`, the first of each station first.
    package var refused: [Refused] = []
    package var refusedCount = 0
    package var unreadable: [Unreadable] = []
    package var unreadableCount = 0
    /// When this register was found, or said, to be an older copy; nil once a person has seen to what is missing.
    package var restored: Instant?

    package static let limit = 50

    package init() {}
}

extension Station {
    package func troubles(in reader: Register.Reader) throws -> CorrespondenceTroubles {
        var troubles = CorrespondenceTroubles()
        troubles.stopped = try stopped(in: reader)
        troubles.silenced = try silenced(in: reader)
        troubles.proving = try proving(in: reader)
        let refused = try refused(in: reader)
        troubles.refused = Array(refused.prefix(CorrespondenceTroubles.limit))
        troubles.refusedCount = refused.count
        let unreadable = try reader.unreadable().filter { $0.direction == .outgoing }
        troubles.unreadable = unreadable.prefix(CorrespondenceTroubles.limit).map {
            .init(number: $0.number, officer: $0.address, since: $0.since)
        }
        troubles.unreadableCount = unreadable.count
        troubles.restored = try reader.setting(.restored).flatMap(Int64.init).map {
            Instant(milliseconds: $0).wholeSecond
        }
        return troubles
    }

    private func stopped(in reader: Register.Reader) throws -> [CorrespondenceTroubles.Stopped] {
        let held = try reader.heldCorrespondences()
        let alarms = try reader.cards().filter { $0.challenger != nil }.map(\.station)
        guard !held.isEmpty || !alarms.isEmpty else { return [] }
        let waiting = try reader.waitingTelegrams()
        let stopped = try held.map { peer, hold in
            var stopped = CorrespondenceTroubles.Stopped(
                station: peer, cause: hold.cause, waiting: waiting[peer, default: 0])
            if case .olderCopy(let heard) = hold {
                stopped.heard = heard
                stopped.given = try reader.correspondence(with: peer).sent.last
            }
            return stopped
        }
        return stopped
            + alarms.filter { waiting[$0, default: 0] > 0 }.map {
                .init(station: $0, cause: .keysChanged, waiting: waiting[$0, default: 0])
            }
    }

    private func silenced(in reader: Register.Reader) throws -> [CorrespondenceTroubles.Silenced] {
        let stopped = try reader.stoppedCorrespondences()
        guard !stopped.isEmpty else { return [] }
        let waiting = try reader.waitingTelegrams()
        return stopped.map {
            .init(station: $0.peer, since: $0.since.wholeSecond, waiting: waiting[$0.peer, default: 0])
        }
    }

    private func proving(in reader: Register.Reader) throws -> [CorrespondenceTroubles.Proving] {
        try reader.heldInQuarantine().sorted { $0.key < $1.key }.compactMap { peer, count in
            guard try reader.correspondence(with: peer).hold == nil else { return nil }
            return .init(station: peer, held: count)
        }
    }

    /// One for each telegram and station.
    private func refused(in reader: Register.Reader) throws -> [CorrespondenceTroubles.Refused] {
        var seen: Set<String> = []
        return try refusals(in: reader).compactMap { number, refused in
            let station = refused.parcel.peer
            guard seen.insert("\(number) \(station)").inserted else { return nil }
            return .init(
                number: number, station: station, at: refused.at.wholeSecond, reason: refused.reason)
        }
    }

    /// A person has seen to what is missing in a register that was restored from an older copy.
    package func acknowledgeRestoration() throws {
        try register.write { writer in
            guard try writer.reader.setting(.restored) != nil else {
                throw StationError(.invalid, "this register was not found to be an older copy")
            }
            try writer.set(.restored, to: nil)
        }
    }
}

extension Correspondence.Hold {
    fileprivate var cause: CorrespondenceTroubles.Stopped.Cause {
        switch self {
        case .olderCopy: .olderCopy
        case .twoCopies: .twoCopies
        }
    }
}
