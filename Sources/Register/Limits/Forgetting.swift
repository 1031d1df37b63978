import GRDB
import Relay
import Telegrams

// Of every parcel that was taken in the digest is kept, by which a repetition and a reused number are known. Those of
// telegrams stay with them in the register; those of parts of enclosures are forgotten in the end.

extension Register.Reader {
    /// Whether a number was heard so long ago that its digest is forgotten: then it is a repetition, whatever it is.
    func isForgotten(_ origin: Entry.Origin) throws -> Bool {
        let forgotten = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT channel FROM forgotten WHERE peer = ? AND incarnation = ?"),
            arguments: [origin.peer.description, origin.incarnation.bytes.blob])
        guard let forgotten, origin.channel <= forgotten else { return false }
        return try Bool.fetchOne(
            database.cachedStatement(
                sql: "SELECT NOT EXISTS (SELECT 1 FROM gap WHERE peer = ? AND incarnation = ? AND channel = ?)"),
            arguments: [origin.peer.description, origin.incarnation.bytes.blob, origin.channel]) ?? true
    }
}

extension Register.Writer {
    /// Forgets the digests of parts of enclosures that came longest ago, where a station's numbers go on beyond its share.
    ///
    /// - Parameter share: how many numbers of each station are kept in any case.
    /// - Returns: how many numbers were passed over, at most `most`.
    package func forgetHeard(share: Int = Kept.heard.most, most: Int) throws -> Int {
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT c.peer, c.heard_incarnation, c.heard_highest - ?1 AS target, coalesce(f.channel, 0) AS done
                    FROM correspondence c
                    LEFT JOIN forgotten f ON f.peer = c.peer AND f.incarnation = c.heard_incarnation
                    WHERE c.heard_incarnation IS NOT NULL AND c.heard_highest - ?1 > coalesce(f.channel, 0)
                    """), arguments: [share])
        var passed = 0
        for row in rows where passed < most {
            let (peer, incarnation): (String, [UInt8]) = (row["peer"], row.bytes("heard_incarnation"))
            let done: Int64 = row["done"]
            let target = min(row["target"] as Int64, done + Int64(most - passed))
            try forget(peer, incarnation, after: done, through: target)
            passed += Int(target - done)
        }
        return passed
    }

    private func forget(_ peer: String, _ incarnation: [UInt8], after done: Int64, through channel: Int64) throws {
        try database.cachedStatement(
            sql: """
                DELETE FROM heard WHERE peer = ?1 AND incarnation = ?2 AND channel > ?3 AND channel <= ?4
                    AND NOT \(Self.isTelegram)
                """
        ).execute(arguments: [peer, incarnation.blob, done, channel])
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO forgotten (peer, incarnation, channel) VALUES (?, ?, ?)"
        ).execute(arguments: [peer, incarnation.blob, channel])
    }

    /// Forgets what was heard of incarnations of which nothing is known any more: what comes of them has to prove itself.
    func forgetHeard(of peer: Designator, except known: [IncarnationName]) throws {
        let places = known.map { _ in "?" }.joined(separator: ", ")
        let arguments = StatementArguments([peer.description]) + StatementArguments(known.map(\.bytes.blob))
        try database.execute(
            sql: """
                DELETE FROM heard WHERE peer = ? AND incarnation NOT IN (x'', \(places)) AND NOT \(Self.isTelegram)
                """, arguments: arguments)
        try database.execute(
            sql: "DELETE FROM forgotten WHERE peer = ? AND incarnation NOT IN (\(places))", arguments: arguments)
    }

    private static let isTelegram = """
        EXISTS (
            SELECT 1 FROM entry WHERE entry.direction = 'in' AND entry.peer = heard.peer
                AND entry.incarnation = heard.incarnation AND entry.channel = heard.channel)
        """
}
