import Crypto
import GRDB
import Relay
import Telegrams

/// A telegram about to be entered in the register.
package struct NewEntry: Sendable {
    package var direction: Entry.Direction
    package var isService: Bool
    package var recorded: Instant
    package var precedence: Precedence
    package var origin: Entry.Origin?
    package var heading: Entry.Heading?
    package var addressees: [Addressee]
    /// The sealed telegram as it travels.
    package var content: [UInt8]

    package init(
        direction: Entry.Direction, isService: Bool, recorded: Instant, precedence: Precedence,
        origin: Entry.Origin? = nil, heading: Entry.Heading? = nil, addressees: [Addressee], content: [UInt8]
    ) {
        self.direction = direction
        self.isService = isService
        self.recorded = recorded
        self.precedence = precedence
        self.origin = origin
        self.heading = heading
        self.addressees = addressees
        self.content = content
    }

    /// The other station that has caused it: it sent it, or it is told something by it.
    var cause: Designator? {
        if let origin { return origin.peer }
        return isService ? addressees.first?.address.station : nil
    }
}

extension Register.Writer {
    /// The number that the next entry will have.
    ///
    /// It is taken only by `enter`, in the same transaction.
    package func nextNumber() throws -> Int64 { try reader.nextNumber() }

    /// Enters a telegram under the next number and returns the number.
    @discardableResult
    package func enter(_ entry: NewEntry) throws -> Int64 {
        let number = try nextNumber()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        let leaf = RegisterLeaf(
            number: number, kind: RegisterLeaf.Kind(entry.direction), time: entry.recorded.milliseconds,
            digest: Self.digest(salt: salt, content: entry.content))
        try extend(with: leaf)
        growth.note()
        let heading = entry.heading
        try database.cachedStatement(
            sql: """
                INSERT INTO entry (number, direction, service, recorded, precedence, peer, incarnation, channel, originator,
                    originator_number, date_time, kind, identity, salt, leaf, changed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            number, entry.direction.rawValue, entry.isService, entry.recorded.milliseconds,
            entry.precedence.rawValue, entry.origin?.peer.description, entry.origin?.incarnation.bytes.blob,
            entry.origin?.channel,
            heading?.originator.description, heading?.number, heading?.dateTime.milliseconds, heading?.kind,
            heading?.identity.blob, salt.blob, leaf.bytes.blob, nextTurn(),
        ])
        try database.cachedStatement(sql: "INSERT INTO content VALUES (?, ?)")
            .execute(arguments: [number, entry.content.blob])
        if let cause = entry.cause {
            try count(KeptAmount(bytes: entry.content.count, count: 1), of: .telegrams, for: .station(cause))
        }
        for (ordinal, addressee) in entry.addressees.enumerated() {
            try insert(addressee, ordinal: ordinal, number: number)
        }
        return number
    }

    private func insert(_ addressee: Addressee, ordinal: Int, number: Int64) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO addressee (number, ordinal, role, station, officer, arrived, waiting)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            number, ordinal, addressee.role.rawValue, addressee.address.station.description,
            addressee.address.officer?.description, addressee.arrived?.milliseconds, addressee.isWaiting,
        ])
    }

    /// Notes what an officer who opened the telegram now knows of it.
    package func setHeading(_ heading: Entry.Heading, of number: Int64) throws {
        try database.cachedStatement(
            sql: """
                UPDATE entry SET originator = ?, originator_number = ?, date_time = ?, kind = ?, identity = ?, changed = ?
                WHERE number = ?
                """
        ).execute(arguments: [
            heading.originator.description, heading.number, heading.dateTime.milliseconds, heading.kind,
            heading.identity.blob, nextTurn(), number,
        ])
    }

    /// Notes that something about an entry has changed, for whoever follows what changes.
    func noteChange(of number: Int64) throws {
        try database.cachedStatement(sql: "UPDATE entry SET changed = ? WHERE number = ?")
            .execute(arguments: [nextTurn(), number])
    }

    static func digest(salt: [UInt8], content: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: salt)
        hash.update(data: content)
        return Array(hash.finalize())
    }
}

extension Register.Reader {
    package func nextNumber() throws -> Int64 {
        try lastNumber().map { $0 + 1 } ?? station().firstNumber
    }

    package func lastNumber() throws -> Int64? {
        try Int64.fetchOne(database.cachedStatement(sql: "SELECT max(number) FROM entry"))
    }

    /// The entries of which anything has changed after a count of changes, those that changed first first.
    ///
    /// - Returns: them, with the count at the last change of each: ask for what changed after the last one next.
    package func entries(changedAfter count: Int64, limit: Int) throws -> [(entry: Entry, changed: Int64)] {
        try Row.fetchAll(
            database, sql: "\(Self.columns) WHERE changed > ? ORDER BY changed LIMIT ?", arguments: [count, limit]
        ).map { (try Entry($0), $0["changed"]) }
    }

    package func entry(_ number: Int64) throws -> Entry {
        let row = try Row.fetchOne(
            database.cachedStatement(sql: "\(Self.columns) WHERE number = ?"), arguments: [number])
        guard let row else { throw RegisterError.noEntry(number) }
        return try Entry(row)
    }

    /// The newest entries, newest first.
    ///
    /// - Parameters:
    ///   - limit: at most so many.
    ///   - before: only numbers below this one, to page through the register.
    ///   - includingService: receipts and service telegrams too.
    package func entries(limit: Int, before: Int64 = .max, includingService: Bool) throws -> [Entry] {
        let condition = includingService ? "" : "service = 0 AND"
        return try Row.fetchAll(
            database, sql: "\(Self.columns) WHERE \(condition) number < ? ORDER BY number DESC LIMIT ?",
            arguments: [before, limit]
        ).map { try Entry($0) }
    }

    /// The telegrams that wait for an officer of this station (or for any, where nil), the most urgent first.
    ///
    /// Where there are more than the limit, the stations that sent them take turns: none fills the page with what is urgent.
    /// - Parameter peer: only what this station sent.
    package func waiting(for officer: Codename?, from peer: Designator? = nil, limit: Int) throws -> [Entry] {
        try Row.fetchAll(
            database,
            sql: """
                \(Self.columns) WHERE number IN (
                    SELECT number FROM (
                        SELECT number, precedence,
                            row_number() OVER (PARTITION BY peer ORDER BY precedence, number) AS turn
                        FROM entry
                        WHERE number IN (SELECT number FROM addressee WHERE waiting = 1 AND \(Self.isFor))
                            AND (?3 IS NULL OR peer = ?3)
                    ) ORDER BY turn, precedence, number LIMIT ?2
                ) ORDER BY precedence, number
                """, arguments: [officer?.description, limit, peer?.description]
        ).map { try Entry($0) }
    }

    /// The telegrams that wait for an officer and came before a time, or are known to be sealed to a key that is gone; the
    /// oldest first.
    package func waiting(for officer: Codename, sealedBefore time: Instant, limit: Int) throws -> [Entry] {
        try Row.fetchAll(
            database,
            sql: """
                \(Self.columns) WHERE number IN
                    (SELECT a.number FROM addressee a JOIN entry e ON e.number = a.number
                    WHERE waiting = 1 AND (e.recorded < ?3 OR unreadable IS NOT NULL) AND \(Self.isFor))
                ORDER BY number LIMIT ?2
                """, arguments: [officer.description, limit, time.milliseconds]
        ).map { try Entry($0) }
    }

    /// The officers for whom telegrams wait.
    package func awaitedOfficers() throws -> [Codename] {
        try String.fetchAll(
            database.cachedStatement(sql: "SELECT DISTINCT officer FROM addressee WHERE waiting = 1 ORDER BY officer")
        ).map { try Codename($0) }
    }

    /// How many telegrams wait for an officer of this station (or for any, where nil).
    package func waitingCount(for officer: Codename?) throws -> Int {
        try Int.fetchOne(
            database, sql: "SELECT count(DISTINCT number) FROM addressee WHERE waiting = 1 AND \(Self.isFor)",
            arguments: [officer?.description]) ?? 0
    }

    /// How many telegrams wait for an officer of this station (or for any, where nil), by the station that sent them; nil
    /// for this one.
    package func waitingCounts(for officer: Codename?) throws -> [Designator?: Int] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT peer, count(*) AS count FROM entry
                WHERE number IN (SELECT number FROM addressee WHERE waiting = 1 AND \(Self.isFor)) GROUP BY peer
                """, arguments: [officer?.description])
        return try Dictionary(
            rows.map { (try ($0["peer"] as String?).map { try Designator($0) }, $0["count"] as Int) }
        ) { first, _ in first }
    }

