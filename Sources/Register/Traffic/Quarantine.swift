import GRDB
import Relay
import Telegrams

/// Something that arrived and could not be accepted: kept, named, and the reason given.
package struct QuarantineRecord: Sendable, Equatable {
    package var id: Int64
    package var at: Instant
    package var link: String
    /// The item's name as it arrived.
    package var item: String
    package var reason: String
    /// Whose share of the quarantine it takes.
    package var source: KeptSource
    /// In bytes; 0 for what came before they were counted.
    package var size: Int
    /// Where its bytes are kept, within the quarantine folder; nil until it has been set aside.
    package var file: String?
    /// The station that was to prove itself, or to be chosen by a person, before it could be taken in.
    package var awaits: Designator?

    fileprivate init(_ row: Row) {
        id = row["id"]
        at = Instant(milliseconds: row["at"])
        link = row["link"]
        item = row["item"]
        reason = row["reason"]
        source = KeptSource(row["source"])
        size = row["size"]
        file = row["file"]
        // Empty where it is to be tried again.
        awaits = (row["awaits"] as String?).flatMap { try? Designator($0) }
    }

    fileprivate var amount: KeptAmount { KeptAmount(bytes: size, count: 1) }
}

/// Something that is about to be set aside.
package struct NewQuarantineItem: Sendable {
    package var item: String
    package var link: String
    package var reason: String
    package var source: KeptSource
    package var size: Int
    /// Where its bytes lie already.
    package var file: String?
    /// It is held until it is known which copy of this station is the right one.
    package var awaits: Designator?

    package init(
        item: String, link: String, reason: String, source: KeptSource, size: Int, file: String? = nil,
        awaits: Designator? = nil
    ) {
        self.item = item
        self.link = link
        self.reason = reason
        self.source = source
        self.size = size
        self.file = file
        self.awaits = awaits
    }
}

/// What became of something that was to be set aside.
package struct Quarantining: Sendable {
    /// Its record; nil where no room could be made for it.
    package var id: Int64?
    /// Whether it has not been noted before, by a command that was broken off or from an earlier copy.
    package var isNew: Bool
    /// What has given way to it: to be removed from the folder, after the transaction.
    package var removed: [QuarantineRecord] = []

    /// - Parameter id: nil where nothing is kept.
    package init(id: Int64?, isNew: Bool) {
        self.id = id
        self.isNew = isNew
    }
}

/// Which items of the quarantine are meant.
package struct QuarantineSelection: Sendable, Equatable {
    package var ids: [ClosedRange<Int64>]
    package var source: KeptSource?
    package var link: String?
    package var before: Instant?
    package var includesHeld: Bool

    /// - Parameters:
    ///   - ids: any of these; all where there are none.
    ///   - source: only what this source is answerable for.
    ///   - link: only what came over this link, whoever has signed for it.
    ///   - before: only what came before this time.
    ///   - includesHeld: also what is held until a station has proved itself.
    package init(
        ids: [ClosedRange<Int64>] = [], source: KeptSource? = nil, link: String? = nil, before: Instant? = nil,
        includesHeld: Bool = true
    ) {
        self.ids = ids
        self.source = source
        self.link = link
        self.before = before
        self.includesHeld = includesHeld
    }
}

