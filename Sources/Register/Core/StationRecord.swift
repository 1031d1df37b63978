import GRDB
import Telegrams

/// Who the station is: given once, at its founding.
package struct StationRecord: Sendable, Equatable {
    package var designator: Designator
    /// The `ipn` node number, derived from the station's key.
    package var node: UInt64
    /// The number of the first entry; greater than 1 where an older series is continued.
    package var firstNumber: Int64
    package var founded: Instant

    package init(designator: Designator, node: UInt64, firstNumber: Int64, founded: Instant) {
        self.designator = designator
        self.node = node
        self.firstNumber = firstNumber
        self.founded = founded
    }

    func insert(into database: Database) throws {
        try database.execute(
            sql: "INSERT INTO station VALUES (1, ?, ?, ?, ?)",
            arguments: [
                designator.description, Int64(bitPattern: node), firstNumber, founded.milliseconds,
            ])
        try database.execute(sql: "UPDATE incarnation SET began = ?", arguments: [founded.milliseconds])
    }
}

extension Register.Reader {
    package func station() throws -> StationRecord {
        guard let row = try Row.fetchOne(database, sql: "SELECT * FROM station") else {
            throw RegisterError.damaged("the station's own row is missing")
        }
        return StationRecord(
            designator: try Designator(row["designator"] as String),
            node: UInt64(bitPattern: row["node"] as Int64),
            firstNumber: row["first_number"],
            founded: Instant(milliseconds: row["founded"]))
    }
}
