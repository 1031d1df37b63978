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

extension Register.Reader {
    /// Every gap, by station and number.
    package func gaps() throws -> [Gap] {
        try Row.fetchAll(database, sql: "SELECT * FROM gap ORDER BY peer, channel").map { try Gap($0) }
    }

    /// The stations of which something is missing.
    package func stationsWithGaps() throws -> [Designator] {
        try String.fetchAll(database.cachedStatement(sql: "SELECT DISTINCT peer FROM gap ORDER BY peer"))
            .map { try Designator($0) }
    }

    package func gaps(of peer: Designator) throws -> [Gap] {
        try Row.fetchAll(
            database.cachedStatement(sql: "SELECT * FROM gap WHERE peer = ? ORDER BY channel"),
            arguments: [peer.description]
        ).map { try Gap($0) }
    }
}

extension Register.Writer {
    /// Notes that numbers of a station are missing.
    package func openGaps(_ missing: Range<Int64>, from peer: Designator, at now: Instant) throws {
        let insertion = try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO gap (peer, channel, found) VALUES (?, ?, ?)")
        for absent in missing {
            try insertion.execute(arguments: [peer.description, absent, now.milliseconds])
        }
    }

    /// Closes a gap, because the number arrived or its sender declared it void.
    ///
    /// - Returns: when it was found; nil where nothing was missing.
    @discardableResult
    package func closeGap(_ peer: Designator, channel: Int64) throws -> Instant? {
        try Int64.fetchOne(
            database.cachedStatement(sql: "DELETE FROM gap WHERE peer = ? AND channel = ? RETURNING found"),
            arguments: [peer.description, channel]
        ).map(Instant.init(milliseconds:))
    }

    /// Nothing of a station is missing any more: it numbers from 1 again.
    package func closeGaps(of peer: Designator) throws {
        try database.execute(sql: "DELETE FROM gap WHERE peer = ?", arguments: [peer.description])
    }

    /// Notes what has been asked for.
    package func set(_ gaps: [Gap]) throws {
        let update = try database.cachedStatement(
            sql: "UPDATE gap SET asked = ?, asks = ? WHERE peer = ? AND channel = ?")
        for gap in gaps {
            try update.execute(arguments: [
                gap.requests.asked?.milliseconds, gap.requests.count, gap.peer.description, gap.channel,
            ])
        }
    }
}
