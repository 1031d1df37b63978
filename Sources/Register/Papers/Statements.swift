import GRDB
import Telegrams

/// A joint statement in an officer's papers: its text sealed under his archive key.
package struct StatementRecord: Sendable, Equatable {
    /// SHA-256 of the text: the statement's identity.
    package var digest: [UInt8]
    package var sealed: [UInt8]
    package var filed: Instant
    /// The entry by which it came; nil where it was drafted here.
    package var source: Int64?
    package var released: Instant?

    init(_ row: Row) {
        digest = row.bytes("digest")
        sealed = row.bytes("bytes")
        filed = Instant(milliseconds: row["filed"])
        source = row["source"]
        released = (row["released"] as Int64?).map(Instant.init(milliseconds:))
    }
}

/// A signature to a joint statement.
///
/// It gives away nothing of the text.
package struct StatementSignatureRecord: Sendable, Equatable {
    /// The first 16 bytes of SHA-256 of the public key blob.
    package var key: [UInt8]
    /// The armored SSHSIG.
    package var signature: String
    package var received: Instant
    package var source: Int64?

    package init(key: [UInt8], signature: String, received: Instant, source: Int64?) {
        self.key = key
        self.signature = signature
        self.received = received
        self.source = source
    }
}

/// The withdrawal of a signature to a joint statement.
package struct StatementWithdrawalRecord: Sendable, Equatable {
    /// The key whose signature is withdrawn, as in `StatementSignatureRecord`.
    package var key: [UInt8]
    /// The armored SSHSIG that withdraws it.
    package var signature: String
    package var received: Instant
    package var source: Int64?
    /// All had signed when it came.
    package var isLate: Bool

    package init(key: [UInt8], signature: String, received: Instant, source: Int64?, isLate: Bool) {
        self.key = key
        self.signature = signature
        self.received = received
        self.source = source
        self.isLate = isLate
    }
}

extension Register.Reader {
    package func statements(of officer: Codename) throws -> [StatementRecord] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM statement WHERE officer = ? ORDER BY filed, digest",
            arguments: [officer.description]
        ).map { StatementRecord($0) }
    }

    /// The statements of an officer that bear a mark; those that bear none, which were filed before there were marks, where
    /// it is nil.
    package func statements(of officer: Codename, mark: [UInt8]?) throws -> [StatementRecord] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM statement WHERE officer = ? AND mark IS ? ORDER BY filed, digest",
            arguments: [officer.description, mark?.blob]
        ).map { StatementRecord($0) }
    }

    /// The statements of an officer whose digest lies in a range.
    package func statements(of officer: Codename, digests: ClosedRange<Digest256>) throws -> [StatementRecord] {
        try Row.fetchAll(
            database,
            sql: "SELECT * FROM statement WHERE officer = ? AND digest BETWEEN ? AND ? ORDER BY filed, digest",
            arguments: [officer.description, digests.lowerBound.bytes.blob, digests.upperBound.bytes.blob]
        ).map { StatementRecord($0) }
    }

    /// The statements of an officer that a key is to sign and has not signed, the latest first.
    package func statements(of officer: Codename, awaiting key: [UInt8], limit: Int) throws -> [StatementRecord] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT s.* FROM statement_signatory y JOIN statement s ON s.officer = y.officer AND s.digest = y.digest
                WHERE y.officer = ?1 AND y.key = ?2 AND NOT EXISTS
                    (SELECT 1 FROM statement_signature g WHERE g.digest = y.digest AND g.key = ?2)
                ORDER BY s.filed DESC LIMIT ?3
                """, arguments: [officer.description, key.blob, limit]
        ).map { StatementRecord($0) }
    }

    package func signatures(to digest: [UInt8]) throws -> [StatementSignatureRecord] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM statement_signature WHERE digest = ? ORDER BY received, key",
            arguments: [digest.blob]
        ).map { row in
            StatementSignatureRecord(
                key: row.bytes("key"), signature: row["signature"],
                received: Instant(milliseconds: row["received"]), source: row["source"])
        }
    }

    package func withdrawals(from digest: [UInt8]) throws -> [StatementWithdrawalRecord] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM statement_withdrawal WHERE digest = ? ORDER BY received, key",
            arguments: [digest.blob]
        ).map { row in
            StatementWithdrawalRecord(
                key: row.bytes("key"), signature: row["signature"],
                received: Instant(milliseconds: row["received"]), source: row["source"], isLate: row["late"])
        }
    }
}

extension Register.Writer {
    /// Files a statement's text with an officer; a second filing of the same text changes nothing.
    package func fileStatement(
        digest: [UInt8], sealed: [UInt8], mark: [UInt8], signatories: [[UInt8]], officer: Codename, source: Int64?,
        at now: Instant
    ) throws {
        try database.execute(
            sql:
                "INSERT OR IGNORE INTO statement (officer, digest, bytes, filed, source, mark) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [officer.description, digest.blob, sealed.blob, now.milliseconds, source, mark.blob])
        try setFound(digest, of: officer, mark: mark, signatories: signatories)
    }

    /// Notes by what a statement is found.
    package func setFound(
        _ digest: [UInt8], of officer: Codename, mark: [UInt8], signatories: [[UInt8]]
    ) throws {
        try database.execute(
            sql: "UPDATE statement SET mark = ? WHERE officer = ? AND digest = ? AND mark IS NULL",
            arguments: [mark.blob, officer.description, digest.blob])
        for key in signatories {
            try database.execute(
                sql: "INSERT OR IGNORE INTO statement_signatory VALUES (?, ?, ?)",
                arguments: [officer.description, key.blob, digest.blob])
        }
    }

    /// Keeps a signature; one key counts once.
    package func addSignature(_ record: StatementSignatureRecord, to digest: [UInt8]) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO statement_signature VALUES (?, ?, ?, ?, ?)",
            arguments: [
                digest.blob, record.key.blob, record.signature, record.received.milliseconds, record.source,
            ])
    }

    /// Keeps a withdrawal; the first one of a key counts.
    package func addWithdrawal(_ record: StatementWithdrawalRecord, from digest: [UInt8]) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO statement_withdrawal VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                digest.blob, record.key.blob, record.signature, record.received.milliseconds, record.source,
                record.isLate,
            ])
    }

    package func setReleased(_ digest: [UInt8], officer: Codename, at now: Instant) throws {
        try database.execute(
            sql: "UPDATE statement SET released = coalesce(released, ?) WHERE digest = ? AND officer = ?",
            arguments: [now.milliseconds, digest.blob, officer.description])
    }
}