    /// Whether a row is for the officer who is the first argument, under his codename or a former one; or for anybody.
    fileprivate static let isFor = """
        (?1 IS NULL OR officer = ?1 OR officer IN (SELECT former FROM former_codename f WHERE f.officer = ?1))
        """

    package func addressees(of number: Int64) throws -> [Addressee] {
        try Row.fetchAll(
            database.cachedStatement(sql: "SELECT * FROM addressee WHERE number = ? ORDER BY ordinal"),
            arguments: [number]
        ).map { try Addressee($0) }
    }

    /// The sealed telegram of an entry.
    package func content(of number: Int64) throws -> [UInt8] {
        let row = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT bytes FROM content WHERE number = ?"), arguments: [number])
        guard let row else { throw RegisterError.noEntry(number) }
        return row.bytes("bytes")
    }

    /// The entries of a telegram by its number in its originator's register: what people cite.
    package func entries(originator station: Designator, number: Int64) throws -> [Entry] {
        try Row.fetchAll(
            database,
            sql:
                "\(Self.columns) WHERE originator_number = ? AND (originator = ? OR originator LIKE ?) ORDER BY number",
            arguments: [number, station.description, "%@\(station)"]
        ).map { try Entry($0) }
    }

    private static var columns: String {
        """
        SELECT number, direction, service, recorded, precedence, peer, incarnation, channel, originator, originator_number,
            date_time, kind, identity, changed
        FROM entry
        """
    }
}

extension Register.Writer {
    /// Notes that a telegram does not wait for an officer any more, although he has not opened it.
    ///
    /// - Returns: false where it did not wait.
    package func putAway(_ number: Int64, for officer: Codename) throws -> Bool {
        try database.execute(
            sql: "UPDATE addressee SET waiting = 0 WHERE number = ?2 AND waiting = 1 AND \(Register.Reader.isFor)",
            arguments: [officer.description, number])
        guard database.changesCount > 0 else { return false }
        try noteChange(of: number)
        return true
    }
}
