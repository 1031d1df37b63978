import GRDB
import Telegrams

/// A large enclosure that is sealed in a file of its own, all of which is here: one that we send, or that has come.
package struct EnclosureRecord: Sendable, Equatable {
    /// SHA-256 of the sealed file.
    package var digest: [UInt8]
    /// Size of the sealed file, in bytes.
    package var size: Int64
    package var direction: Entry.Direction
    package var isComplete: Bool
    /// The telegram that it belongs to, once that is known.
    package var number: Int64?
}

extension Register.Writer {
    /// Begins an enclosure, or leaves the one that has begun as it is.
    package func beginEnclosure(
        digest: [UInt8], size: Int64, direction: Entry.Direction, isComplete: Bool, number: Int64?
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO enclosure VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (digest) DO UPDATE SET number = coalesce(number, excluded.number)
                """,
            arguments: [digest.blob, size, direction.rawValue, isComplete, number])
    }

    /// Notes that an officer needs an enclosure's key, which he can have only when it is here in full.
    package func awaitEnclosureKey(digest: [UInt8], officer: Codename) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO enclosure_key VALUES (?, ?, x'')",
            arguments: [digest.blob, officer.description])
    }

    /// Gives up waiting for a key that the enclosure turned out not to have.
    package func abandonEnclosureKey(digest: [UInt8], officer: Codename) throws {
        try database.execute(
            sql: "DELETE FROM enclosure_key WHERE digest = ? AND officer = ? AND key = x''",
            arguments: [digest.blob, officer.description])
    }

    package func fileEnclosureKey(digest: [UInt8], officer: Codename, key: [UInt8]) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO enclosure_key VALUES (?, ?, ?)",
            arguments: [digest.blob, officer.description, key.blob])
    }
}

extension Register.Reader {
    package func enclosure(digest: [UInt8]) throws -> EnclosureRecord? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT * FROM enclosure WHERE digest = ?"), arguments: [digest.blob]
        ).map { try EnclosureRecord($0) }
    }

    /// The enclosures that leave with a telegram.
    package func enclosuresSent(with number: Int64) throws -> [EnclosureRecord] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM enclosure WHERE direction = 'out' AND number = ? ORDER BY digest",
            arguments: [number]
        ).map { try EnclosureRecord($0) }
    }

    package func enclosureKey(digest: [UInt8], officer: Codename) throws -> [UInt8]? {
        try Row.fetchOne(
            database, sql: "SELECT key FROM enclosure_key WHERE digest = ? AND officer = ? AND key <> x''",
            arguments: [digest.blob, officer.description])?.bytes("key")
    }

    /// The digests of the enclosures whose keys an officer still awaits.
    package func awaitedEnclosureKeys(of officer: Codename) throws -> [[UInt8]] {
        try Row.fetchAll(
            database, sql: "SELECT digest FROM enclosure_key WHERE officer = ? AND key = x''",
            arguments: [officer.description]
        ).map { $0.bytes("digest") }
    }

    /// The digests of all sealed files that the register knows of.
    package func enclosureDigests() throws -> [[UInt8]] {
        try Row.fetchAll(database, sql: "SELECT digest FROM enclosure").map { $0.bytes("digest") }
    }
}

extension EnclosureRecord {
    init(_ row: Row) throws {
        digest = row.bytes("digest")
        size = row["size"]
        guard let direction = Entry.Direction(rawValue: row["direction"]) else {
            throw RegisterError.damaged("an enclosure has no direction")
        }
        self.direction = direction
        isComplete = row["complete"]
        number = row["number"]
    }
}
