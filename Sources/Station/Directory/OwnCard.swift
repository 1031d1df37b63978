import Age
import Register
import SSHSignatures
import Sealing
import Telegrams

// The station's own card, and its sealing keys.

/// What may be different on the station's next card.
package struct CardParts: Sendable {
    package var sealingKeys: [SealingKey]
    package var endpoints: [String]
    package private(set) var officers: [OfficerEntry]

    /// Adds an officer's part, or replaces the one that he has.
    package mutating func set(_ entry: OfficerEntry) {
        remove(entry.name)
        officers.append(entry)
    }

    package mutating func remove(_ officer: Codename) { officers.removeAll { $0.name == officer } }
}

extension Station {
    /// What opens parcels, the oldest first.
    ///
    /// Read anew each time: another command may have renewed them.
    package func sealingKeys() throws -> [HeldSealingKey] {
        try sealingKeyFolder.keys { $0 }
    }

    var sealingKeyFolder: SealingKeyFolder { SealingKeyFolder(path: home.sealingKeys) }

    /// What opens parcels of cards; nil where there is none yet.
    package func cardIdentity() throws -> HybridIdentity? { try CardKey.identity(in: home) }

    /// A station that was founded before there was a key for cards gets one, and a card that names it.
    package func provideCardKey() throws {
        if try cardIdentity() == nil {
            // Under the register's lock, so that of two who find none, one makes one.
            try register.write { _ in if try cardIdentity() == nil { try CardKey.create(in: home) } }
        }
        // It may have been made without being published.
        guard let key = try cardIdentity()?.recipient.description, try ownCard().cardKey != key else { return }
        try publishCard()
    }

    package func ownCard() throws -> Card {
        try register.read { try ownCard(in: $0) }
    }

    package func ownCard(in reader: Register.Reader) throws -> Card {
        guard let pinned = try reader.card(of: designator) else {
            throw StationError(.damaged, "the station's own card is missing from the register")
        }
        return try Card(parsing: pinned.text)
    }

    /// Says on the card how this station can be reached; the card goes to all correspondents.
    package func publish(endpoints: [String]) throws {
        for endpoint in endpoints where endpoint.hasPrefix("tcp ") || endpoint.hasPrefix("via ") {
            guard Endpoint(endpoint) != nil else {
                throw StationError(
                    .invalid, "'\(endpoint)' is not a way to reach a station",
                    hint: "write 'tcp HOST PORT', 'via STATION', or words for people")
            }
        }
        try publishCard { $0.endpoints = endpoints }
    }

    /// Makes a new card from the keys as they are now.
    package func publishCard(change: (inout CardParts) throws -> Void = { _ in }) throws {
        try register.write { writer in
            try publishCard(in: writer, at: readClock(in: writer).time.wholeSecond, change: change)
        }
    }

    /// Makes a new card and pins it; nothing happens where it would not be a good one.
    ///
    /// What must be durable before others can learn of it, the secret half of a key, is to be written before the
    /// transaction ends.
    ///
    /// - Parameter now: a time that is believed, so that no card is dated in the future.
    package func publishCard(
        in writer: Register.Writer, at now: Instant, change: (inout CardParts) throws -> Void = { _ in }
    ) throws {
        let old = try writer.reader.card(of: designator).map { try Card(parsing: $0.text) }
        var parts = CardParts(
            sealingKeys: try sealingKeys().published(at: now), endpoints: old?.endpoints ?? [],
            officers: old?.officers ?? [])
        try change(&parts)
        let content = try CardContent(
            station: designator, serial: (old?.serial ?? 0) + 1,
            issued: old.map { max(now, $0.issued.adding(seconds: 1)) } ?? now,
            stationKey: KeyLine(keys.signer.publicKey),
            postQuantumKey: PostQuantumKey(bytes: Array(keys.postQuantumKey.publicKey.rawRepresentation)),
            logKey: KeyLine(keys.logKey.publicKey), cardKey: try cardIdentity()?.recipient.description,
            sealingKeys: parts.sealingKeys, endpoints: parts.endpoints, officers: parts.officers)
        let card = try Card(content, signedBy: keys.signer)
        try writer.pin(
            PinnedCard(station: designator, node: record.node, text: card.bytes, pinned: now, confirmed: now))
    }

    /// Gives the station a new sealing key, and a new card that lists it.
    package func renewStation(days: Int64 = SealingKeyChoice.lifeInDays) throws {
        try register.write { writer in try renewStation(days: days, at: timeForNewKeys(in: writer), in: writer) }
    }

    /// Does that where half of the life of the key on the card is over, and the clock is believed.
    package func renewStationIfDue() throws {
        func isDue(_ reader: Register.Reader) throws -> Bool {
            let clock = try keyClock(in: reader)
            return try clock.mayMakeKeys
                && SealingKeyChoice.isRenewalDue(ownCard(in: reader).sealingKeys, at: clock.time)
        }
        guard try register.read(isDue) else { return }
        try sealingKeyFolder.setDamagedAside { $0 }
        try register.write { writer in
            // Another process may have been faster.
            guard try isDue(writer.reader) else { return }
            let now = try timeForNewKeys(in: writer)
            let listed = try ownCard(in: writer.reader).sealingKeys
            if try sealingKeys().unpublished(on: listed, at: now) != nil {
                try publishCard(in: writer, at: now)
            } else {
                try renewStation(days: SealingKeyChoice.lifeInDays, at: now, in: writer)
            }
        }
    }

    private func renewStation(days: Int64, at now: Instant, in writer: Register.Writer) throws {
        let key = try sealingKeyFolder.newKey(at: now, days: days)
        let held = try sealingKeys() + [key]
        try publishCard(in: writer, at: now) { $0.sealingKeys = try held.published(at: now) }
        try sealingKeyFolder.keep(key) { $0 }
    }

    /// Destroys the station's sealing keys that are dead.
    package func destroyDeadStationKeys() throws {
        _ = try sealingKeyFolder.destroyDead(at: readClock())
    }
}
