import Foundation
import GRDB
import Relay
import Telegrams

extension Register.Reader {
    /// Our own incarnation: the one within which channel numbers are given out now.
    package func incarnation() throws -> Incarnation {
        guard let row = try Row.fetchOne(database.cachedStatement(sql: "SELECT name, began FROM incarnation")) else {
            throw RegisterError.damaged("the station's incarnation is missing")
        }
        return try row.incarnation("name", "began")
    }

    /// What is known of the correspondence with a station; a new one where there has been none.
    package func correspondence(with peer: Designator) throws -> Correspondence {
        let row = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT * FROM correspondence WHERE peer = ?"), arguments: [peer.description])
        guard let row else { return Correspondence(try incarnation()) }
        return try Correspondence(row, others: others(of: peer))
    }

    /// The stations to which parcels were ever made.
    package func correspondents() throws -> [Designator] {
        try String.fetchAll(
            database.cachedStatement(sql: "SELECT peer FROM correspondence WHERE sent_last > 0 ORDER BY peer")
        ).map { try Designator($0) }
    }

    /// The stations with which there is any correspondence.
    package func allCorrespondents() throws -> [Designator] {
        try String.fetchAll(database, sql: "SELECT peer FROM correspondence ORDER BY peer").map { try Designator($0) }
    }

    /// The stations to which nothing is sent until a person has decided, and why.
    package func heldCorrespondences() throws -> [(peer: Designator, hold: Correspondence.Hold)] {
        try String.fetchAll(database, sql: "SELECT peer FROM correspondence WHERE hold IS NOT NULL ORDER BY peer")
            .compactMap { name in
                let peer = try Designator(name)
                return try correspondence(with: peer).hold.map { (peer, $0) }
            }
    }

    /// The stations to which nothing is sent and of which nothing is taken because a person here wants it so, since when.
    package func stoppedCorrespondences() throws -> [(peer: Designator, since: Instant)] {
        try Row.fetchAll(
            database, sql: "SELECT peer, stopped FROM correspondence WHERE stopped IS NOT NULL ORDER BY peer"
        ).map { (try Designator($0["peer"] as String), Instant(milliseconds: $0["stopped"])) }
    }

    private func others(of peer: Designator) throws -> [Row] {
        try Row.fetchAll(
            database.cachedStatement(sql: "SELECT * FROM peer_incarnation WHERE peer = ? ORDER BY place"),
            arguments: [peer.description])
    }

    /// What arrived under a number before.
    package func known(_ origin: Entry.Origin, digest: Digest256) throws -> ChannelRules.Known {
        if let name = try parcelName(of: origin) { return name.digest == digest ? .sameContents : .otherContents }
        return try isForgotten(origin) ? .sameContents : .nothing
    }

    /// The numbers under which the same contents came, where the covers say that one parcel was sent in place of another.
    ///
    /// - Parameter replaces: what the cover of this one says.
    package func copies(of origin: Entry.Origin, digest: Digest256, replaces: Int64?) throws -> [Int64] {
        try Int64.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT channel FROM heard WHERE peer = ?1 AND incarnation = ?2 AND channel = ?4 AND digest = ?5
                    UNION SELECT channel FROM heard
                    WHERE peer = ?1 AND incarnation = ?2 AND replaces IN (?3, ?4) AND channel <> ?3 AND digest = ?5
                    """),
            arguments: [
                origin.peer.description, origin.incarnation.bytes.blob, origin.channel, replaces, digest.bytes.blob,
            ])
    }

    /// The entry of what came under a number; nil where nothing was entered.
    package func number(of origin: Entry.Origin) throws -> Int64? {
        try Int64.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT number FROM entry WHERE direction = 'in' AND peer = ? AND incarnation = ? AND channel = ?
                    """),
            arguments: [origin.peer.description, origin.incarnation.bytes.blob, origin.channel])
    }

    /// How receipts name the parcel in which something came; nil where nothing came under that number.
    package func parcelName(of origin: Entry.Origin) throws -> ParcelName? {
        // What came before stations named their incarnation is of the one that comes first.
        try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT digest FROM heard WHERE peer = ? AND incarnation IN (?, x'') AND channel = ?"),
            arguments: [origin.peer.description, origin.incarnation.bytes.blob, origin.channel]
        ).map { ParcelName(channel: origin.channel, digest: try Digest256($0.bytes("digest"))) }
    }
}

