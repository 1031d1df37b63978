/// What a station keeps because of what others send: everything that they could make grow.
///
/// Each kind has a limit for each source and in all, and a rule by which it ends. `docs/limits.md` shows the same table.
package enum Kept: String, Sendable, Hashable, CaseIterable {
    /// Bundles of other stations in custody.
    case custody
    /// The memory of bundles that were carried, by which a second copy is known.
    case carried
    /// What arrived and could not be accepted.
    case quarantine
    /// Telegrams received, and service telegrams that answer them.
    case telegrams
    /// Parts of enclosures that a letter has announced, until the whole is here.
    case enclosures
    /// Parts of enclosures that no letter has announced yet.
    case unannounced
    /// Digests of the parcels received, by which a repetition and a reused number are known.
    case heard
    /// Channel numbers that are missing.
    case gaps
    /// Requests, reports and answers that wait to be sent to a station.
    case notices
    /// Reports of damage for the station that a bundle, which nobody has signed for, is said to be from.
    case reports
    /// What has happened to a telegram, as `trace` shows it.
    case events
    /// What stations on the way have told about a bundle of ours.
    case passages

    package var limit: KeepingLimit {
        switch self {
        case .custody: KeepingLimit(StorageLimits())
        case .carried: KeepingLimit(perSource: .items(250_000), all: .items(1_000_000), days: 180)
        case .quarantine:
            KeepingLimit(
                perSource: KeptAmount(bytes: 64 << 20, count: 1000), all: KeptAmount(bytes: 512 << 20, count: 10_000),
                days: 90)
        // Of what is left free on the disk: see `DiskRoom`.
        case .telegrams, .enclosures: KeepingLimit()
        // Bytes of as many as there is room for; of the others only the numbers are remembered.
        case .unannounced:
            KeepingLimit(
                perSource: KeptAmount(bytes: 64 << 20, count: 20_000),
                all: KeptAmount(bytes: 512 << 20, count: 200_000), days: 7)
        case .heard: KeepingLimit(perSource: .items(100_000))
        case .gaps: KeepingLimit(perSource: .items(Int(ChannelRules.greatestGap)))
        case .notices: KeepingLimit(perSource: .items(Correspondence.mostWaiting))
        case .reports: KeepingLimit(perSource: .items(100), days: 1)
        case .events: KeepingLimit(perSource: .items(100))
        case .passages: KeepingLimit(perSource: .items(64), days: 90)
        }
    }
}

extension Kept {
    /// The most items for one source.
    package var most: Int { limit.perSource?.count ?? .max }
}

extension KeepingLimit {
    /// The limits of custody, which the operator may change.
    package init(_ limits: StorageLimits) {
        self.init(
            perSource: KeptAmount(bytes: limits.bytesPerPeer, count: limits.countPerPeer),
            all: KeptAmount(bytes: limits.bytes, count: limits.count))
    }
}
