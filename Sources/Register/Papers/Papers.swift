import Foundation
import GRDB
import Telegrams

// An officer's papers: drafts, filed telegrams, his book of codenames. All of them sealed under his archive key before
// they come here.

/// A draft as it rests in the register.
package struct DraftRecord: Sendable, Equatable {
    package var id: Int64
    package var officer: Codename
    package var updated: Instant
    package var sealed: [UInt8]

    init(_ row: Row) throws {
        id = row["id"]
        officer = try Codename(row["officer"] as String)
        updated = Instant(milliseconds: row["updated"])
        sealed = row.bytes("bytes")
    }
}

/// A telegram in an officer's archive.
package struct FiledTelegram: Sendable {
    package var number: Int64
    /// Its file key, sealed under the officer's archive key.
    package var key: [UInt8]
    /// The sealed telegram.
    package var content: [UInt8]
}

extension Register.Reader {
    package func drafts(of officer: Codename) throws -> [DraftRecord] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM draft WHERE officer = ? ORDER BY id", arguments: [officer.description]
        ).map { try DraftRecord($0) }
    }

    package func draft(_ id: Int64) throws -> DraftRecord? {
        try Row.fetchOne(database, sql: "SELECT * FROM draft WHERE id = ?", arguments: [id]).map { try DraftRecord($0) }
    }

    /// The sealed file key under which an officer has filed a telegram; nil where he has not opened or sent it.
    package func filing(of number: Int64, officer: Codename) throws -> [UInt8]? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT key FROM filing WHERE officer = ? AND number = ?"),
            arguments: [officer.description, number])?.bytes("key")
    }

    /// The telegrams that an officer has filed, the newest first, at most `limit` of them, before a number.
    package func filed(by officer: Codename, before number: Int64, limit: Int) throws -> [FiledTelegram] {
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT f.number, f.key, c.bytes FROM filing f JOIN content c ON c.number = f.number
                    WHERE f.officer = ? AND f.number < ? ORDER BY f.number DESC LIMIT ?
                    """), arguments: [officer.description, number, limit])
        var found: [FiledTelegram] = []
        found.reserveCapacity(min(limit, 4096))
        // Straight from SQLite's own buffers: a search reads every telegram there is.
        while let row = try rows.next() {
            found.append(
                FiledTelegram(
                    number: row[0], key: try row.withUnsafeData(atIndex: 1) { Array($0 ?? Data()) },
                    content: try row.withUnsafeData(atIndex: 2) { Array($0 ?? Data()) }))
        }
        return found
    }

    package func book(of officer: Codename) throws -> [UInt8]? {
        try Row.fetchOne(database, sql: "SELECT bytes FROM book WHERE officer = ?", arguments: [officer.description])?
            .bytes("bytes")
    }
}

extension Register.Writer {
    /// Keeps a new draft and returns its number, which is never given to another.
    package func addDraft(_ sealed: [UInt8], officer: Codename, at now: Instant) throws -> Int64 {
        try database.execute(
            sql: "INSERT INTO draft (officer, updated, bytes) VALUES (?, ?, ?)",
            arguments: [officer.description, now.milliseconds, sealed.blob])
        return database.lastInsertedRowID
    }

    /// - Parameter updated: when it was changed last, as far as the caller knows.
    /// - Returns: false where it was changed since, or is gone; then it stays as it is.
    package func updateDraft(_ id: Int64, sealed: [UInt8], since updated: Instant, at now: Instant) throws -> Bool {
        try database.execute(
            sql: "UPDATE draft SET bytes = ?, updated = ? WHERE id = ? AND updated = ?",
            arguments: [sealed.blob, max(now.milliseconds, updated.milliseconds + 1), id, updated.milliseconds])
        return database.changesCount == 1
    }

    /// - Returns: false where it was gone already: another process has sent or removed it.
    package func removeDraft(_ id: Int64) throws -> Bool {
        try database.cachedStatement(sql: "DELETE FROM draft WHERE id = ?").execute(arguments: [id])
        return database.changesCount == 1
    }

    package func file(_ number: Int64, officer: Codename, key: [UInt8]) throws {
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO filing (number, officer, key) VALUES (?, ?, ?)")
            .execute(arguments: [number, officer.description, key.blob])
    }

    package func setBook(_ sealed: [UInt8], officer: Codename) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO book VALUES (?, ?)", arguments: [officer.description, sealed.blob])
    }
}
