import Age
import Register
import Sealing
import Station
import Telegrams
import Traffic

// An officer's receiving keys, and his part of the station's card.

extension Station {
    /// An officer's part of the card, with the sealing keys that he has now.
    func officerCard(_ session: OfficerSession) throws -> OfficerEntry {
        let name = try session.codename
        let folder = SealingKeyFolder(path: home.officer(name).sealingKeys)
        let held = try folder.keys { try session.archiveKey.open($0, for: .sealingKey) }
        let now = now()
        // Only a later entry replaces one, whatever the clock says.
        let last = try register.read { try $0.card(of: designator) }
            .flatMap { try Card(parsing: $0.text).officer(name)?.issued }
        let content = try OfficerContent(
            name: name, issued: max(now.wholeSecond, last?.adding(seconds: 1) ?? now.wholeSecond),
            key: KeyLine(session.publicKey),
            sealingKeys: held.published(at: now))
        return try OfficerEntry(content, station: designator, signedBy: session.signer())
    }

    /// Gives an officer a new sealing key, and the station a new card that lists it.
    package func renewOfficer(_ session: OfficerSession, days: Int64 = SealingKeyChoice.lifeInDays) throws {
        let folder = SealingKeyFolder(path: home.officer(try session.codename).sealingKeys)
        try folder.add(HybridIdentity(), from: now().wholeSecond, days: days) {
            try session.archiveKey.seal($0, for: .sealingKey)
        }
        try publishCard(officers: [officerCard(session)])
    }

    /// Renews an officer's sealing key where half of its life is over.
    ///
    /// - Returns: whether it was due.
    package func renewOfficerIfDue(_ session: OfficerSession) throws -> Bool {
        let entry = try ownCard().officer(try session.codename)
        let latest = entry?.sealingKeys.map(\.until).max()
        guard latest.map({ $0.adding(days: -SealingKeyChoice.lifeInDays / 2) <= now() }) ?? true else { return false }
        try renewOfficer(session)
        return true
    }

    /// Destroys an officer's sealing keys whose grace is over, unless a telegram that waits for him, or an enclosure of
    /// one that he has opened, may need them.
    ///
    /// - Returns: how many were destroyed.
    @discardableResult
    package func destroyDeadKeys(of officer: Codename) throws -> Int {
        let isNeeded = try register.read { reader in
            try reader.waitingCount(for: officer) > 0 || !reader.awaitedEnclosureKeys(of: officer).isEmpty
        }
        guard !isNeeded else { return 0 }
        return try SealingKeyFolder(path: home.officer(officer).sealingKeys).destroyDead(at: now())
    }
}
