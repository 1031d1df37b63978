import GRDB
import Telegrams
import TransparencyLog

/// What an examination of the whole register found.
package struct RegisterFindings: Sendable, Equatable {
    /// Entries examined.
    package var count: Int = 0
    package var first: Int64?
    package var last: Int64?
    /// The leaf of each entry, in order of number: what the Merkle tree is made of.
    package var leaves: [[UInt8]] = []
    /// Everything that is wrong, in words, at most 100 of them.
    package var faults: [String] = []

    mutating func report(_ fault: String) {
        if faults.count < 100 { faults.append(fault) }
    }
}

extension Register.Reader {
    /// Examines every number: none missing, each leaf in agreement with its entry and the sealed telegram.
    package func examine(progress: (Int) -> Void = { _ in }) throws -> RegisterFindings {
        var findings = RegisterFindings()
        var expected = try station().firstNumber
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT e.number, e.direction, e.recorded, e.salt, e.leaf, c.bytes
                FROM entry e LEFT JOIN content c ON c.number = e.number ORDER BY e.number
                """)
        var tree = MerkleFrontier()
        while let row = try rows.next() {
            let number: Int64 = row["number"]
            if number != expected {
                findings.report(
                    number == expected + 1
                        ? "No. \(expected) is missing" : "No. \(expected) to \(number - 1) are missing")
            }
            expected = number + 1
            if let fault = Self.fault(in: row) { findings.report("No. \(number): \(fault)") }
            let leaf = row.bytes("leaf")
            tree.append(.leaf(leaf))
            findings.leaves.append(leaf)
            findings.first = findings.first ?? number
            findings.last = number
            findings.count += 1
            progress(findings.count)
        }
        if try findings.faults.isEmpty && edge() != tree {
            findings.report("the edge of the log's tree is not that of these entries")
        }
        return findings
    }

    private static func fault(in row: Row) -> String? {
        guard !row.hasNull(atIndex: 5) else { return "the sealed telegram is missing" }
        guard let direction = Entry.Direction(rawValue: row["direction"]) else { return "its direction is unknown" }
        let leaf = RegisterLeaf(
            number: row["number"], kind: RegisterLeaf.Kind(direction), time: row["recorded"],
            digest: Register.Writer.digest(salt: row.bytes("salt"), content: row.bytes("bytes")))
        return leaf.bytes == row.bytes("leaf") ? nil : "the sealed telegram or its time is not what was registered"
    }
}
