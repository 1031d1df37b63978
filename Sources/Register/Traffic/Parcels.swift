import GRDB
import Relay
import Telegrams

/// A parcel of ours to another station: one channel number, and the cover that its clerk will see.
package struct ParcelRecord: Sendable, Equatable {
    package var peer: Designator
    package var channel: Int64
    /// Our incarnation within which the channel number counts.
    package var incarnation: IncarnationName
    /// SHA-256 of what it carries.
    package var digest: Digest256
    /// The entry whose sealed telegram it carries; nil for a part of an enclosure.
    package var number: Int64?
    /// Whether it carries a receipt or service telegram.
    package var isService: Bool
    /// The canonical text of the cover.
    package var cover: [UInt8]
    package var precedence: Precedence
    package var created: Instant
    /// When it began to wait, in the register's own count of everything that ever did; 0 where it never has.
    package private(set) var turn: Int64 = 0
    /// Whether it was sent again under another number, or given up.
    package private(set) var isResolved = false

    /// - Parameter number: nil for a part of an enclosure.
    package init(_ cover: Cover, number: Int64?, created: Instant) {
        peer = cover.to
        channel = cover.channel
        incarnation = cover.incarnation.name
        digest = cover.digest
        self.number = number
        isService = cover.content == .service
        self.cover = cover.text
        precedence = cover.precedence
        self.created = created
    }

    package var place: ChannelPlace { ChannelPlace(incarnation: incarnation, channel: channel) }

    init(_ row: Row) throws {
        peer = try Designator(row["peer"] as String)
        channel = row["channel"]
        incarnation = try IncarnationName(row.bytes("incarnation"))
        digest = try Digest256(row.bytes("digest"))
        number = row["number"]
        isService = row["service"]
        cover = row.bytes("cover")
        guard let precedence = Precedence(rawValue: row["precedence"]) else {
            throw RegisterError.damaged("parcel \(channel) to \(peer) has an unknown precedence")
        }
        self.precedence = precedence
        created = Instant(milliseconds: row["created"])
        turn = row["turn"]
        isResolved = !row.hasNull(column: "resolved")
    }
}

/// A bundle of other stations that waits here to be carried on.
package struct TransitRecord: Sendable {
    /// The bundle's name.
    package var name: String
    /// The node number of the destination.
    package var destination: UInt64
    package var precedence: Precedence
    package var received: Instant
    /// Of the bundle, in bytes.
    package var size: Int
    /// The station that handed it to us; nil where that is not known.
    package var previous: Designator?
    /// When its lifetime ends, by our clock; nil where it says nothing of its age.
    package var expires: Instant?
    /// Hops that it has made; 0 where nobody counts.
    package var hops: UInt64
    /// Whether it was here before and has come back in a circle.
    package private(set) var hasCircled = false
    /// When it began to wait, in the register's own count of everything that ever did.
    package private(set) var turn: Int64 = 0

    package init(
        name: String, destination: UInt64, precedence: Precedence, received: Instant, size: Int,
        previous: Designator? = nil, expires: Instant? = nil, hops: UInt64 = 0
    ) {
        self.name = name
        self.destination = destination
        self.precedence = precedence
        self.received = received
        self.size = size
        self.previous = previous
        self.expires = expires
        self.hops = hops
    }

    init(_ row: Row) throws {
        name = row["name"]
        destination = UInt64(bitPattern: row["destination"] as Int64)
        guard let precedence = Precedence(rawValue: row["precedence"]) else {
            throw RegisterError.damaged("the bundle \(name) in transit has an unknown precedence")
        }
        self.precedence = precedence
        received = Instant(milliseconds: row["received"])
        size = row["size"]
        previous = try (row["previous"] as String?).map { try Designator($0) }
        expires = (row["expires"] as Int64?).map(Instant.init(milliseconds:))
        hops = UInt64(clamping: row["hops"] as Int64)
        hasCircled = row["circled"]
        turn = row["turn"]
    }
}