extension Register.Writer {
    /// Begins a new incarnation: towards every station the numbers count from 1 again.
    package func begin(_ incarnation: Incarnation, at now: Instant) throws {
        try database.execute(
            sql: "UPDATE incarnation SET name = ?, began = ?",
            arguments: [incarnation.name.bytes.blob, incarnation.began.milliseconds])
        let peers = try String.fetchAll(database, sql: "SELECT peer FROM correspondence").map { try Designator($0) }
        for peer in peers {
            var correspondence = try reader.correspondence(with: peer)
            let effects = correspondence.begin(incarnation, at: now)
            try set(correspondence, with: peer)
            for case .say(let notice) in effects { try queueNotice(notice, to: peer) }
        }
    }

    package func set(_ correspondence: Correspondence, with peer: Designator) throws {
        let known = try reader.correspondence(with: peer)
        try setRow(correspondence, with: peer)
        guard correspondence.former != known.former || correspondence.candidates != known.candidates else { return }
        try setOthers(of: correspondence, with: peer)
        let lost = Set(known.former.map(\.incarnation.name)).subtracting(correspondence.former.map(\.incarnation.name))
        guard !lost.isEmpty else { return }
        let names =
            [correspondence.heard?.incarnation?.name].compactMap { $0 }
            + correspondence.former.map(\.incarnation.name)
        try forgetHeard(of: peer, except: names)
    }

    private func setRow(_ correspondence: Correspondence, with peer: Designator) throws {
        let (heard, schedule) = (correspondence.heard, correspondence.schedule)
        let hold = HoldColumns(correspondence.hold)
        try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO correspondence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            peer.description, correspondence.key?.digest.bytes.blob,
            correspondence.sent.incarnation.name.bytes.blob, correspondence.sent.incarnation.began.milliseconds,
            correspondence.sent.last,
            heard?.incarnation?.name.bytes.blob, heard?.incarnation?.began.milliseconds, heard?.highest,
            correspondence.patience.length, correspondence.patience.asked?.milliseconds, schedule.lastSent,
            schedule.confirmed, schedule.moved?.milliseconds, schedule.asked?.milliseconds, schedule.unanswered,
            hold.kind, hold.number, hold.incarnation?.blob, correspondence.isClaimDismissed,
            correspondence.missing, correspondence.stopped?.milliseconds,
        ])
    }

    private func setOthers(of correspondence: Correspondence, with peer: Designator) throws {
        try database.cachedStatement(sql: "DELETE FROM peer_incarnation WHERE peer = ?")
            .execute(arguments: [peer.description])
        let insertion = try database.cachedStatement(
            sql: "INSERT INTO peer_incarnation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for (place, candidate) in correspondence.candidates.enumerated() {
            try insertion.execute(arguments: [
                peer.description, candidate.incarnation.name.bytes.blob, candidate.incarnation.began.milliseconds,
                "candidate", place, 0, 0, candidate.nonce.bytes.blob, candidate.asked.milliseconds,
            ])
        }
        for (place, former) in correspondence.former.enumerated() {
            try insertion.execute(arguments: [
                peer.description, former.incarnation.name.bytes.blob, former.incarnation.began.milliseconds,
                former.isDisowned ? "disowned" : "former", place, former.highest, former.vouched,
                former.probe?.bytes.blob,
                former.asked?.milliseconds,
            ])
        }
    }

    /// Notes that a parcel was taken in.
    ///
    /// - Parameter replaces: the earlier number in place of which it was sent, as its cover says.
    package func noteHeard(_ origin: Entry.Origin, digest: Digest256, replaces: Int64? = nil) throws {
        try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO heard (peer, incarnation, channel, digest, replaces) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [
            origin.peer.description, origin.incarnation.bytes.blob, origin.channel, digest.bytes.blob, replaces,
        ])
    }

    /// What was heard before stations named their incarnation belongs to this one.
    package func adopt(_ incarnation: Incarnation, of peer: Designator) throws {
        for table in ["heard", "entry", "gap"] {
            try database.execute(
                sql: "UPDATE \(table) SET incarnation = ? WHERE peer = ? AND incarnation = x''",
                arguments: [incarnation.name.bytes.blob, peer.description])
        }
    }
}

