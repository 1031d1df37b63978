import GRDB
import Relay
import Telegrams

extension IncomingEnclosure {
    fileprivate init(_ row: Row) throws {
        self.init(peer: try Designator(row["peer"] as String), digest: try Digest256(row.bytes("digest")))
    }
}

/// What the register knows of a large enclosure that a station brings.
package struct IncomingRecord: Sendable, Equatable {
    package var facts: IncomingFacts
    /// Bytes that are here.
    package var present: Int64
    /// How often the whole was not what it should be.
    package var failures: Int

    fileprivate init(_ row: Row) {
        facts = IncomingFacts(
            size: row["size"], partLength: row["part_length"], isAnnounced: !row.hasNull(column: "number"))
        present = row["present"]
        failures = row["failures"]
    }

    fileprivate var kind: Kept { facts.isAnnounced ? .enclosures : .unannounced }
}

/// What has ended because nobody has announced it.
package struct EndedEnclosures: Sendable {
    /// Their files are to be removed before the transaction ends.
    package var emptied: [IncomingEnclosure] = []
    /// Of these nothing is known any more: their numbers have not been heard.
    package var forgotten: [(peer: Designator, places: [ChannelPlace])] = []
}

/// A part as it came.
package struct IncomingPart: Sendable, Equatable {
    package var offset: Int64
    package var length: Int64
    package var place: ChannelPlace

    package init(offset: Int64, length: Int64, place: ChannelPlace) {
        self.offset = offset
        self.length = length
        self.place = place
    }

    fileprivate init(_ row: Row) throws {
        offset = row["offset"]
        length = row["length"]
        place = ChannelPlace(incarnation: try IncarnationName(row.bytes("incarnation")), channel: row["channel"])
    }
}

extension Register.Reader {
    package func incoming(_ enclosure: IncomingEnclosure) throws -> IncomingRecord? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT * FROM incoming_enclosure WHERE peer = ? AND digest = ?"),
            arguments: enclosure.arguments
        ).map(IncomingRecord.init)
    }

    /// Whether a part is noted, and whether its bytes are here; nil where it is not noted.
    package func hasPart(_ enclosure: IncomingEnclosure, at offset: Int64) throws -> Bool? {
        try Bool.fetchOne(
            database.cachedStatement(
                sql: "SELECT here FROM incoming_part WHERE peer = ? AND digest = ? AND offset = ?"),
            arguments: enclosure.arguments + [offset])
    }

    /// Who brings, or has brought, an enclosure.
    package func bringers(of digest: Digest256) throws -> [IncomingEnclosure] {
        try Row.fetchAll(
            database.cachedStatement(sql: "SELECT peer, digest FROM incoming_enclosure WHERE digest = ? ORDER BY peer"),
            arguments: [digest.bytes.blob]
        ).map { try IncomingEnclosure($0) }
    }

    /// The enclosures that a letter of another station has announced.
    package func enclosures(announcedBy number: Int64) throws -> [IncomingEnclosure] {
        try Row.fetchAll(
            database, sql: "SELECT peer, digest FROM incoming_enclosure WHERE number = ? ORDER BY digest",
            arguments: [number]
        ).map { try IncomingEnclosure($0) }
    }

    /// The most bytes of an enclosure that are here from any one station, and its size.
    package func progress(of digest: Digest256) throws -> (present: Int64, size: Int64)? {
        let records = try bringers(of: digest).compactMap { try incoming($0) }
        return records.max { $0.present < $1.present }.map { ($0.present, $0.facts.size) }
    }

    /// The enclosures that a letter has announced and all of whose parts are here, and whose wholes are still to be checked.
    package func fullEnclosures() throws -> [IncomingEnclosure] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT peer, digest FROM incoming_enclosure
                    WHERE number IS NOT NULL AND present >= size AND \(Self.isUnfinished("incoming_enclosure"))
                    """)
        ).map { try IncomingEnclosure($0) }
    }

    /// The enclosures of which a station's file holds something.
    package func incomingWithBytes() throws -> [IncomingEnclosure] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT peer, digest FROM incoming_enclosure WHERE present > 0 AND \(Self.isUnfinished("incoming_enclosure"))
                    """)
        ).map { try IncomingEnclosure($0) }
    }

    /// The announced enclosures of which parts were lost that nobody has asked for yet.
    package func enclosuresWithLostParts() throws -> [IncomingEnclosure] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT DISTINCT peer, digest FROM incoming_part WHERE here = 0 AND EXISTS (
                        SELECT 1 FROM incoming_enclosure e
                        WHERE e.peer = incoming_part.peer AND e.digest = incoming_part.digest AND e.number IS NOT NULL)
                        AND \(Self.isUnfinished("incoming_part")) AND \(Self.isUnasked)
                    """)
        ).map { try IncomingEnclosure($0) }
    }

    /// The parts of an enclosure that were lost and that nobody has asked for yet.
    ///
    /// - Parameter limit: at most so many.
    package func lostParts(of enclosure: IncomingEnclosure, limit: Int) throws -> [IncomingPart] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT * FROM incoming_part WHERE peer = ? AND digest = ? AND here = 0 AND \(Self.isUnasked)
                    ORDER BY offset LIMIT ?
                    """), arguments: enclosure.arguments + [limit]
        ).map { try IncomingPart($0) }
    }

    /// That no whole is here of what a row of a table is about.
    private static func isUnfinished(_ table: String) -> String {
        "NOT EXISTS (SELECT 1 FROM enclosure c WHERE c.digest = \(table).digest AND c.complete = 1)"
    }
    private static let isUnasked = """
        NOT EXISTS (
            SELECT 1 FROM gap g WHERE g.peer = incoming_part.peer AND g.incarnation = incoming_part.incarnation
                AND g.channel = incoming_part.channel)
        """
}

