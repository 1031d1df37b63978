import GRDB
import Relay
import Telegrams

/// A channel number that has not arrived although a later one has.
package struct Gap: Sendable, Equatable {
    package var peer: Designator
    package var channel: Int64
    /// When it was found, and when repeats were asked for.
    package var requests: RepeatRequests

    init(_ row: Row) throws {
        peer = try Designator(row["peer"] as String)
        channel = row["channel"]
        requests = RepeatRequests(
            found: Instant(milliseconds: row["found"]), count: row["asks"],
            asked: (row["asked"] as Int64?).map(Instant.init(milliseconds:)))
    }
}

extension Register.Writer {
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
    package func hear(_ origin: Entry.Origin, digest: [UInt8], at now: Instant) throws -> ChannelRules.Hearing {
        let peer = origin.peer.description
        let heard = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT digest FROM heard WHERE peer = ? AND channel = ?"),
            arguments: [peer, origin.channel])
        let known: ChannelRules.Known =
            heard.map { $0.bytes("digest") == digest ? .sameContents : .otherContents } ?? .nothing
        let highest = try reader.highestReceived(from: origin.peer)
        let hearing = ChannelRules.hearing(origin.channel, highest: highest, known: known)
        guard case .new(let missing) = hearing else { return hearing }
        try database.cachedStatement(sql: "INSERT INTO heard VALUES (?, ?, ?)")
            .execute(arguments: [peer, origin.channel, digest.blob])
        if origin.channel > highest {
            try openGaps(missing, from: origin.peer, at: now)
            try raise(origin.peer, to: origin.channel)
        } else {
            try learnPatience(origin, at: now)
            try closeGap(origin)
        }
        return hearing
    }

    /// A number has come although it was missing.
    private func learnPatience(_ origin: Entry.Origin, at now: Instant) throws {
        let found = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT found FROM gap WHERE peer = ? AND channel = ?"),
            arguments: [origin.peer.description, origin.channel])
        guard let found else { return }
        var patience = try reader.patience(with: origin.peer)
        patience.learn(found: Instant(milliseconds: found), filled: now)
        try set(patience, with: origin.peer)
    }

    package func set(_ patience: ChannelPatience, with peer: Designator) throws {
        try database.cachedStatement(sql: "UPDATE channel SET patience = ?, asked = ? WHERE peer = ?")
            .execute(arguments: [patience.length, patience.asked?.milliseconds, peer.description])
    }

    /// Notes the highest number that was heard of from a station.
    package func raise(_ peer: Designator, to channel: Int64) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO channel (peer, highest_received) VALUES (?1, ?2)
                ON CONFLICT (peer) DO UPDATE SET highest_received = max(highest_received, ?2)
                """
        ).execute(arguments: [peer.description, channel])
    }

    /// Notes that numbers of a station are missing.
    package func openGaps(_ missing: Range<Int64>, from peer: Designator, at now: Instant) throws {
        for absent in missing {
            try database.cachedStatement(sql: "INSERT OR IGNORE INTO gap (peer, channel, found) VALUES (?, ?, ?)")
                .execute(arguments: [peer.description, absent, now.milliseconds])
        }
    }

    /// Goes on numbering towards a station after a number that it has heard of.
    package func skip(to channel: Int64, towards peer: Designator) throws {
        try database.execute(
            sql: "UPDATE channel SET last_sent = max(last_sent, ?) WHERE peer = ?",
            arguments: [channel, peer.description])
    }

    /// Closes a gap, because the number arrived or its sender declared it void.
    package func closeGap(_ origin: Entry.Origin) throws {
        try database.cachedStatement(sql: "DELETE FROM gap WHERE peer = ? AND channel = ?")
            .execute(arguments: [origin.peer.description, origin.channel])
    }

    /// Notes what has been asked for.
    package func set(_ gaps: [Gap]) throws {
        for gap in gaps {
            try database.cachedStatement(sql: "UPDATE gap SET asked = ?, asks = ? WHERE peer = ? AND channel = ?")
                .execute(arguments: [
                    gap.requests.asked?.milliseconds, gap.requests.count, gap.peer.description, gap.channel,
                ])
        }
    }
}

extension Register.Reader {
    package func highestReceived(from peer: Designator) throws -> Int64 {
        try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT highest_received FROM channel WHERE peer = ?"),
            arguments: [peer.description]) ?? 0
    }

    /// How long a station's parcels are given to come in order.
    package func patience(with peer: Designator) throws -> ChannelPatience {
        let row = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT patience, asked FROM channel WHERE peer = ?"),
            arguments: [peer.description])
        return ChannelPatience(
            length: row?["patience"] ?? ChannelPatience.usual,
            asked: (row?["asked"] as Int64?).map(Instant.init(milliseconds:)))
    }

    /// Every gap, by station and number.
    package func gaps() throws -> [Gap] {
        try Row.fetchAll(database, sql: "SELECT * FROM gap ORDER BY peer, channel").map { try Gap($0) }
    }
}
