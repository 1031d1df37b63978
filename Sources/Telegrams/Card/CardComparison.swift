/// What to make of a card that has come in, given the one that was pinned when it came first.
///
/// The caller has verified every signature on the received card by the keys that stand on it. The decision is the
/// caller's to store: `new` and `renewed` may be pinned, all else must not.
package enum CardComparison: Hashable, Sendable {
    /// The first card of this station: pinned on first use, unverified until the words are compared.
    case new
    /// The card that is pinned already.
    case same
    /// An older card than the pinned one: refused.
    case older(pinned: Int, received: Int)
    /// The same long-lived keys; these things are new.
    case renewed([CardChange])
    /// Somebody's long-lived key is another one, or the card contradicts the pinned one. Nothing is sealed to this
    /// station until a person has decided.
    case alarm([CardChange])

    /// - Parameter remembered: keys of officers who once stood on a card of this station; an officer who comes back
    ///   with another key is an alarm, though he is not on the pinned card.
    package static func compare(
        pinned: Card?, received: Card, remembered: [Codename: KeyLine] = [:]
    ) -> CardComparison {
        guard let pinned else { return .new }
        guard pinned.station == received.station else {
            return .alarm([.station(old: pinned.station, new: received.station)])
        }
        if received.serial < pinned.serial { return .older(pinned: pinned.serial, received: received.serial) }
        if received.content == pinned.content { return .same }
        let changes = order(pinned, received) + keys(pinned, received) + officers(pinned, received, remembered)
        return changes.contains(where: \.isAlarming) ? .alarm(changes) : .renewed(changes)
    }

    package var changes: [CardChange] {
        switch self {
        case .new, .same, .older: []
        case .renewed(let changes), .alarm(let changes): changes
        }
    }

    /// Whether the fingerprint words are not (or no longer) those that somebody compared by voice.
    package var needsWordsCompared: Bool {
        if case .new = self { return true }
        return changes.contains(where: \.changesFingerprint)
    }

    private static func order(_ pinned: Card, _ received: Card) -> [CardChange] {
        if received.serial == pinned.serial { return [.twoCardsOfOneSerial(received.serial)] }
        return received.issued > pinned.issued ? [] : [.issuedEarlier(old: pinned.issued, new: received.issued)]
    }

    private static func keys(_ pinned: Card, _ received: Card) -> [CardChange] {
        var changes: [CardChange] = []
        if pinned.stationKey != received.stationKey {
            changes.append(.stationKey(old: pinned.stationKey, new: received.stationKey))
        }
        if pinned.postQuantumKey != received.postQuantumKey {
            changes.append(.postQuantumKey(old: pinned.postQuantumKey, new: received.postQuantumKey))
        }
        if pinned.logKey != received.logKey { changes.append(.logKey(old: pinned.logKey, new: received.logKey)) }
        if pinned.content.cardKey != received.content.cardKey { changes.append(.cardKey) }
        if pinned.sealingKeys != received.sealingKeys { changes.append(.sealingKeys) }
        if pinned.endpoints != received.endpoints { changes.append(.endpoints) }
        return changes
    }

    private static func officers(
        _ pinned: Card, _ received: Card, _ remembered: [Codename: KeyLine]
    ) -> [CardChange] {
        let removed = pinned.officers.filter { received.officer($0.name) == nil }
        return removed.map { .removedOfficer($0.name) }
            + received.officers.flatMap { officer -> [CardChange] in
                if let old = pinned.officer(officer.name) { return changes(from: old, to: officer) }
                guard let key = remembered[officer.name], key != officer.key else { return [.newOfficer(officer.name)] }
                return [.officerKey(officer.name, old: key, new: officer.key)]
            }
    }

    private static func changes(from old: OfficerEntry, to new: OfficerEntry) -> [CardChange] {
        guard old.content != new.content else { return [] }
        if old.key != new.key { return [.officerKey(new.name, old: old.key, new: new.key)] }
        guard new.issued > old.issued else {
            return [.officerEntryStale(new.name, old: old.issued, new: new.issued)]
        }
        return old.sealingKeys == new.sealingKeys ? [] : [.officerSealingKeys(new.name)]
    }
}
