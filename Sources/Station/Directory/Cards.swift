import Age
import Crypto
import DurableFiles
import Register
import SSHSignatures
import Sealing
import Telegrams

/// A pinned card and what a person has done about it.
package struct CardStatus: Sendable {
    package var card: Card
    package var pinned: Instant
    /// When somebody compared the words by voice.
    package var confirmed: Instant?
    /// What a later card would change about the long-lived keys: an alarm.
    package var alarm: [CardChange]
    package var isOurs: Bool
}

extension CardStatus {
    init(_ pinned: PinnedCard, here: Designator) throws {
        let card = try Card(parsing: pinned.text)
        var alarm: [CardChange] = []
        if let challenger = try pinned.challenger.map({ try Card(parsing: $0) }) {
            alarm = CardComparison.compare(pinned: card, received: challenger).changes.filter(\.isAlarming)
            // The pinned card has been renewed since and is the later one now. The alarm stands until somebody ends it.
            if alarm.isEmpty { alarm = [.issuedEarlier(old: card.issued, new: challenger.issued)] }
        }
        self.init(
            card: card, pinned: pinned.pinned, confirmed: pinned.confirmed, alarm: alarm, isOurs: pinned.station == here
        )
    }

    package func requireNoAlarm() throws {
        guard alarm.isEmpty else {
            throw StationError(
                .alarm, "the keys of \(card.station) have changed, and nobody has resolved it",
                hint:
                    "look at 'cable card show \(card.station)', ask the station by voice, then use 'cable card resolve'"
            )
        }
    }
}

/// What importing a card did.
package enum CardImport: Sendable {
    case pinned
    case same
    /// Only sealing keys, endpoints or the list of officers changed.
    case renewed([CardChange])
    /// Long-lived keys changed. The old card stays pinned and sending is blocked until a person resolves it.
    case alarm([CardChange])
}

extension Station {
    package func cards() throws -> [CardStatus] {
        try register.read { try $0.cards() }.map(status)
    }

    package func card(of station: Designator) throws -> CardStatus {
        guard let pinned = try register.read({ try $0.card(of: station) }) else {
            throw Self.noCard(of: station)
        }
        return try status(pinned)
    }

    static func noCard(of station: Designator) -> StationError {
        StationError(
            .notFound, "there is no card of \(station)",
            hint: "get its card file and pin it with 'cable card import FILE'")
    }

    func status(_ pinned: PinnedCard) throws -> CardStatus { try CardStatus(pinned, here: designator) }

    /// Pins a card, or compares it with the one that is pinned.
    ///
    /// A changed long-lived key is never taken over: the card is kept beside the pinned one as an alarm.
    package func importCard(_ bytes: [UInt8]) throws -> (card: Card, outcome: CardImport) {
        let card: Card
        do {
            card = try Card(parsing: bytes)
            try card.verify()
        } catch {
            throw StationError(
                .damaged, "this is not a good card: \(error)", hint: "ask its station for the card again")
        }
        guard card.station != designator else {
            throw StationError(.refused, "this is a card of \(designator), the station itself")
        }
        return (card, try register.write { try pin(card, in: $0) })
    }

    package func pin(_ card: Card, in writer: Register.Writer) throws -> CardImport {
        let node = NodeNumber.derive(from: try PublicKey(card.stationKey))
        let old = try writer.reader.card(of: card.station)
        if let other = try writer.reader.card(node: node), other.station != card.station {
            throw StationError(.alarm, "\(card.station) has the same key or node number as \(other.station)")
        }
        var record = PinnedCard(station: card.station, node: node, text: card.bytes, pinned: now())
        let comparison = CardComparison.compare(pinned: try old.map { try Card(parsing: $0.text) }, received: card)
        switch comparison {
        case .new:
            try writer.pin(record)
            try meetAgain(card, at: now(), in: writer)
            return .pinned
        case .same:
            return .same
        case .older(let pinned, _):
            throw StationError(
                .refused,
                "this card of \(card.station) is older than the pinned one (serial \(card.serial), pinned \(pinned))")
        case .renewed(let changes):
            // With a new officer the words are others than those that were compared.
            record.confirmed = comparison.needsWordsCompared ? nil : old?.confirmed
            record.challenger = old?.challenger
            try writer.pin(record)
            return .renewed(changes)
        case .alarm(let changes):
            guard var kept = old else { return .pinned }
            kept.challenger = card.bytes
            try writer.pin(kept)
            return .alarm(changes)
        }
    }

    /// Notes that somebody compared the fingerprint words of a card by voice.
    ///
    /// - Parameter words: the words that the other side read out.
    package func confirmCard(of station: Designator, words: String) throws {
        try register.write { writer in
            // Compared with the card as it is at this moment: another may just have come.
            guard var pinned = try writer.reader.card(of: station) else { throw Self.noCard(of: station) }
            let status = try status(pinned)
            try status.requireNoAlarm()
            try require(words, areThoseOf: status.card)
            pinned.confirmed = now()
            try writer.pin(pinned)
        }
    }

    private func require(_ words: String, areThoseOf card: Card) throws {
        switch try card.fingerprintWords.compare(words) {
        case .same: return
        case .wrongCount(let count):
            throw StationError(
                .invalid, "there are \(count) words, and the card of \(card.station) has \(FingerprintWords.count)")
        case .differs(let position, let expected, let heard):
            throw StationError(
                .alarm, "word \(position) is '\(expected)' on the card of \(card.station), and '\(heard)' was heard",
                hint: "do not use this card: ask for it again by another way, and compare again")
        }
    }

    /// Ends an alarm: takes the changed card over (unconfirmed), or drops it.
    package func resolveAlarm(of station: Designator, accept: Bool) throws {
        try register.write { writer in
            guard var pinned = try writer.reader.card(of: station), let challenger = pinned.challenger else {
                throw StationError(.invalid, "there is no alarm about \(station)")
            }
            if accept {
                let card = try Card(parsing: challenger)
                pinned = PinnedCard(
                    station: station, node: NodeNumber.derive(from: try PublicKey(card.stationKey)), text: challenger,
                    pinned: now())
            }
            pinned.challenger = nil
            try writer.pin(pinned)
            if accept { try meetAgain(Card(parsing: challenger), at: now(), in: writer) }
        }
    }

    package func removeCard(of station: Designator) throws {
        guard station != designator else {
            throw StationError(.refused, "the station's own card cannot be removed")
        }
        guard try register.write({ try $0.removeCard(of: station) }) else {
            throw StationError(.notFound, "there is no card of \(station)")
        }
    }
}
