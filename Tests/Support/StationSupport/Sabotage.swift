import GRDB

/// Lets writes to a station's register fail, of one kind at a time.
package struct Sabotage: Sendable, CustomStringConvertible {
    package enum Operation: String, Sendable, CaseIterable {
        case insert = "INSERT"
        case update = "UPDATE"
        case delete = "DELETE"
    }

    package let operation: Operation
    package let table: String
    /// A condition in SQL on the row that is written (`NEW`, `OLD`); nil for every row.
    package let condition: String?

    package init(_ operation: Operation, _ table: String, when condition: String? = nil) {
        self.operation = operation
        self.table = table
        self.condition = condition
    }

    package var description: String { "\(operation.rawValue) \(table)\(condition.map { " when \($0)" } ?? "")" }

    /// Begins to fail.
    package func begin(at station: TestStation) throws {
        let condition = condition.map { "WHEN \($0)" } ?? ""
        try Self.register(of: station).write {
            try $0.execute(
                sql: """
                    CREATE TRIGGER sabotage BEFORE \(operation.rawValue) ON \(table) \(condition)
                    BEGIN SELECT RAISE(ABORT, 'sabotage'); END
                    """)
        }
    }

    package static func end(at station: TestStation) throws {
        try register(of: station).write { try $0.execute(sql: "DROP TRIGGER IF EXISTS sabotage") }
    }

    /// Everything that can fail of a register, one after the other.
    package static func all(at station: TestStation) throws -> [Sabotage] {
        let tables = try register(of: station).read {
            try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        }
        return tables.filter { !$0.hasPrefix("sqlite_") }.flatMap { table in
            Operation.allCases.map { Sabotage($0, table) }
        }
    }

    /// Changes the register behind the station's back.
    package static func execute(_ sql: String, at station: TestStation) throws {
        try register(of: station).write { try $0.execute(sql: sql) }
    }

    private static func register(of station: TestStation) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        return try DatabaseQueue(path: station.home + "/station.db", configuration: configuration)
    }
}
