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
    /// Where its bytes are kept, within the quarantine folder.
    package var file: String?
}

extension Register.Writer {
    package func quarantine(item: String, link: String, reason: String, file: String?, at now: Instant) throws {
        try database.execute(
            sql: "INSERT INTO quarantine (at, link, item, reason, file) VALUES (?, ?, ?, ?, ?)",
            arguments: [now.milliseconds, link, item, reason, file])
    }

    /// - Returns: false where there was none.
    package func removeQuarantined(_ id: Int64) throws -> Bool {
        try database.execute(sql: "DELETE FROM quarantine WHERE id = ?", arguments: [id])
        return database.changesCount == 1
    }
}

extension Register.Reader {
    package func quarantined() throws -> [QuarantineRecord] {
        try Row.fetchAll(database, sql: "SELECT * FROM quarantine ORDER BY id").map { row in
            QuarantineRecord(
                id: row["id"], at: Instant(milliseconds: row["at"]), link: row["link"], item: row["item"],
                reason: row["reason"], file: row["file"])
        }
    }
}