extension TransitRecord {
    /// Whose share of what is kept it takes.
    fileprivate var source: KeptSource { previous.map(KeptSource.station) ?? .unknown }
}

extension Register.Writer {
    /// Lets a parcel wait for the next exchange.
    package func enqueue(_ parcel: ParcelRecord) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO parcel (peer, channel, incarnation, digest, number, service, cover, precedence, created, waiting,
                    turn)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
                """
        ).execute(arguments: [
            parcel.peer.description, parcel.channel, parcel.incarnation.bytes.blob, parcel.digest.bytes.blob,
            parcel.number, parcel.isService, parcel.cover.blob, parcel.precedence.rawValue,
            parcel.created.milliseconds, nextTurn(),
        ])
    }

    /// The next in the count of everything that ever began to wait.
    func nextTurn() throws -> Int64 {
        try Int64.fetchOne(database.cachedStatement(sql: "UPDATE turn SET last = last + 1 RETURNING last")) ?? 0
    }

    /// Notes that a parcel has been handed to a link, in a bundle of this name; it waits on where a repeat was asked for
    /// meanwhile.
    package func setHanded(
        _ parcel: ParcelRecord, bundle: String, link: String, hop: Designator?, at now: Instant
    ) throws {
        try database.cachedStatement(
            sql: """
                UPDATE parcel SET waiting = (turn <> ?), bundle = ?, handed = ?, hop = ?
                WHERE peer = ? AND channel = ? AND incarnation = ?
                """
        ).execute(arguments: [
            parcel.turn, bundle, now.milliseconds, hop?.description, parcel.peer.description, parcel.channel,
            parcel.incarnation.bytes.blob,
        ])
        if let number = parcel.number { try note("handed to link \(link) for \(parcel.peer)", on: number, at: now) }
    }

    /// Lets a parcel wait again; one that waits already keeps its place.
    ///
    /// - Returns: false where we never made a parcel of that number.
    @discardableResult
    package func repeatParcel(to peer: Designator, _ place: ChannelPlace) throws -> Bool {
        guard let parcel = try reader.parcel(to: peer, place) else { return false }
        guard try !reader.isWaiting(parcel) else { return true }
        try database.cachedStatement(
            sql: "UPDATE parcel SET waiting = 1, turn = ? WHERE peer = ? AND channel = ? AND incarnation = ?"
        ).execute(arguments: [nextTurn(), peer.description, place.channel, place.incarnation.bytes.blob])
        return true
    }

    /// Notes that a parcel has arrived.
    ///
    /// - Returns: false where that was known.
    package func setArrived(_ parcel: ParcelRecord, at time: Instant) throws -> Bool {
        let place: StatementArguments = [parcel.peer.description, parcel.channel, parcel.incarnation.bytes.blob]
        try database.cachedStatement(
            sql: "UPDATE parcel SET waiting = 0 WHERE peer = ? AND channel = ? AND incarnation = ? AND waiting = 1"
        ).execute(arguments: place)
        try database.cachedStatement(
            sql: "UPDATE parcel SET arrived = ? WHERE peer = ? AND channel = ? AND incarnation = ? AND arrived IS NULL"
        ).execute(arguments: [time.milliseconds] + place)
        return database.changesCount == 1
    }

    /// Notes that the other station does not accept a parcel; the first word counts.
    package func setRefused(_ parcel: ParcelRecord, reason: String, at now: Instant) throws {
        try database.cachedStatement(
            sql: """
                UPDATE parcel SET refused = ?, refusal = ?, waiting = 0
                WHERE peer = ? AND channel = ? AND incarnation = ? AND refused IS NULL AND arrived IS NULL
                """
        ).execute(arguments: [
            now.milliseconds, reason, parcel.peer.description, parcel.channel, parcel.incarnation.bytes.blob,
        ])
        if let number = parcel.number { try noteChange(of: number) }
    }

    /// Nothing that was made for a station and has not arrived there will be taken in any more.
    package func refuseAll(to peer: Designator, reason: String, at now: Instant) throws {
        try database.execute(
            sql: """
                UPDATE parcel SET refused = ?, refusal = ?, waiting = 0 WHERE peer = ? AND arrived IS NULL AND refused IS NULL
                """, arguments: [now.milliseconds, reason, peer.description])
    }

    /// Takes custody of a bundle for another station.
    ///
    /// - Parameter hasCircled: whether a copy of it was here before, with fewer hops.
    package func takeCustody(_ record: TransitRecord, bytes: [UInt8], hasCircled: Bool) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO carried (name, at, hops, source) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (name) DO UPDATE SET hops = ?3, handed = NULL, next = NULL
                """
        ).execute(arguments: [
            record.name, record.received.milliseconds, Int64(clamping: record.hops), record.source.description,
        ])
        if !hasCircled { try count(KeptAmount(bytes: 0, count: 1), of: .carried, for: record.source) }
        // Of two copies the one that came back is kept: others would take the earlier one for a repetition.
        try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO transit
                    (name, destination, precedence, received, bytes, previous, expires, circled, turn)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            record.name, Int64(bitPattern: record.destination), record.precedence.rawValue,
            record.received.milliseconds, bytes.blob, record.previous?.description,
            record.expires?.milliseconds, hasCircled, nextTurn(),
        ])
    }

    /// Forgets a bundle that the next station holds durably, unless it has come back meanwhile.
    package func releaseCustody(_ record: TransitRecord, to next: Designator?, at now: Instant) throws {
        try database.cachedStatement(sql: "DELETE FROM transit WHERE name = ? AND turn = ?")
            .execute(arguments: [record.name, record.turn])
        try database.cachedStatement(sql: "UPDATE carried SET handed = ?, next = ? WHERE name = ?")
            .execute(arguments: [now.milliseconds, next?.description, record.name])
    }

    /// Forgets a bundle that is over.
    ///
    /// - Returns: false where it had gone already.
    @discardableResult
    package func releaseCustody(_ name: String) throws -> Bool {
        try database.cachedStatement(sql: "DELETE FROM transit WHERE name = ?").execute(arguments: [name])
        return database.changesCount == 1
    }
}

