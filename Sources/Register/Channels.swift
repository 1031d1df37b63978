import GRDB
import Telegrams

/// A channel number that has not arrived although a later one has.
package struct Gap: Sendable, Equatable {
    package var peer: Designator
    package var channel: Int64
    package var found: Instant
    /// When a repeat was last asked for.
    package var asked: Instant?

    init(_ row: Row) throws {
        peer = try Designator(row["peer"] as String)
        channel = row["channel"]
        found = Instant(milliseconds: row["found"])
        asked = (row["asked"] as Int64?).map(Instant.init(milliseconds:))
    }
}

extension Register.Writer {
    /// What an arriving channel number means.
    package enum Hearing: Equatable, Sendable {
        case new
        /// The same parcel again.
        case duplicate
        /// The number was used before for other contents: a restored backup, or worse.
        case reused
        /// So far ahead that the numbers between cannot all be listed.
        case tooFarAhead(highest: Int64)
    }

    /// The most channel numbers that one arrival may show to be missing.
    package static let greatestGap: Int64 = 10_000

    /// Hands out the next channel number towards a station.
    package func nextChannelNumber(to peer: Designator) throws -> Int64 {
        try database.cachedStatement(
            sql: """
                INSERT INTO channel (peer, last_sent) VALUES (?, 1)
                ON CONFLICT (peer) DO UPDATE SET last_sent = last_sent + 1
                """
        ).execute(arguments: [peer.description])
        return try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT last_sent FROM channel WHERE peer = ?"),
            arguments: [peer.description]) ?? 1
    }

    /// Notes an arriving channel number, opens the gaps that it shows and closes the one that it fills.
    package func hear(_ origin: Entry.Origin, digest: [UInt8], at now: Instant) throws -> Hearing {
        let peer = origin.peer.description
        let known = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT digest FROM heard WHERE peer = ? AND channel = ?"),
            arguments: [peer, origin.channel])
        if let known { return known.bytes("digest") == digest ? .duplicate : .reused }
        let highest = try reader.highestReceived(from: origin.peer)
        guard origin.channel - highest <= Self.greatestGap else { return .tooFarAhead(highest: highest) }
        try database.cachedStatement(sql: "INSERT INTO heard VALUES (?, ?, ?)")
            .execute(arguments: [peer, origin.channel, digest.blob])
        if origin.channel > highest {
            try raise(peer, to: origin.channel, missing: (highest + 1)..<origin.channel, at: now)
        } else {
            try closeGap(origin)
        }
        return .new
    }

    private func raise(_ peer: String, to channel: Int64, missing: Range<Int64>, at now: Instant) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO channel (peer, highest_received) VALUES (?, ?)
                ON CONFLICT (peer) DO UPDATE SET highest_received = excluded.highest_received
                """
        ).execute(arguments: [peer, channel])
        for absent in missing {
            try database.execute(
                sql: "INSERT INTO gap (peer, channel, found) VALUES (?, ?, ?)",
                arguments: [peer, absent, now.milliseconds])
        }
    }

    /// Closes a gap, because the number arrived or its sender declared it void.
    package func closeGap(_ origin: Entry.Origin) throws {
        try database.cachedStatement(sql: "DELETE FROM gap WHERE peer = ? AND channel = ?")
            .execute(arguments: [origin.peer.description, origin.channel])
    }

    /// Notes that repeats have been asked for.
    package func setAsked(_ gaps: [Gap], at now: Instant) throws {
        for gap in gaps {
            try database.execute(
                sql: "UPDATE gap SET asked = ? WHERE peer = ? AND channel = ?",
                arguments: [now.milliseconds, gap.peer.description, gap.channel])
        }
    }
}

extension Register.Reader {
    package func highestReceived(from peer: Designator) throws -> Int64 {
        try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT highest_received FROM channel WHERE peer = ?"),
            arguments: [peer.description]) ?? 0
    }

    /// Every gap, by station and number.
    package func gaps() throws -> [Gap] {
        try Row.fetchAll(database, sql: "SELECT * FROM gap ORDER BY peer, channel").map { try Gap($0) }
    }
}
