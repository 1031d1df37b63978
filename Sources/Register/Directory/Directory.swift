import Foundation
import GRDB
import Telegrams

/// A correspondent's card as this station has pinned it.
package struct PinnedCard: Sendable, Equatable {
    package var station: Designator
    /// The `ipn` node number that follows from the station's key.
    package var node: UInt64
    /// The card's signed text.
    package var text: [UInt8]
    package var pinned: Instant
    /// When somebody compared the fingerprint words by voice.
    package var confirmed: Instant?
    /// A later card with other long-lived keys: an alarm that blocks sending until a person resolves it.
    package var challenger: [UInt8]?

    package init(
        station: Designator, node: UInt64, text: [UInt8], pinned: Instant, confirmed: Instant? = nil,
        challenger: [UInt8]? = nil
    ) {
        self.station = station
        self.node = node
        self.text = text
        self.pinned = pinned
        self.confirmed = confirmed
        self.challenger = challenger
    }

    init(_ row: Row) throws {
        station = try Designator(row["station"] as String)
        node = UInt64(bitPattern: row["node"] as Int64)
        text = row.bytes("text")
        pinned = Instant(milliseconds: row["pinned"])
        confirmed = (row["confirmed"] as Int64?).map(Instant.init(milliseconds:))
        challenger = (row["challenger"] as Data?).map { Array($0) }
    }
}

/// While it stays the same, the pinned cards are the same.
package struct CardsVersion: Sendable, Equatable {
    /// What other processes have written, of whatever kind.
    fileprivate var foreignWrites: Int
    fileprivate var ownWrites: UInt64
}

extension Register.Reader {
    package func cardsVersion() throws -> CardsVersion {
        CardsVersion(foreignWrites: try dataVersion(), ownWrites: cardWrites.value)
    }

    package func cards() throws -> [PinnedCard] {
        try Row.fetchAll(database, sql: "SELECT * FROM card ORDER BY station").map { try PinnedCard($0) }
    }

    package func card(of station: Designator) throws -> PinnedCard? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT * FROM card WHERE station = ?"), arguments: [station.description]
        ).map { try PinnedCard($0) }
    }

    package func card(node: UInt64) throws -> PinnedCard? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT * FROM card WHERE node = ?"), arguments: [Int64(bitPattern: node)]
        ).map { try PinnedCard($0) }
    }

    /// The stations whose words nobody has compared yet.
    package func unconfirmedStations() throws -> [Designator] {
        try String.fetchAll(database.cachedStatement(sql: "SELECT station FROM card WHERE confirmed IS NULL"))
            .map { try Designator($0) }
    }

    /// The stations whose cards are pinned, by node number.
    package func stationsByNode() throws -> [UInt64: Designator] {
        let rows = try Row.fetchAll(database.cachedStatement(sql: "SELECT node, station FROM card"))
        return Dictionary(
            try rows.map { (UInt64(bitPattern: $0["node"] as Int64), try Designator($0["station"] as String)) }
        ) { first, _ in first }
    }

    /// The serial number of our own card that a correspondent was last sent; 0 for none.
    package func cardSerialSent(to peer: Designator) throws -> Int64 {
        try Int64.fetchOne(
            database, sql: "SELECT serial FROM card_sent WHERE peer = ?", arguments: [peer.description]) ?? 0
    }
}

extension Register.Writer {
    /// Pins a card, or replaces the pinned one of the same station.
    package func pin(_ card: PinnedCard) throws {
        cardWrites.increase()
        try database.execute(
            sql: "INSERT OR REPLACE INTO card VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                card.station.description, Int64(bitPattern: card.node), card.text.blob, card.pinned.milliseconds,
                card.confirmed?.milliseconds, card.challenger?.blob,
            ])
    }

    /// - Returns: false where there was none.
    package func removeCard(of station: Designator) throws -> Bool {
        cardWrites.increase()
        try database.execute(sql: "DELETE FROM card WHERE station = ?", arguments: [station.description])
        return database.changesCount == 1
    }

    package func setCardSerialSent(_ serial: Int64, to peer: Designator) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO card_sent VALUES (?, ?)", arguments: [peer.description, serial])
    }
}
