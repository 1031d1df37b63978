import Age
import Register
import SSHSignatures
import Sealing
import Synchronization
import Telegrams

/// The correspondents as their cards stand; each card is parsed once.
///
/// It does not touch the register after it was made, so that it may be used within a transaction; and it is shared by
/// the threads that seal and check in parallel.
package final class Directory: Sendable {
    private let here: Designator
    private let now: Instant
    private let pinned: [Designator: PinnedCard]
    /// Codenames that officers of this station had before, with those that they have now.
    private let former: [Codename: Codename]
    private let statuses = Mutex<[Designator: CardStatus]>([:])
    private let correspondents = Mutex<[Designator: Correspondent]>([:])
    private let recipients = Mutex<[Address: LetterRecipient]>([:])

    /// - Parameter now: the time for which keys are chosen.
    init(of here: Designator, cards: [PinnedCard], former: [Codename: Codename] = [:], at now: Instant) {
        self.here = here
        self.former = former
        self.now = now
        pinned = Dictionary(cards.map { ($0.station, $0) }) { first, _ in first }
    }

    /// A correspondent whose card is pinned and without an alarm.
    package func correspondent(_ name: Designator) throws -> Correspondent {
        if let found = correspondents.withLock({ $0[name] }) { return found }
        let status = try status(name)
        try status.requireNoAlarm()
        let found = try Correspondent(status, at: now)
        correspondents.withLock { $0[name] = found }
        return found
    }

    /// An addressee with the keys that his card names; a post-quantum key takes as long to read as a letter to seal.
    package func recipient(_ officer: Codename, at station: Designator) throws -> LetterRecipient {
        let address = Address(officer: officer, station: station)
        if let found = recipients.withLock({ $0[address] }) { return found }
        let found = try correspondent(station).recipient(officer)
        recipients.withLock { $0[address] = found }
        return found
    }

    /// The key of a signer where his card is pinned, with or without an alarm; nil where it is not.
    package func signer(_ address: Address) throws -> PublicKey? {
        guard let card = try known(address.station)?.card else { return nil }
        guard let officer = address.officer else { return try PublicKey(card.stationKey) }
        let now = address.station == here ? former[officer] : nil
        return try card.officer(now ?? officer).map { try PublicKey($0.key) }
    }

    /// Whether somebody has compared the words of a station's card.
    package func isConfirmed(_ name: Designator) throws -> Bool {
        try known(name)?.confirmed != nil
    }

    private func known(_ name: Designator) throws -> CardStatus? {
        do { return try status(name) } catch let error as StationError where error.code == .notFound { return nil }
    }

    private func status(_ name: Designator) throws -> CardStatus {
        if let found = statuses.withLock({ $0[name] }) { return found }
        guard let card = pinned[name] else { throw Station.noCard(of: name) }
        let found = try CardStatus(card, here: here)
        statuses.withLock { $0[name] = found }
        return found
    }
}

/// Keeps the directory from one turn of work to the next, so that a busy station parses a card once and not for each batch.
final class DirectoryShelf: Sendable {
    /// Milliseconds after which the keys are chosen anew: the newest may have begun, or its use may be over.
    private static let age: Int64 = 60_000

    private struct Kept {
        var version: CardsVersion
        var made: Instant
        var directory: Directory
    }

    private let kept = Mutex<Kept?>(nil)

    fileprivate func directory(of version: CardsVersion, at now: Instant) -> Directory? {
        kept.withLock { kept in
            guard let kept, kept.version == version else { return nil }
            let age = now.milliseconds - kept.made.milliseconds
            return 0..<Self.age ~= age ? kept.directory : nil
        }
    }

    fileprivate func keep(_ directory: Directory, of version: CardsVersion, at now: Instant) {
        kept.withLock { $0 = Kept(version: version, made: now, directory: directory) }
    }
}

extension Station {
    /// The correspondents as they are pinned now.
    package func directory() throws -> Directory {
        try register.read(directory)
    }

    package func directory(_ reader: Register.Reader) throws -> Directory {
        let now = now()
        let version = try reader.cardsVersion()
        if let kept = shelf.directory(of: version, at: now) { return kept }
        let directory = Directory(
            of: designator, cards: try reader.cards(), former: try reader.formerCodenames(), at: now)
        shelf.keep(directory, of: version, at: now)
        return directory
    }
}

/// A station to which we write, and its keys.
package struct Correspondent: Sendable {
    package let card: Card
    package let isConfirmed: Bool
    package let node: UInt64
    package let stationKey: PublicKey
    private let stationSealing: Result<HybridRecipient, StationError>
    private let now: Instant

    init(_ status: CardStatus, at now: Instant) throws {
        card = status.card
        isConfirmed = status.confirmed != nil
        stationKey = try PublicKey(card.stationKey)
        node = NodeNumber.derive(from: stationKey)
        let choice = card.newestSealingKey(at: now)
        let name = card.station.description
        stationSealing = Result { try Self.recipient(choice, of: name, ask: status.card.station) }
            .mapError { $0 as? StationError ?? StationError(.damaged, "\($0)") }
        self.now = now
    }

    /// The key that seals parcels to the station.
    package func sealingKey() throws -> HybridRecipient { try stationSealing.get() }

    /// The key that seals parcels of cards where those for everything else have run out.
    package func cardKey() throws -> HybridRecipient? {
        try card.content.cardKey.map { try HybridRecipient($0) }
    }

    /// An addressee with the keys that his card names.
    package func recipient(_ officer: Codename) throws -> LetterRecipient {
        guard let entry = card.officer(officer) else {
            let names = card.officers.map(\.name.description).joined(separator: ", ")
            throw StationError(
                .notFound, "the card of \(card.station) names no \(officer)",
                hint: names.isEmpty ? "ask \(card.station) for a newer card" : "it names: \(names)")
        }
        return LetterRecipient(
            address: Address(officer: officer, station: card.station),
            fingerprint: KeyFingerprint(try PublicKey(entry.key)),
            sealingKey: try Self.recipient(entry.newestSealingKey(at: now), of: "\(officer)", ask: card.station))
    }

    private static func recipient(
        _ choice: SealingKeyChoice, of name: String, ask station: Designator
    ) throws -> HybridRecipient {
        guard let key = choice.key else {
            throw StationError(
                .refused, "nothing can be sealed to \(name): \(choice.explanation ?? "no key")",
                hint: "ask \(station) for its new card and pin it with 'cable card import'")
        }
        return try HybridRecipient(key.recipient)
    }
}
