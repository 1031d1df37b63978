import GRDB
import Telegrams

/// Something that arrived and could not be accepted: kept, named, and the reason given.
package struct QuarantineRecord: Sendable, Equatable {
    package var id: Int64
    package var at: Instant
    package var link: String
    /// The item's name as it arrived.
    package var item: String
    package var reason: String
    /// Where its bytes are kept, within the quarantine folder; nil until it has been set aside.
    package var file: String?
}

extension Register.Writer {
    /// Notes an item that is about to be set aside.
    ///
    /// - Returns: its record, and whether that is new: a command that was broken off may have noted it before.
    package func quarantine(
        item: String, link: String, reason: String, awaiting station: Designator? = nil, at now: Instant
    ) throws -> (id: Int64, isNew: Bool) {
        let known = try Int64.fetchOne(
            database, sql: "SELECT id FROM quarantine WHERE link = ? AND item = ? AND file IS NULL",
            arguments: [link, item])
        if let known { return (known, false) }
        try database.execute(
            sql: "INSERT INTO quarantine (at, link, item, reason, file, awaits) VALUES (?, ?, ?, ?, NULL, ?)",
            arguments: [now.milliseconds, link, item, reason, station?.description])
        return (database.lastInsertedRowID, true)
    }

    /// Notes where a quarantined item is kept now.
    package func setFile(_ file: String, ofQuarantined id: Int64) throws {
        try database.execute(sql: "UPDATE quarantine SET file = ? WHERE id = ?", arguments: [file, id])
    }

    /// What was held of a station can be tried again.
    package func releaseHeld(of peer: Designator) throws {
        try database.execute(
            sql: "UPDATE quarantine SET awaits = '' WHERE awaits = ?", arguments: [peer.description])
    }

    /// - Returns: false where there was none.
    package func removeQuarantined(_ id: Int64) throws -> Bool {
        try database.execute(sql: "DELETE FROM quarantine WHERE id = ?", arguments: [id])
        return database.changesCount == 1
    }
}

extension Register.Writer {
    /// An item that was held has been tried, and is held no more.
    package func endHolding(_ id: Int64) throws {
        try database.execute(sql: "UPDATE quarantine SET awaits = NULL WHERE id = ?", arguments: [id])
    }
}

extension Register.Reader {
    /// Items that were held, and can be tried again.
    package func releasedFromQuarantine() throws -> [Int64] {
        try Int64.fetchAll(
            database.cachedStatement(
                sql: "SELECT id FROM quarantine WHERE awaits = '' AND file IS NOT NULL ORDER BY id"))
    }

    package func quarantined() throws -> [QuarantineRecord] {
        try Row.fetchAll(database, sql: "SELECT * FROM quarantine ORDER BY id").map { row in
            QuarantineRecord(
                id: row["id"], at: Instant(milliseconds: row["at"]), link: row["link"], item: row["item"],
                reason: row["reason"], file: row["file"])
        }
    }
}
