import GRDB
import Relay
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
    package var notice: Notice
}

extension Register.Writer {
    /// Notes progress with the addressees of an entry at one station: all of them (arrival) or one officer.
    ///
    /// The first report counts; a repetition changes nothing.
    ///
    /// - Returns: whether it was the first for anybody.
    @discardableResult
    package func setProgress(
        _ progress: Progress, of number: Int64, station: Designator, officer: Codename?, at time: Instant,
        reason: Int64? = nil
    ) throws -> Bool {
        let waiting = progress == .arrived ? "" : ", waiting = 0"
        try database.cachedStatement(
            sql: """
                UPDATE addressee SET \(progress.rawValue) = ?, reason_number = coalesce(reason_number, ?)\(waiting)
                WHERE number = ? AND station = ? AND (? IS NULL OR officer = ?) AND \(progress.rawValue) IS NULL
                """
        ).execute(arguments: [
            time.milliseconds, reason, number, station.description, officer?.description, officer?.description,
        ])
        guard database.changesCount > 0 else { return false }
        try noteChange(of: number)
        return true
    }

    /// Queues a notice for the next receipt or service telegram to a station, if the rules of correspondence admit it.
    package func queueNotice(_ notice: Notice, to peer: Designator) throws {
        let (line, isService) = (notice.description, notice.sort != .receipts)
        let waits = try Bool.fetchOne(
            database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM notice WHERE peer = ? AND line = ?)"),
            arguments: [peer.description, line])
        let count = isService ? try reader.waitingNotices(to: peer) : 0
        guard Correspondence.admits(notice, waits: waits ?? false, count: count) else { return }
        try database.cachedStatement(sql: "INSERT INTO notice (peer, service, line) VALUES (?, ?, ?)")
            .execute(arguments: [peer.description, isService, line])
    }

    package func removeNotices(_ notices: [PendingNotice]) throws {
        for notice in notices {
            try database.cachedStatement(sql: "DELETE FROM notice WHERE id = ?").execute(arguments: [notice.id])
        }
    }

    /// Notes what happened to an entry; of very much the oldest is forgotten.
    package func note(_ what: String, on number: Int64, at now: Instant) throws {
        try database.cachedStatement(sql: "INSERT INTO event (number, at, what) VALUES (?, ?, ?)")
            .execute(arguments: [number, now.milliseconds, what])
        try database.cachedStatement(
            sql: """
                DELETE FROM event WHERE id IN (SELECT id FROM event WHERE number = ? ORDER BY id DESC LIMIT -1 OFFSET ?)
                """
        ).execute(arguments: [number, Kept.events.most])
    }
}

extension Register.Reader {
    package func pendingNotices() throws -> [PendingNotice] {
        try Row.fetchAll(database, sql: "SELECT * FROM notice ORDER BY id").map { row in
            PendingNotice(
                id: row["id"], peer: try Designator(row["peer"] as String),
                notice: try Notice(line: row["line"] as String))
        }
    }

    /// How many notices wait for a station, receipts apart.
    fileprivate func waitingNotices(to peer: Designator) throws -> Int {
        try Int.fetchOne(
            database.cachedStatement(sql: "SELECT count(*) FROM notice WHERE peer = ? AND service = 1"),
            arguments: [peer.description]) ?? 0
    }

    package func events(of number: Int64) throws -> [EntryEvent] {
        try Row.fetchAll(
            database, sql: "SELECT at, what FROM event WHERE number = ? ORDER BY id", arguments: [number]
        ).map { EntryEvent(at: Instant(milliseconds: $0["at"]), what: $0["what"]) }
    }
}