/// How a hold is stored.
private struct HoldColumns {
    var kind: String?
    var number: Int64?
    var incarnation: [UInt8]?

    init(_ hold: Correspondence.Hold?) {
        switch hold {
        case .olderCopy(let heard): (kind, number) = ("older-copy", heard)
        case .twoCopies(_, let other): (kind, incarnation) = ("two-copies", other.name.bytes)
        case nil: break
        }
    }
}

extension Correspondence {
    /// - Parameter others: the rows of candidates and former incarnations, in order.
    fileprivate init(_ row: Row, others: [Row]) throws {
        func instant(_ column: String) -> Instant? { (row[column] as Int64?).map(Instant.init(milliseconds:)) }
        let former = try others.filter { $0["state"] as String != "candidate" }.map { try Former($0) }
        let heard = try (row["heard_highest"] as Int64?).map { highest in
            Hearing(
                incarnation: row.hasNull(column: "heard_incarnation")
                    ? nil : try row.incarnation("heard_incarnation", "heard_began"), highest: highest)
        }
        self.init(
            key: row.hasNull(column: "key") ? nil : KeyFingerprint(try Digest256(row.bytes("key"))),
            sent: Numbering(
                incarnation: try row.incarnation("sent_incarnation", "sent_began"), last: row["sent_last"]),
            heard: heard,
            candidates: try others.filter { $0["state"] as String == "candidate" }.map { try Candidate($0) },
            former: former,
            patience: ChannelPatience(length: row["patience"], asked: instant("asked")),
            schedule: ComparisonSchedule(
                lastSent: row["compared_sent"], confirmed: row["confirmed"], moved: instant("moved"),
                asked: instant("compared"), unanswered: row["unanswered"]),
            hold: try Hold(row, heard: heard?.incarnation, former: former), stopped: instant("stopped"),
            isClaimDismissed: row["dismissed"],
            missing: row["missing"])
    }
}

extension Correspondence.Hold {
    fileprivate init?(_ row: Row, heard: Incarnation?, former: [Correspondence.Former]) throws {
        switch row["hold"] as String? {
        case "older-copy": self = .olderCopy(heard: row["hold_number"] ?? 0)
        case "two-copies":
            let name = try IncarnationName(row.bytes("hold_incarnation"))
            guard let heard, let other = former.first(where: { $0.incarnation.name == name }) else { return nil }
            self = .twoCopies(current: heard, other: other.incarnation)
        default: return nil
        }
    }
}

extension Correspondence.Candidate {
    fileprivate init(_ row: Row) throws {
        self.init(
            incarnation: try row.incarnation("name", "began"), nonce: try Nonce(row.bytes("nonce")),
            asked: Instant(milliseconds: row["asked"] ?? 0))
    }
}

extension Correspondence.Former {
    fileprivate init(_ row: Row) throws {
        self.init(
            incarnation: try row.incarnation("name", "began"), highest: row["highest"],
            vouched: row["vouched"], isDisowned: row["state"] as String == "disowned",
            probe: row.hasNull(column: "nonce") ? nil : try Nonce(row.bytes("nonce")),
            asked: (row["asked"] as Int64?).map(Instant.init(milliseconds:)))
    }
}

extension Row {
    func incarnation(_ name: String, _ began: String) throws -> Incarnation {
        Incarnation(try IncarnationName(bytes(name)), began: Instant(milliseconds: self[began]))
    }

    func hasNull(column: String) -> Bool { (self[column] as DatabaseValue).isNull }
}
