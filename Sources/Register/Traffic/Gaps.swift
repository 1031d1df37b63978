import GRDB
import Relay
import Telegrams

/// A channel number that has not arrived although a later one has.
package struct Gap: Sendable, Equatable {
    package var peer: Designator
    /// The station's incarnation within which the channel number counts.
    package var incarnation: Entry.OriginIncarnation
    package var channel: Int64
    /// When it was found, and when repeats were asked for.
    package var requests: RepeatRequests

    init(_ row: Row) throws {
        peer = try Designator(row["peer"] as String)
        incarnation = try Entry.OriginIncarnation(row.bytes("incarnation"))
        channel = row["channel"]
        requests = RepeatRequests(
            found: Instant(milliseconds: row["found"]), count: row["asks"],
            asked: (row["asked"] as Int64?).map(Instant.init(milliseconds:)))
    }

    /// Nil where it is not known yet within which incarnation the number counts.
    package var place: ChannelPlace? {
        guard case .named(let name) = incarnation else { return nil }
        return ChannelPlace(incarnation: name, channel: channel)
    }
}

extension Register.Reader {
    /// Every gap, by station and number.
    package func gaps() throws -> [Gap] {
        try Row.fetchAll(database, sql: "SELECT * FROM gap ORDER BY peer, incarnation, channel").map { try Gap($0) }
    }

    /// The gaps of stations whose cards are pinned; of others nothing can be asked.
    package func gapsOfCorrespondents() throws -> [Gap] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM gap
                WHERE peer IN (SELECT station FROM card)
                    AND peer NOT IN (SELECT peer FROM correspondence WHERE stopped IS NOT NULL)
                ORDER BY peer, incarnation, channel
                """
        ).map { try Gap($0) }
    }

    /// The stations of which something is missing.
    package func stationsWithGaps() throws -> [Designator] {
        try String.fetchAll(database.cachedStatement(sql: "SELECT DISTINCT peer FROM gap ORDER BY peer"))
            .map { try Designator($0) }
    }

    package func gaps(of peer: Designator) throws -> [Gap] {
        try Row.fetchAll(
            database.cachedStatement(sql: "SELECT * FROM gap WHERE peer = ? ORDER BY incarnation, channel"),
            arguments: [peer.description]
        ).map { try Gap($0) }
    }
}

extension Register.Writer {
    /// Notes that numbers of a station are missing.
    package func openGaps(
        _ missing: Range<Int64>, of incarnation: IncarnationName, from peer: Designator, at now: Instant
    ) throws {
        let insertion = try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO gap (peer, incarnation, channel, found) VALUES (?, ?, ?, ?)")
        for absent in missing {
            try insertion.execute(
                arguments: [peer.description, incarnation.bytes.blob, absent, now.milliseconds])
        }
    }

    /// Notes that whatever of these numbers has not come is missing; what is forgotten has come.
    ///
    /// - Parameter most: gaps that are opened, the lowest numbers first.
    /// - Returns: how many were opened.
    package func recount(
        _ numbers: Range<Int64>, of incarnation: IncarnationName, from peer: Designator, most: Int, at now: Instant
    ) throws -> Int {
        try database.execute(
            sql: """
                WITH RECURSIVE number (channel) AS (
                    SELECT max(?3, coalesce(max(channel), 0) + 1) FROM forgotten WHERE peer = ?1 AND incarnation = ?2
                    UNION ALL SELECT channel + 1 FROM number WHERE channel + 1 < ?4
                )
                INSERT INTO gap (peer, incarnation, channel, found)
                SELECT ?1, ?2, channel, ?6 FROM number
                WHERE channel < ?4 AND NOT EXISTS (
                    SELECT 1 FROM heard WHERE peer = ?1 AND incarnation = ?2 AND heard.channel = number.channel)
                AND NOT EXISTS (
                    SELECT 1 FROM gap WHERE peer = ?1 AND incarnation = ?2 AND gap.channel = number.channel)
                LIMIT ?5
                """,
            arguments: [
                peer.description, incarnation.bytes.blob, numbers.lowerBound, numbers.upperBound, most,
                now.milliseconds,
            ])
        return database.changesCount
    }

    /// Closes a gap, because the number arrived or its sender declared it void.
    ///
    /// - Returns: when it was found; nil where nothing was missing.
    @discardableResult
    package func closeGap(_ place: ChannelPlace, of peer: Designator) throws -> Instant? {
        try Int64.fetchOne(
            database.cachedStatement(
                sql: "DELETE FROM gap WHERE peer = ? AND incarnation = ? AND channel = ? RETURNING found"),
            arguments: [peer.description, place.incarnation.bytes.blob, place.channel]
        ).map(Instant.init(milliseconds:))
    }

    /// Nothing of a station is missing any more, or nothing of one of its incarnations.
    ///
    /// - Returns: how much was.
    @discardableResult
    package func closeGaps(of peer: Designator, within incarnation: IncarnationName? = nil) throws -> Int {
        try database.execute(
            sql: "DELETE FROM gap WHERE peer = ?1 AND (?2 IS NULL OR incarnation = ?2)",
            arguments: [peer.description, incarnation?.bytes.blob])
        return database.changesCount
    }

    /// Notes what has been asked for.
    package func set(_ gaps: [Gap]) throws {
        let update = try database.cachedStatement(
            sql: "UPDATE gap SET asked = ?, asks = ? WHERE peer = ? AND incarnation = ? AND channel = ?")
        for gap in gaps {
            try update.execute(arguments: [
                gap.requests.asked?.milliseconds, gap.requests.count, gap.peer.description, gap.incarnation.bytes.blob,
                gap.channel,
            ])
        }
    }
}
