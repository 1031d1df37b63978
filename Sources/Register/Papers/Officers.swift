import GRDB
import Telegrams

// Officers' codenames in the register: which papers are whose, and who had which codename before.

/// How many papers an officer has here.
package struct PaperCounts: Sendable, Equatable {
    /// Telegrams that he has sent or opened.
    package var filed: Int
    package var drafts: Int
    package var statements: Int
}

extension Register.Reader {
    package func paperCounts(of officer: Codename) throws -> PaperCounts {
        func count(_ table: String) throws -> Int {
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM \(table) WHERE officer = ?", arguments: [officer.description]) ?? 0
        }
        return PaperCounts(filed: try count("filing"), drafts: try count("draft"), statements: try count("statement"))
    }

    /// Who has another codename now, by the one that he had before.
    package func formerCodenames() throws -> [Codename: Codename] {
        let rows = try Row.fetchAll(database.cachedStatement(sql: "SELECT former, officer FROM former_codename"))
        return Dictionary(
            try rows.map { (try Codename($0["former"] as String), try Codename($0["officer"] as String)) }
        ) { first, _ in first }
    }

    /// Under which of an officer's codenames, the present one or a former, a telegram is addressed to him here; the present
    /// one where it is not.
    package func codename(of officer: Codename, on number: Int64, at station: Designator) throws -> Codename {
        let name = try String.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT officer FROM addressee WHERE number = ?1 AND station = ?2 AND \(Self.isHis)
                    ORDER BY officer = ?3 DESC, ordinal LIMIT 1
                    """), arguments: [number, station.description, officer.description])
        return try name.map { try Codename($0) } ?? officer
    }

    /// Whether a row's officer is the third argument of a statement, under this codename or a former one.
    private static let isHis =
        "(officer = ?3 OR officer IN (SELECT former FROM former_codename f WHERE f.officer = ?3))"
}

extension Register.Writer {
    /// Gives an officer another codename: his papers go with it, and the former one stays his.
    package func renameOfficer(_ old: Codename, to new: Codename) throws {
        // A new one that he had before is no former one any more.
        try database.execute(
            sql: """
                DELETE FROM former_codename WHERE former = :new;
                UPDATE former_codename SET officer = :new WHERE officer = :old;
                INSERT INTO former_codename VALUES (:old, :new);
                """, arguments: ["old": old.description, "new": new.description])
        for table in ["draft", "filing", "book", "statement", "statement_signatory", "enclosure_key", "destroyed_key"] {
            try database.execute(
                sql: "UPDATE \(table) SET officer = ? WHERE officer = ?", arguments: [new.description, old.description])
        }
    }
}
