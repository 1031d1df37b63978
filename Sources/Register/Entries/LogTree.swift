import GRDB
import TransparencyLog

// The right edge of the log's tree, kept in the transaction that gives the number (docs/formats/register-log.md).

extension Register.Reader {
    /// The right edge of the tree over all entries.
    package func edge() throws -> MerkleFrontier {
        let row = try Row.fetchOne(database.cachedStatement(sql: "SELECT edge FROM tree"))
        return try row.map { try MerkleFrontier(bytes: $0.bytes("edge")) } ?? MerkleFrontier()
    }
}

extension Register.Writer {
    func extend(with leaf: RegisterLeaf) throws {
        var edge = try reader.edge()
        edge.append(.leaf(leaf.bytes))
        try database.cachedStatement(sql: "UPDATE tree SET edge = ?").execute(arguments: [edge.bytes.blob])
    }
}
