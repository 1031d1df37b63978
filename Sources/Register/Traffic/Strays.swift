import GRDB
import Telegrams

extension Register.Reader {
    /// Whether the card of a station with this node number is pinned.
    package func knows(node: UInt64) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM card WHERE node = ?)"),
            arguments: [Int64(bitPattern: node)]) ?? false
    }

    /// The bundles in transit whose lifetime is over, and those whose destination is not known here and which have come too
    /// long ago.
    package func transitOver(at now: Instant, straysBefore oldest: Instant) throws -> [TransitRecord] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT name, destination, precedence, received, length(bytes) AS size, previous, expires, 0 AS hops,
                        circled, turn
                    FROM transit
                    WHERE expires <= ? OR (received < ? AND destination NOT IN (SELECT node FROM card)) ORDER BY turn
                    """), arguments: [now.milliseconds, oldest.milliseconds]
        ).map { try TransitRecord($0) }
    }
}