extension Register.Writer {
    /// Notes that a letter has announced an enclosure.
    ///
    /// - Returns: false where parts have come before that were said to be of a file of another size: they are given up.
    package func announce(
        _ enclosure: IncomingEnclosure, size: Int64, by number: Int64, at now: Instant
    ) throws -> Bool {
        guard let known = try reader.incoming(enclosure) else {
            try begin(enclosure, size: size, number: number, at: now)
            return true
        }
        // Of two letters the first one counts.
        guard !known.facts.isAnnounced else { return true }
        try discount(known, of: enclosure)
        guard known.facts.size == size else {
            try database.execute(
                sql: "DELETE FROM incoming_part WHERE peer = ? AND digest = ?", arguments: enclosure.arguments)
            try database.execute(
                sql: "DELETE FROM incoming_enclosure WHERE peer = ? AND digest = ?", arguments: enclosure.arguments)
            try begin(enclosure, size: size, number: number, at: now)
            return false
        }
        try database.execute(
            sql: "UPDATE incoming_enclosure SET number = ? WHERE peer = ? AND digest = ?",
            arguments: [number] + enclosure.arguments)
        try count(KeptAmount(bytes: Int(known.present), count: 1), of: .enclosures, for: .station(enclosure.peer))
        return true
    }

    private func begin(_ enclosure: IncomingEnclosure, size: Int64, number: Int64?, at now: Instant) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO incoming_enclosure (peer, digest, size, number, present, failures, since)
                VALUES (?, ?, ?, ?, 0, 0, ?)
                """
        ).execute(arguments: enclosure.arguments + [size, number, now.milliseconds])
        if number != nil { try count(KeptAmount(count: 1), of: .enclosures, for: .station(enclosure.peer)) }
    }

    /// Notes a part of an enclosure, which begins with it where its letter has not come yet.
    ///
    /// - Parameters:
    ///   - partLength: how long every part is but the last.
    ///   - isWritten: whether its bytes will be durable in the file when the transaction ends.
    package func add(
        _ part: IncomingPart, to enclosure: IncomingEnclosure, size: Int64, partLength: Int64, isWritten: Bool,
        at now: Instant
    ) throws {
        if try reader.incoming(enclosure) == nil { try begin(enclosure, size: size, number: nil, at: now) }
        let isNew = try reader.hasPart(enclosure, at: part.offset) == nil
        try database.cachedStatement(
            sql: """
                INSERT INTO incoming_part (peer, digest, offset, length, incarnation, channel, here)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (peer, digest, offset)
                DO UPDATE SET incarnation = excluded.incarnation, channel = excluded.channel, here = excluded.here
                """
        ).execute(
            arguments: enclosure.arguments + [
                part.offset, part.length, part.place.incarnation.bytes.blob, part.place.channel, isWritten,
            ])
        let written = isWritten ? part.length : 0
        try database.cachedStatement(
            sql: """
                UPDATE incoming_enclosure SET present = present + ?, part_length = ? WHERE peer = ? AND digest = ?
                """
        ).execute(arguments: [written, partLength] + enclosure.arguments)
        guard let record = try reader.incoming(enclosure) else { return }
        let items = isNew && !record.facts.isAnnounced ? 1 : 0
        try count(KeptAmount(bytes: Int(written), count: items), of: record.kind, for: .station(enclosure.peer))
    }

    /// Notes under which number a part came that is not needed now, because the whole is here.
    package func remember(_ part: IncomingPart, of enclosure: IncomingEnclosure) throws {
        try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO incoming_part (peer, digest, offset, length, incarnation, channel, here)
                VALUES (?, ?, ?, ?, ?, ?, 1)
                """
        ).execute(
            arguments: enclosure.arguments + [
                part.offset, part.length, part.place.incarnation.bytes.blob, part.place.channel,
            ])
    }

    /// Notes that the bytes of an enclosure are lost here, from whichever station they were.
    ///
    /// - Parameter asFailure: whether it is because the whole was not what it should be.
    package func lose(_ enclosure: IncomingEnclosure, asFailure: Bool) throws {
        guard let record = try reader.incoming(enclosure) else { return }
        try discount(KeptAmount(bytes: Int(record.present)), of: record.kind, for: .station(enclosure.peer))
        try database.execute(
            sql: "UPDATE incoming_part SET here = 0 WHERE peer = ? AND digest = ?", arguments: enclosure.arguments)
        try database.execute(
            sql: "UPDATE incoming_enclosure SET present = 0, failures = failures + ? WHERE peer = ? AND digest = ?",
            arguments: [asFailure ? 1 : 0] + enclosure.arguments)
    }

    /// Notes that the whole is here, and right: it is everybody's now, and counts as the one's who brought it.
    package func complete(_ enclosure: IncomingEnclosure) throws {
        guard let record = try reader.incoming(enclosure) else { return }
        try database.execute(
            sql: """
                INSERT INTO enclosure (digest, size, direction, complete, number)
                SELECT digest, size, 'in', 1, number FROM incoming_enclosure WHERE peer = ? AND digest = ?
                ON CONFLICT (digest) DO UPDATE SET complete = 1
                """, arguments: enclosure.arguments)
        for other in try reader.bringers(of: enclosure.digest) where other != enclosure {
            guard let superfluous = try reader.incoming(other) else { continue }
            try discount(KeptAmount(bytes: Int(superfluous.present)), of: superfluous.kind, for: .station(other.peer))
            try database.execute(
                sql: "UPDATE incoming_enclosure SET present = 0 WHERE peer = ? AND digest = ?",
                arguments: other.arguments)
        }
        try database.execute(
            sql: "UPDATE incoming_enclosure SET present = ?, failures = 0 WHERE peer = ? AND digest = ?",
            arguments: [record.facts.size] + enclosure.arguments)
    }

    /// Notes that a complete file is gone or damaged: it is complete no more, and nobody's parts are here.
    package func undoCompletion(of digest: Digest256) throws {
        try database.execute(
            sql: "DELETE FROM enclosure WHERE digest = ? AND direction = 'in'", arguments: [digest.bytes.blob])
        for enclosure in try reader.bringers(of: digest) { try lose(enclosure, asFailure: false) }
    }

    /// Forgets that numbers were heard, which are missing again from now on.
    package func forgetHeard(_ places: [ChannelPlace], of peer: Designator) throws {
        let deletion = try database.cachedStatement(
            sql: "DELETE FROM heard WHERE peer = ? AND incarnation = ? AND channel = ?")
        for place in places {
            try deletion.execute(arguments: [peer.description, place.incarnation.bytes.blob, place.channel])
        }
    }

    /// Notes that what came under a number, and was lost here, will not come again: nobody asks for it any more.
    ///
    /// Under another number it may come still.
    ///
    /// - Parameter channel: nil for all numbers of the incarnation.
    package func giveUpLostParts(of peer: Designator, under incarnation: IncarnationName, channel: Int64? = nil) throws
    {
        let gone = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    DELETE FROM incoming_part
                    WHERE peer = ?1 AND incarnation = ?2 AND (?3 IS NULL OR channel = ?3) AND here = 0
                    RETURNING peer, digest
                    """), arguments: [peer.description, incarnation.bytes.blob, channel]
        ).map { try IncomingEnclosure($0) }
        for enclosure in gone where try reader.incoming(enclosure)?.facts.isAnnounced == false {
            try discount(KeptAmount(count: 1), of: .unannounced, for: .station(peer))
        }
    }

    /// For how many days the numbers of what nobody has announced are remembered: as long as a bundle can be under way.
    private static let rememberedInDays: Int64 = 91

    /// Ends what nobody has announced: its bytes after the days of its kind, and what is remembered of it long after.
    package func endUnannounced(at now: Instant) throws -> EndedEnclosures {
        var ended = EndedEnclosures()
        guard let days = Kept.unannounced.limit.days else { return ended }
        func older(than days: Int64) throws -> [IncomingEnclosure] {
            try Row.fetchAll(
                database.cachedStatement(
                    sql: "SELECT peer, digest FROM incoming_enclosure WHERE number IS NULL AND since < ?"),
                arguments: [now.adding(days: -days).milliseconds]
            ).map { try IncomingEnclosure($0) }
        }
        ended.emptied = try older(than: days).filter { try reader.incoming($0)?.present ?? 0 > 0 }
        for enclosure in ended.emptied { try lose(enclosure, asFailure: false) }
        for enclosure in try older(than: Self.rememberedInDays) {
            guard let record = try reader.incoming(enclosure) else { continue }
            let parts = try reader.lostParts(of: enclosure, limit: .max)
            ended.forgotten.append((enclosure.peer, parts.map(\.place)))
            try discount(record, of: enclosure)
            for table in ["incoming_part", "incoming_enclosure"] {
                try database.execute(
                    sql: "DELETE FROM \(table) WHERE peer = ? AND digest = ?", arguments: enclosure.arguments)
            }
        }
        return ended
    }

    /// Takes all of an enclosure out of what is counted as not announced.
    private func discount(_ record: IncomingRecord, of enclosure: IncomingEnclosure) throws {
        let parts =
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM incoming_part WHERE peer = ? AND digest = ?",
                arguments: enclosure.arguments) ?? 0
        try discount(
            KeptAmount(bytes: Int(record.present), count: parts), of: record.kind, for: .station(enclosure.peer))
    }
}

extension IncomingEnclosure {
    fileprivate var arguments: StatementArguments { [peer.description, digest.bytes.blob] }
}
