import GRDB
import Relay
import Telegrams

// Counts of what is kept for each source. Whatever adds or removes tells them, in the same transaction.

extension Register.Reader {
    /// What is kept of a kind, by source.
    package func shares(of kind: Kept) throws -> KeptShares {
        let rows = try Row.fetchAll(
            database.cachedStatement(sql: "SELECT source, count, bytes FROM kept WHERE kind = ?"),
            arguments: [kind.rawValue])
        return KeptShares(
            kind.limit,
            bySource: Dictionary(rows.map { (KeptSource($0["source"]), KeptAmount($0)) }) { $0 + $1 })
    }

    /// What is kept of a kind for one source.
    package func kept(_ kind: Kept, for source: KeptSource) throws -> KeptAmount {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT count, bytes FROM kept WHERE kind = ? AND source = ?"),
            arguments: [kind.rawValue, source.description]
        ).map(KeptAmount.init) ?? KeptAmount()
    }
}

extension Register.Writer {
    func count(_ amount: KeptAmount, of kind: Kept, for source: KeptSource) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO kept (kind, source, count, bytes) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (kind, source) DO UPDATE SET count = count + ?3, bytes = bytes + ?4
                """
        ).execute(arguments: [kind.rawValue, source.description, amount.count, amount.bytes])
    }

    func discount(_ amount: KeptAmount, of kind: Kept, for source: KeptSource) throws {
        try database.cachedStatement(
            sql: """
                UPDATE kept SET count = max(0, count - ?3), bytes = max(0, bytes - ?4) WHERE kind = ?1 AND source = ?2
                """
        ).execute(arguments: [kind.rawValue, source.description, amount.count, amount.bytes])
    }

    /// Whether something may be done for a source once more, as often as the limit of its kind allows in its days; it is
    /// counted then.
    package func spend(_ kind: Kept, for source: KeptSource, at now: Instant) throws -> Bool {
        guard let most = kind.limit.perSource?.count, let days = kind.limit.days else { return true }
        // Counted for a time to come: the clock was wrong then.
        let start = now.adding(days: -days).milliseconds
        return try Int.fetchOne(
            database.cachedStatement(
                sql: """
                    INSERT INTO allowance (kind, source, since, used) VALUES (?1, ?2, ?3, 1)
                    ON CONFLICT (kind, source) DO UPDATE SET
                        used = iif(since > ?4 AND since <= ?3, used + 1, 1),
                        since = iif(since > ?4 AND since <= ?3, since, ?3)
                    WHERE used < ?5 OR since <= ?4 OR since > ?3
                    RETURNING used
                    """),
            arguments: [kind.rawValue, source.description, now.milliseconds, start, most]) != nil
    }
}

extension KeptAmount {
    init(_ row: Row) {
        self.init(bytes: row["bytes"], count: row["count"])
    }
}
