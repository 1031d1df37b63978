import GRDB
import Telegrams

extension ClockReading {
    fileprivate init?(_ row: Row, _ name: String) {
        guard let time: Int64 = row[name] else { return nil }
        let start: String? = row["\(name)_start"]
        let uptime = start.map { Uptime(start: $0, milliseconds: row["\(name)_uptime"] ?? 0) }
        self.init(Instant(milliseconds: time), uptime: uptime)
    }

    fileprivate var columns: [(any DatabaseValueConvertible)?] {
        [time.milliseconds, uptime?.start, uptime?.milliseconds]
    }
}

extension BoundedClock {
    fileprivate init(_ row: Row) throws {
        guard let anchor = ClockReading(row, "anchor") else { throw RegisterError.damaged("the clock has no anchor") }
        let doubt = try ClockReading(row, "doubted").map { first in
            guard let latest: Int64 = row["doubted_latest"], let expected: Int64 = row["expected"] else {
                throw RegisterError.damaged("the doubt about the clock is not whole")
            }
            return Doubt(
                first: first, latest: Instant(milliseconds: latest), expected: Instant(milliseconds: expected))
        }
        self.init(anchor: anchor, latest: Instant(milliseconds: row["latest"]), doubt: doubt)
    }
}

extension Register.Reader {
    /// What was last known of the time; nil where no key has been attended to yet.
    package func keyClock() throws -> BoundedClock? {
        try Row.fetchOne(database.cachedStatement(sql: "SELECT * FROM key_clock")).map { try BoundedClock($0) }
    }

    /// When the last telegram was entered.
    package func lastEntered() throws -> Instant? {
        try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT recorded FROM entry ORDER BY number DESC LIMIT 1")
        ).map(Instant.init(milliseconds:))
    }

    /// The receiving keys of an officer that were destroyed, by their files' names, with the ends of their use.
    package func destroyedKeys(of officer: Codename) throws -> [(file: String, until: Instant)] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT file, until FROM destroyed_key WHERE officer = ? ORDER BY until, file"),
            arguments: [officer.description]
        ).map { ($0["file"], Instant(milliseconds: $0["until"])) }
    }
}

extension Register.Writer {
    package func set(_ clock: BoundedClock) throws {
        let doubt = clock.doubt
        let columns =
            clock.anchor.columns + [clock.latest.milliseconds] + (doubt?.first.columns ?? [nil, nil, nil])
            + [doubt?.latest.milliseconds, doubt?.expected.milliseconds]
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO key_clock VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: StatementArguments(columns))
    }

    /// Notes that a receiving key is about to be destroyed, and forgets those whose use ended long ago.
    package func noteDestroyed(_ file: String, of officer: Codename, until: Instant, forgetting old: Instant) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO destroyed_key VALUES (?, ?, ?)",
            arguments: [officer.description, file, until.milliseconds])
        try database.execute(
            sql: "DELETE FROM destroyed_key WHERE until < ? AND file <> ?", arguments: [old.milliseconds, file])
    }
}