extension Register.Writer {
    /// Notes an item that is about to be set aside, or whose file lies in the quarantine already.
    ///
    /// The oldest items of its own source give way where its share is full, those of the source with the most where the
    /// whole is; what waits for a decision gives way to nothing.
    package func quarantine(_ new: NewQuarantineItem, at now: Instant) throws -> Quarantining {
        if let known = try reader.known(new) { return Quarantining(id: known, isNew: false) }
        var result = Quarantining(id: nil, isNew: true)
        let amount = KeptAmount(bytes: new.size, count: 1)
        guard try makeRoom(for: amount, from: new.source, removing: &result.removed) else { return result }
        try database.cachedStatement(
            sql: """
                INSERT INTO quarantine (at, link, item, reason, file, awaits, source, size) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            now.milliseconds, new.link, new.item, new.reason, new.file, new.awaits?.description,
            new.source.description, new.size,
        ])
        result.id = database.lastInsertedRowID
        try count(amount, of: .quarantine, for: new.source)
        return result
    }

    private func makeRoom(
        for amount: KeptAmount, from source: KeptSource, removing removed: inout [QuarantineRecord]
    ) throws -> Bool {
        var shares = try reader.shares(of: .quarantine)
        guard !shares.isTooLarge(amount) else { return false }
        var exempt: Set<KeptSource> = []
        while let giving = shares.giving(for: amount, from: source, except: exempt) {
            guard let oldest = try reader.oldestQuarantined(of: giving) else {
                guard giving != source, exempt.insert(giving).inserted else { return false }
                continue
            }
            try remove(oldest)
            shares.subtract(oldest.amount, from: giving)
            removed.append(oldest)
        }
        return true
    }

    private func remove(_ record: QuarantineRecord) throws {
        try database.cachedStatement(sql: "DELETE FROM quarantine WHERE id = ?").execute(arguments: [record.id])
        guard database.changesCount == 1 else { return }
        try discount(record.amount, of: .quarantine, for: record.source)
    }

    /// Notes where a quarantined item is kept now.
    package func setFile(_ file: String, ofQuarantined id: Int64) throws {
        try database.execute(sql: "UPDATE quarantine SET file = ? WHERE id = ?", arguments: [file, id])
    }

    /// What was held of a station can be tried again.
    package func releaseHeld(of peer: Designator) throws {
        try database.execute(
            sql: "UPDATE quarantine SET awaits = '' WHERE awaits = ?", arguments: [peer.description])
    }

    /// An item that was held has been tried.
    ///
    /// - Parameter peer: the station that still has to prove itself, where it is held on.
    package func endHolding(_ id: Int64, awaiting peer: Designator?) throws {
        try database.execute(
            sql: "UPDATE quarantine SET awaits = ? WHERE id = ?", arguments: [peer?.description, id])
    }

    /// - Returns: what there was, whose files are to be removed after the transaction.
    package func removeQuarantined(
        _ selection: QuarantineSelection, limit: Int = .max
    ) throws -> [QuarantineRecord] {
        let records = try reader.quarantined(selection, limit: limit)
        for record in records { try remove(record) }
        return records
    }

    /// - Returns: false where there was none.
    package func removeQuarantined(_ id: Int64) throws -> Bool {
        try !removeQuarantined(QuarantineSelection(ids: [id...id])).isEmpty
    }
}

extension Register.Reader {
    /// Items that were held, and can be tried again.
    package func releasedFromQuarantine() throws -> [Int64] {
        try Int64.fetchAll(
            database.cachedStatement(
                sql: "SELECT id FROM quarantine WHERE awaits = '' AND file IS NOT NULL ORDER BY id"))
    }

    /// The items of a selection, the newest first.
    ///
    /// - Parameters:
    ///   - limit: at most so many.
    ///   - before: only those that came before this one, to page through them.
    package func quarantined(
        _ selection: QuarantineSelection = QuarantineSelection(), limit: Int = .max, before: Int64 = .max
    ) throws -> [QuarantineRecord] {
        let ranges = selection.ids.isEmpty ? [Int64.min...Int64.max] : selection.ids
        let records = try ranges.flatMap { range in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT * FROM quarantine
                        WHERE id BETWEEN ?1 AND ?2 AND id < ?3 AND (?4 IS NULL OR source = ?4)
                            AND (?5 IS NULL OR link = ?5) AND (?6 IS NULL OR at < ?6)
                            AND (?8 OR awaits IS NULL)
                        ORDER BY id DESC LIMIT ?7
                        """),
                arguments: [
                    range.lowerBound, range.upperBound, before, selection.source?.description, selection.link,
                    selection.before?.milliseconds, limit, selection.includesHeld,
                ])
        }.map(QuarantineRecord.init)
        // Ranges may overlap.
        let unique = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
        return Array(unique.values.sorted { $0.id > $1.id }.prefix(limit))
    }

    package func quarantined(_ id: Int64) throws -> QuarantineRecord? {
        try quarantined(QuarantineSelection(ids: [id...id]), limit: 1).first
    }

    /// How many items of each station are held until it is known which copy of it is the right one.
    package func heldInQuarantine() throws -> [Designator: Int] {
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT awaits, count(*) AS count FROM quarantine WHERE awaits IS NOT NULL AND awaits <> '' GROUP BY awaits
                    """))
        let counts = try rows.map { (try Designator($0["awaits"] as String), $0["count"] as Int) }
        return Dictionary(counts) { first, _ in first }
    }

    /// How many items are held.
    package func heldInQuarantineCount() throws -> Int { try heldInQuarantine().values.reduce(0, +) }

    /// How many items there are.
    package func quarantineCount() throws -> Int { try shares(of: .quarantine).total.count }

    fileprivate func oldestQuarantined(of source: KeptSource) throws -> QuarantineRecord? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT * FROM quarantine WHERE source = ? AND awaits IS NULL ORDER BY id LIMIT 1"),
            arguments: [source.description]
        ).map(QuarantineRecord.init)
    }

    /// The record of the same item from before: it was noted and not set aside yet, or its bytes are there already.
    fileprivate func known(_ new: NewQuarantineItem) throws -> Int64? {
        if let file = new.file {
            return try Int64.fetchOne(
                database.cachedStatement(sql: "SELECT id FROM quarantine WHERE file = ? LIMIT 1"), arguments: [file])
        }
        return try Int64.fetchOne(
            database.cachedStatement(
                sql: "SELECT id FROM quarantine WHERE file IS NULL AND link = ? AND item = ? LIMIT 1"),
            arguments: [new.link, new.item])
    }
}
