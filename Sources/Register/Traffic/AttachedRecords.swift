import GRDB
import Telegrams

/// A session that a process serves by itself, beside the one that serves the station.
package struct AttachedRecord: Sendable, Equatable {
    /// The process, and when it was started by the system's own count: numbers of processes are used again.
    package var process: Int32
    package var started: Int64
    /// The name of the link.
    package var link: String
    package var remote: String
    package var since: Instant
    package var handed: Int
    package var taken: Int
    /// Handed over and not yet acknowledged.
    package var underWay: Int

    package init(
        process: Int32, started: Int64, link: String, remote: String, since: Instant, handed: Int, taken: Int,
        underWay: Int
    ) {
        self.process = process
        self.started = started
        self.link = link
        self.remote = remote
        self.since = since
        self.handed = handed
        self.taken = taken
        self.underWay = underWay
    }
}

extension Register.Reader {
    /// Of processes that may have ended without a word.
    package func attachedSessions() throws -> [AttachedRecord] {
        try Row.fetchAll(database, sql: "SELECT * FROM attached ORDER BY since, process").map { row in
            AttachedRecord(
                process: row["process"], started: row["started"], link: row["link"], remote: row["remote"],
                since: Instant(milliseconds: row["since"]), handed: row["handed"], taken: row["taken"],
                underWay: row["under_way"])
        }
    }
}

extension Register.Writer {
    /// Notes what the processes with sessions of their own serve now, in place of all that was noted before.
    package func set(_ sessions: [AttachedRecord]) throws {
        try database.execute(sql: "DELETE FROM attached")
        for session in sessions {
            try database.cachedStatement(
                sql: """
                    INSERT INTO attached (process, started, link, remote, since, handed, taken, under_way)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                session.process, session.started, session.link, session.remote, session.since.milliseconds,
                session.handed, session.taken, session.underWay,
            ])
        }
    }
}
