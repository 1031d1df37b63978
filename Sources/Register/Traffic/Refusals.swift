import GRDB
import Telegrams

/// A parcel of ours that its station does not accept, and that nobody has seen to yet.
package struct RefusedParcel: Sendable, Equatable {
    package var parcel: ParcelRecord
    package var at: Instant
    package var reason: String

    fileprivate init(_ row: Row) throws {
        parcel = try ParcelRecord(row)
        at = Instant(milliseconds: row["refused"])
        reason = row["refusal"] ?? ""
    }
}

/// A telegram that somebody cannot open, because the key to which it is sealed is gone.
package struct UnreadableTelegram: Sendable, Equatable {
    package var number: Int64
    package var direction: Entry.Direction
    package var address: Address
    package var since: Instant
}

extension Register.Reader {
    /// Telegrams and parts of enclosures that were refused and are not seen to; receipts and service telegrams are let rest.
    package func refusedParcels() throws -> [RefusedParcel] {
        try Row.fetchAll(
            database.cachedStatement(sql: "SELECT * FROM parcel WHERE \(Self.isOpen) ORDER BY peer, channel")
        ).map { try RefusedParcel($0) }
    }

    /// Those of one telegram, which may be a receipt or service telegram too.
    package func refusedParcels(of number: Int64) throws -> [RefusedParcel] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT * FROM parcel
                    WHERE number = ? AND refused IS NOT NULL AND arrived IS NULL AND resolved IS NULL ORDER BY peer, channel
                    """), arguments: [number]
        ).map { try RefusedParcel($0) }
    }

    private static var isOpen: String { "refused IS NOT NULL AND arrived IS NULL AND resolved IS NULL AND service = 0" }

    /// The parts of enclosures that were queued behind a letter.
    ///
    /// - Parameter count: how many its enclosures have in all.
    package func parts(behind letter: ParcelRecord, count: Int) throws -> [ParcelRecord] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM parcel WHERE peer = ? AND incarnation = ? AND channel > ? AND number IS NULL
                ORDER BY channel LIMIT ?
                """,
            arguments: [letter.peer.description, letter.incarnation.bytes.blob, letter.channel, count]
        ).map { try ParcelRecord($0) }
    }

    /// How many telegrams wait for each station, receipts and service telegrams apart.
    package func waitingTelegrams() throws -> [Designator: Int] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT peer, count(*) AS count FROM parcel
                WHERE waiting = 1 AND service = 0 AND number IS NOT NULL GROUP BY peer
                """)
        return Dictionary(try rows.map { (try Designator($0["peer"] as String), $0["count"] as Int) }) { first, _ in
            first
        }
    }

    /// The telegrams that somebody cannot open, ours to others and those that came.
    package func unreadable() throws -> [UnreadableTelegram] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT number, direction, station, officer, unreadable FROM addressee JOIN entry USING (number)
                    WHERE unreadable IS NOT NULL AND opened IS NULL ORDER BY number, ordinal
                    """)
        ).map { try UnreadableTelegram($0) }
    }
}

extension Register.Writer {
    /// A person has seen to it that a parcel was refused.
    package func resolve(_ parcel: ParcelRecord, at now: Instant) throws {
        try database.execute(
            sql: "UPDATE parcel SET resolved = ? WHERE peer = ? AND channel = ? AND incarnation = ?",
            arguments: [
                now.milliseconds, parcel.peer.description, parcel.channel, parcel.incarnation.bytes.blob,
            ])
        if let number = parcel.number { try noteChange(of: number) }
    }

    /// Notes that an officer cannot open a telegram; the first word counts.
    package func setUnreadable(_ number: Int64, by address: Address, at now: Instant) throws {
        try database.execute(
            sql: """
                UPDATE addressee SET unreadable = coalesce(unreadable, ?) WHERE number = ? AND station = ? AND officer = ?
                """,
            arguments: [now.milliseconds, number, address.station.description, address.officer?.description])
        try noteChange(of: number)
    }

    /// A person has seen to it that officers cannot open a telegram: they have it in another way, or need it no more.
    ///
    /// - Parameters:
    ///   - station: nil for all of them.
    ///   - officer: nil for all of that station.
    /// - Returns: whether there was anything to see to.
    @discardableResult
    package func resolveUnreadable(
        _ number: Int64, at station: Designator? = nil, officer: Codename? = nil
    ) throws -> Bool {
        try database.execute(
            sql: """
                UPDATE addressee SET unreadable = NULL
                WHERE number = ?1 AND unreadable IS NOT NULL AND (?2 IS NULL OR station = ?2) AND (?3 IS NULL OR officer = ?3)
                """,
            arguments: [number, station?.description, officer?.description])
        guard database.changesCount > 0 else { return false }
        try noteChange(of: number)
        return true
    }
}

extension UnreadableTelegram {
    fileprivate init(_ row: Row) throws {
        number = row["number"]
        guard let direction = Entry.Direction(rawValue: row["direction"]) else {
            throw RegisterError.damaged("entry \(number) has an unknown direction")
        }
        self.direction = direction
        address = Address(
            officer: try (row["officer"] as String?).map { try Codename($0) },
            station: try Designator(row["station"] as String))
        since = Instant(milliseconds: row["unreadable"])
    }
}
