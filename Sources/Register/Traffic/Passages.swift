import GRDB
import Relay
import Telegrams

/// A parcel of ours as it went out: in which bundle, when, to which neighbour, and when its station had it.
package struct SentParcel: Sendable, Equatable {
    package var record: ParcelRecord
    package var bundle: String?
    package var handed: Instant?
    package var hop: Designator?
    package var arrived: Instant?
    /// When, and why, its station refused it.
    package var refused: Instant?
    package var refusal: String?
    /// When a person has seen to it that it was refused.
    package var resolved: Instant?
    package var isWaiting: Bool

    package var peer: Designator { record.peer }
    package var channel: Int64 { record.channel }
    /// Whether its station does not accept it, and nobody has seen to that yet.
    package var isRefused: Bool { refused != nil && arrived == nil && resolved == nil }
}

/// What a station on the way was asked about a bundle of ours, and what it has answered.
package struct Passage: Sendable, Equatable {
    package var bundle: String
    package var station: Designator
    package var asked: Instant
    /// When its answer came; without `received` it knew nothing.
    package var answered: Instant?
    package var received: Instant?
    package var handed: Instant?
    package var next: Designator?
}

/// When a bundle of others came here and went on.
package struct CarriedRecord: Sendable, Equatable {
    package var received: Instant
    package var handed: Instant?
    package var next: Designator?
}

extension Register.Reader {
    /// The parcels in which an entry went out, by station and in the order in which they were made: more than one where it was
    /// sent again.
    package func sentParcels(of number: Int64) throws -> [SentParcel] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM parcel WHERE number = ? ORDER BY peer, rowid", arguments: [number]
        ).map {
            SentParcel(
                record: try ParcelRecord($0), bundle: $0["bundle"], handed: instant($0["handed"]),
                hop: try station($0["hop"]), arrived: instant($0["arrived"]), refused: instant($0["refused"]),
                refusal: $0["refusal"], resolved: instant($0["resolved"]), isWaiting: $0["waiting"])
        }
    }

    package func passages(of bundle: String) throws -> [Passage] {
        try Row.fetchAll(database, sql: "SELECT * FROM passage WHERE bundle = ?", arguments: [bundle]).map {
            Passage(
                bundle: bundle, station: try Designator($0["station"] as String),
                asked: Instant(milliseconds: $0["asked"]), answered: instant($0["answered"]),
                received: instant($0["received"]), handed: instant($0["handed"]), next: try station($0["next"]))
        }
    }

    package func carried(_ bundle: String) throws -> CarriedRecord? {
        try Row.fetchOne(
            database, sql: "SELECT at, handed, next FROM carried WHERE name = ?", arguments: [bundle]
        ).map {
            CarriedRecord(
                received: Instant(milliseconds: $0["at"]), handed: instant($0["handed"]), next: try station($0["next"]))
        }
    }

    private func instant(_ milliseconds: Int64?) -> Instant? { milliseconds.map(Instant.init(milliseconds:)) }

    private func station(_ name: String?) throws -> Designator? { try name.map { try Designator($0) } }
}

extension Register.Writer {
    /// Notes that a station is being asked about a bundle.
    ///
    /// - Returns: false where so many have been asked about it that no more are.
    package func setAsked(_ station: Designator, about bundle: String, at now: Instant) throws -> Bool {
        let passages = try reader.passages(of: bundle)
        guard passages.count < Kept.passages.most || passages.contains(where: { $0.station == station }) else {
            return false
        }
        try database.execute(
            sql: """
                INSERT INTO passage (bundle, station, asked) VALUES (?, ?, ?)
                ON CONFLICT (bundle, station) DO UPDATE SET asked = excluded.asked
                """, arguments: [bundle, station.description, now.milliseconds])
        return true
    }

    /// Notes what a station has answered; nothing where it was not asked.
    ///
    /// - Returns: false where it was not asked.
    @discardableResult
    package func setAnswered(
        _ station: Designator, about bundle: String, received: Instant?, handed: Instant?, next: Designator?,
        at now: Instant
    ) throws -> Bool {
        try database.execute(
            sql: """
                UPDATE passage SET answered = ?, received = ?, handed = ?, next = ? WHERE bundle = ? AND station = ?
                """,
            arguments: [
                now.milliseconds, received?.milliseconds, handed?.milliseconds, next?.description, bundle,
                station.description,
            ])
        return database.changesCount == 1
    }
}
