import GRDB
import Telegrams

/// How far a telegram has come with somebody.
package enum Progress: String, Sendable {
    case arrived
    case opened
    case done
    case declined
}

/// Something that happened to an entry, in words, for `trace`.
package struct EntryEvent: Sendable, Equatable {
    package var at: Instant
    package var what: String
}

/// A line that waits to be sent to another station in the next receipt or service telegram.
package struct PendingNotice: Sendable, Equatable {
    package var id: Int64
    package var peer: Designator
    /// A request or report rather than a receipt.
    package var isService: Bool
    package var line: String
}

extension Register.Writer {
    /// Notes progress with the addressees of an entry at one station: all of them (arrival) or one officer.
    ///
    /// The first report counts; a repetition changes nothing.
    package func setProgress(
        _ progress: Progress, of number: Int64, station: Designator, officer: Codename?, at time: Instant,
        reason: Int64? = nil
    ) throws {
        let waiting = progress == .arrived ? "" : ", waiting = 0"
        try database.cachedStatement(
            sql: """
                UPDATE addressee SET \(progress.rawValue) = coalesce(\(progress.rawValue), ?),
                    reason_number = coalesce(reason_number, ?)\(waiting)
                WHERE number = ? AND station = ? AND (? IS NULL OR officer = ?)
                """
        ).execute(arguments: [
            time.milliseconds, reason, number, station.description, officer?.description, officer?.description,
        ])
        try noteChange(of: number)
    }

    /// Queues a line for the next receipt or service telegram to a station; one that waits already waits once.
    package func queueNotice(_ line: String, to peer: Designator, isService: Bool) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO notice (peer, service, line) SELECT ?1, ?2, ?3
                WHERE NOT EXISTS (SELECT 1 FROM notice WHERE peer = ?1 AND service = ?2 AND line = ?3)
                """
        ).execute(arguments: [peer.description, isService, line])
    }

    package func removeNotices(_ notices: [PendingNotice]) throws {
        for notice in notices {
            try database.cachedStatement(sql: "DELETE FROM notice WHERE id = ?").execute(arguments: [notice.id])
        }
    }

    /// Notes what happened to an entry.
    package func note(_ what: String, on number: Int64, at now: Instant) throws {
        try database.cachedStatement(sql: "INSERT INTO event (number, at, what) VALUES (?, ?, ?)")
            .execute(arguments: [number, now.milliseconds, what])
    }
}

extension Register.Reader {
    package func pendingNotices() throws -> [PendingNotice] {
        try Row.fetchAll(database, sql: "SELECT * FROM notice ORDER BY id").map { row in
            PendingNotice(
                id: row["id"], peer: try Designator(row["peer"] as String), isService: row["service"], line: row["line"]
            )
        }
    }

    package func events(of number: Int64) throws -> [EntryEvent] {
        try Row.fetchAll(
            database, sql: "SELECT at, what FROM event WHERE number = ? ORDER BY id", arguments: [number]
        ).map { EntryEvent(at: Instant(milliseconds: $0["at"]), what: $0["what"]) }
    }
}
