import Age
import Register
import Sealing
import Station
import Telegrams
import Traffic

// An officer's receiving keys, and his part of the station's card.

/// What became of a renewal that nobody has asked for.
package enum Renewal: Sendable, Equatable {
    case notDue
    case renewed
    /// The clock is doubted.
    case putOff
}

extension Station {
    func receivingKeyFolder(of officer: Codename) -> SealingKeyFolder {
        SealingKeyFolder(path: home.receivingKeys(of: officer))
    }

    /// An officer's receiving keys, the oldest first.
    func receivingKeys(_ session: OfficerSession) throws -> [HeldSealingKey] {
        try receivingKeyFolder(of: session.codename).keys { try session.archiveKey.open($0, for: .sealingKey) }
    }

    /// An officer's part of the card.
    func officerEntry(
        _ session: OfficerSession, keys: [HeldSealingKey], at now: Instant, in reader: Register.Reader
    ) throws -> OfficerEntry {
        let name = try session.codename
        // Only a later entry replaces one, whatever the clock says.
        let last = try ownCard(in: reader).officer(name)?.issued
        let content = try OfficerContent(
            name: name, issued: last.map { max(now, $0.adding(seconds: 1)) } ?? now, key: KeyLine(session.publicKey),
            sealingKeys: keys.published(at: now))
        return try OfficerEntry(content, station: designator, signedBy: session.signer())
    }

    /// Gives an officer a new sealing key, and the station a new card that lists it.
    package func renewOfficer(_ session: OfficerSession, days: Int64 = SealingKeyChoice.lifeInDays) throws {
        try register.write { writer in
            try renewOfficer(session, days: days, at: timeForNewKeys(in: writer), in: writer)
        }
    }

    /// Renews an officer's sealing key where half of the life of the one on the card is over.
    package func renewOfficerIfDue(_ session: OfficerSession) throws -> Renewal {
        try register.write { writer in
            let clock = try readClock(in: writer)
            // One who was removed reads his papers; that does not put him back.
            guard let listed = try entry(of: session, in: writer.reader)?.sealingKeys else { return .notDue }
            guard SealingKeyChoice.isRenewalDue(listed, at: clock.doubt?.latest ?? clock.time) else { return .notDue }
            guard clock.mayMakeKeys else { return .putOff }
            let now = clock.time.wholeSecond
            let held = try receivingKeys(session)
            if try held.unpublished(on: listed, at: now) != nil {
                try publish(session, keys: held, at: now, in: writer)
            } else {
                try renewOfficer(session, days: SealingKeyChoice.lifeInDays, at: now, in: writer)
            }
            return .renewed
        }
    }

    private func renewOfficer(
        _ session: OfficerSession, days: Int64, at now: Instant, in writer: Register.Writer
    ) throws {
        guard try entry(of: session, in: writer.reader) != nil else { throw Self.notOnTheCard(session, of: designator) }
        let folder = try receivingKeyFolder(of: session.codename)
        let key = try folder.newKey(at: now, days: days)
        try publish(session, keys: receivingKeys(session) + [key], at: now, in: writer)
        try folder.keep(key) { try session.archiveKey.seal($0, for: .sealingKey) }
    }

    /// What the card says of the one whose keys are open; nil where it does not name him, or another key.
    private func entry(of session: OfficerSession, in reader: Register.Reader) throws -> OfficerEntry? {
        let entry = try ownCard(in: reader).officer(session.codename)
        return try entry?.key == KeyLine(session.publicKey) ? entry : nil
    }

    static func notOnTheCard(_ session: OfficerSession, of station: Designator) -> StationError {
        StationError(
            .refused, "\(session.officer) is not on the card of \(station)",
            hint: "'cable officer restore' puts back one who was removed")
    }

    private func publish(
        _ session: OfficerSession, keys: [HeldSealingKey], at now: Instant, in writer: Register.Writer
    ) throws {
        let entry = try officerEntry(session, keys: keys, at: now, in: writer.reader)
        try publishCard(in: writer, at: now) { $0.set(entry) }
    }

    /// Destroys an officer's sealing keys that are dead, unless a telegram that waits for him, or an enclosure of one that
    /// he has opened, may need them.
    ///
    /// - Returns: how many were destroyed.
    @discardableResult
    package func destroyDeadKeys(of officer: Codename) throws -> Int {
        let clock = try readClock()
        let isNeeded = try register.read { reader in
            // What no key opens keeps none alive.
            let waiting = try reader.waitingCount(for: officer) - telegramsWithoutKey(of: officer, in: reader).count
            return try waiting > 0 || !reader.awaitedEnclosureKeys(of: officer).isEmpty
        }
        guard !isNeeded else { return 0 }
        return try receivingKeyFolder(of: officer).destroyDead(at: clock) { file in
            // Noted before: should the clock turn out to have been ahead, it is known what is lost.
            try register.write { writer in
                try writer.noteDestroyed(
                    file.text, of: officer, until: file.until, forgetting: clock.time.adding(days: -366))
            }
        }
    }
}
