import GRDB
import Relay
import Telegrams

extension Register.Reader {
    /// Our own channel numbers with a station.
    package func channelNumbers(with peer: Designator) throws -> ChannelComparison {
        let row = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT last_sent, highest_received FROM channel WHERE peer = ?"),
            arguments: [peer.description])
        return ChannelComparison(sent: row?["last_sent"] ?? 0, heard: row?["highest_received"] ?? 0)
    }

    /// The stations to which parcels were ever made.
    package func correspondents() throws -> [Designator] {
        try String.fetchAll(database.cachedStatement(sql: "SELECT peer FROM channel WHERE last_sent > 0 ORDER BY peer"))
            .map { try Designator($0) }
    }

    /// When channel numbers are compared with a station, brought up to date with what was sent and confirmed since.
    package func comparisonSchedule(with peer: Designator, at now: Instant) throws -> ComparisonSchedule {
        let row = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT * FROM comparison WHERE peer = ?"), arguments: [peer.description])
        func instant(_ column: String) -> Instant? { (row?[column] as Int64?).map(Instant.init(milliseconds:)) }
        var schedule = ComparisonSchedule(
            lastSent: row?["last_sent"] ?? 0, confirmed: row?["confirmed"] ?? 0, moved: instant("moved"),
            asked: instant("asked"), unanswered: row?["unanswered"] ?? 0)
        let sent = try channelNumbers(with: peer).sent
        schedule.send(sent, isComparison: sent == row?["quiet"] ?? 0, at: now)
        try schedule.confirm(highestArrived(at: peer))
        return schedule
    }

    /// The highest number of ours whose arrival a station has reported; 0 for none.
    private func highestArrived(at peer: Designator) throws -> Int64 {
        try Int64.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT channel FROM parcel WHERE peer = ? AND arrived IS NOT NULL ORDER BY channel DESC LIMIT 1
                    """), arguments: [peer.description]) ?? 0
    }
}

extension Register.Writer {
    package func set(_ schedule: ComparisonSchedule, with peer: Designator) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO comparison (peer, last_sent, confirmed, moved, asked, unanswered) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (peer) DO UPDATE SET last_sent = excluded.last_sent, confirmed = excluded.confirmed,
                    moved = excluded.moved, asked = excluded.asked, unanswered = excluded.unanswered
                """
        ).execute(arguments: [
            peer.description, schedule.lastSent, schedule.confirmed, schedule.moved?.milliseconds,
            schedule.asked?.milliseconds, schedule.unanswered,
        ])
    }

    /// Notes that a parcel carries nothing but comparisons.
    package func setQuiet(_ channel: Int64, towards peer: Designator) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO comparison (peer, quiet) VALUES (?1, ?2) ON CONFLICT (peer) DO UPDATE SET quiet = ?2
                """
        ).execute(arguments: [peer.description, channel])
    }
}