extension Register.Reader {
    /// The parcels that wait, in the order in which they began to.
    ///
    /// - Parameter turn: Only those that began to wait after this one.
    package func waitingParcels(after turn: Int64 = -1) throws -> [ParcelRecord] {
        try Row.fetchAll(
            database.cachedStatement(sql: "SELECT * FROM parcel WHERE waiting = 1 AND turn > ? ORDER BY turn"),
            arguments: [turn]
        ).map { try ParcelRecord($0) }
    }

    /// How many parcels and bundles of others wait.
    package func waitingCount() throws -> Int {
        try Int.fetchOne(
            database.cachedStatement(
                sql: "SELECT (SELECT count(*) FROM parcel WHERE waiting = 1) + (SELECT count(*) FROM transit)")) ?? 0
    }

    /// The parcels that wait, by peer and channel number.
    package func waitingParcelNames() throws -> [(peer: Designator, channel: Int64)] {
        try Row.fetchAll(
            database.cachedStatement(sql: "SELECT peer, channel FROM parcel WHERE waiting = 1")
        ).map { (try Designator($0["peer"] as String), $0["channel"]) }
    }

    /// Whether a bundle of others waits still.
    package func hasTransit(_ name: String) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM transit WHERE name = ?)"), arguments: [name])
            ?? false
    }

    /// The bundles of others that wait.
    package func transitNames() throws -> [String] {
        try String.fetchAll(database.cachedStatement(sql: "SELECT name FROM transit"))
    }

    /// Whether a parcel waits still: another process may have handed it over.
    package func isWaiting(_ parcel: ParcelRecord) throws -> Bool {
        try Int.fetchOne(
            database.cachedStatement(
                sql: "SELECT waiting FROM parcel WHERE peer = ? AND channel = ? AND incarnation = ?"),
            arguments: [parcel.peer.description, parcel.channel, parcel.incarnation.bytes.blob]) == 1
    }

    /// Whether a service telegram to a station has not left yet.
    package func hasWaitingService(for peer: Designator) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(
                sql: "SELECT EXISTS (SELECT 1 FROM parcel WHERE peer = ? AND waiting = 1 AND service = 1)"),
            arguments: [peer.description]) ?? false
    }

    package func parcel(to peer: Designator, _ place: ChannelPlace) throws -> ParcelRecord? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT * FROM parcel WHERE peer = ? AND channel = ? AND incarnation = ?"),
            arguments: [peer.description, place.channel, place.incarnation.bytes.blob]
        ).map { try ParcelRecord($0) }
    }

    /// The parcel that a receipt names, of whichever of our incarnations.
    package func parcel(to peer: Designator, _ name: ParcelName) throws -> ParcelRecord? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT * FROM parcel WHERE peer = ? AND channel = ? AND digest = ?"),
            arguments: [peer.description, name.channel, name.digest.bytes.blob]
        ).map { try ParcelRecord($0) }
    }

    /// The parcel that travelled in a bundle of this name.
    package func parcel(bundle: String) throws -> ParcelRecord? {
        try Row.fetchOne(database, sql: "SELECT * FROM parcel WHERE bundle = ?", arguments: [bundle])
            .map { try ParcelRecord($0) }
    }

    /// The bundles in transit, in the order in which they began to wait.
    ///
    /// - Parameter turn: Only those that began to wait after this one.
    package func transit(after turn: Int64 = -1) throws -> [TransitRecord] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT name, destination, precedence, received, length(bytes) AS size, previous, expires,
                        coalesce((SELECT hops FROM carried WHERE carried.name = transit.name), 0) AS hops, circled, turn
                    FROM transit WHERE turn > ? ORDER BY turn
                    """), arguments: [turn]
        ).map { try TransitRecord($0) }
    }

    /// How many bundles of this one's identity wait here to be carried on.
    package func copies(ofBundleNamed name: String) throws -> Int {
        let identity = name.prefix(through: name.lastIndex(of: "-") ?? name.startIndex)
        // A full stop comes right behind the hyphen.
        return try Int.fetchOne(
            database.cachedStatement(sql: "SELECT count(*) FROM transit WHERE name >= ? AND name < ?"),
            arguments: [String(identity), identity.dropLast() + "."]) ?? 0
    }

    /// The most hops of any copy of a bundle that was taken in; nil where none was.
    package func carriedHops(_ name: String) throws -> UInt64? {
        try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT hops FROM carried WHERE name = ?"), arguments: [name]
        ).map { UInt64(clamping: $0) }
    }

    /// What is kept for others, by the neighbour that handed it to us; nil for what came in by hand.
    package func custody(limits: StorageLimits) throws -> Custody<Designator?> {
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT previous, coalesce(hops, 0) AS hops, count(*) AS count, sum(length(bytes)) AS bytes
                    FROM transit LEFT JOIN carried USING (name) GROUP BY previous, hops
                    """))
        var custody = Custody<Designator?>(limits: limits)
        for row in rows {
            let peer = try (row["previous"] as String?).map { try Designator($0) }
            custody.add(
                KeptAmount(bytes: row["bytes"], count: row["count"]), from: peer,
                hops: UInt64(clamping: row["hops"] as Int64))
        }
        return custody
    }

    package func transitBytes(_ name: String) throws -> [UInt8]? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT bytes FROM transit WHERE name = ?"), arguments: [name])?.bytes(
                "bytes")
    }
}

extension Register.Reader {
    /// How many parcels and bundles wait to leave; what nobody here knows the destination of does not count.
    package func outgoingCount() throws -> Int {
        try Int.fetchOne(
            database,
            sql: """
                SELECT (SELECT count(*) FROM parcel WHERE waiting = 1)
                    + (SELECT count(*) FROM transit WHERE destination IN (SELECT node FROM card))
                """) ?? 0
    }
}
