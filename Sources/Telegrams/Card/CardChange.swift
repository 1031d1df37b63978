/// One thing in which a card differs from the one that was pinned.
package enum CardChange: Hashable, Sendable, CustomStringConvertible {
    case sealingKeys
    case cardKey
    case endpoints
    case newOfficer(Codename)
    case removedOfficer(Codename)
    case officerSealingKeys(Codename)
    case station(old: Designator, new: Designator)
    case stationKey(old: KeyLine, new: KeyLine)
    case postQuantumKey(old: PostQuantumKey, new: PostQuantumKey)
    case logKey(old: KeyLine?, new: KeyLine?)
    case officerKey(Codename, old: KeyLine, new: KeyLine)
    /// The officer's entry is older than the pinned one, or differs under the same time: the clerk passed off what the
    /// officer had replaced.
    case officerEntryStale(Codename, old: Instant, new: Instant)
    /// The card has the serial number of the pinned one but other contents: the station signed two.
    case twoCardsOfOneSerial(Int)
    /// The serial number is greater but the time of issue is not later.
    case issuedEarlier(old: Instant, new: Instant)

    /// Whether the change must never be taken over without a person's decision.
    package var isAlarming: Bool {
        switch self {
        case .sealingKeys, .cardKey, .endpoints, .newOfficer, .removedOfficer, .officerSealingKeys: false
        case .station, .stationKey, .postQuantumKey, .logKey, .officerKey, .officerEntryStale, .twoCardsOfOneSerial,
            .issuedEarlier:
            true
        }
    }

    /// Whether the fingerprint words change with it, so that they must be compared by voice again.
    package var changesFingerprint: Bool {
        switch self {
        case .newOfficer, .removedOfficer, .station, .stationKey, .postQuantumKey, .logKey, .officerKey: true
        case .sealingKeys, .cardKey, .endpoints, .officerSealingKeys, .officerEntryStale, .twoCardsOfOneSerial,
            .issuedEarlier:
            false
        }
    }

    /// Stable; other programs read it.
    package var code: String {
        switch self {
        case .sealingKeys: "sealing-keys"
        case .cardKey: "card-key"
        case .endpoints: "endpoints"
        case .newOfficer: "new-officer"
        case .removedOfficer: "removed-officer"
        case .officerSealingKeys: "officer-sealing-keys"
        case .station: "station"
        case .stationKey: "station-key"
        case .postQuantumKey: "post-quantum-key"
        case .logKey: "log-key"
        case .officerKey: "officer-key"
        case .officerEntryStale: "officer-entry-stale"
        case .twoCardsOfOneSerial: "two-cards-of-one-serial"
        case .issuedEarlier: "issued-earlier"
        }
    }

    package var description: String {
        switch self {
        case .sealingKeys: "new sealing keys of the station"
        case .cardKey: "another key of the station for cards"
        case .endpoints: "other endpoints"
        case .newOfficer(let name): "new officer \(name), not verified yet"
        case .removedOfficer(let name): "officer \(name) is no longer on the card"
        case .officerSealingKeys(let name): "new sealing keys of \(name)"
        case .station(let old, let new): "the card is of station \(new), the pinned one of \(old)"
        case .stationKey(let old, let new): "station key changed from \(old) to \(new)"
        case .postQuantumKey(let old, let new):
            "post-quantum key changed from \(Self.short(old)) to \(Self.short(new))"
        case .logKey(let old, let new):
            "log key changed from \(old?.description ?? "none") to \(new?.description ?? "none")"
        case .officerKey(let name, let old, let new): "key of \(name) changed from \(old) to \(new)"
        case .officerEntryStale(let name, let old, let new):
            "entry of \(name) of \(DateTimeGroup.long(new)) does not follow the pinned one of \(DateTimeGroup.long(old))"
        case .twoCardsOfOneSerial(let serial): "two different cards with serial number \(serial)"
        case .issuedEarlier(let old, let new):
            "issued \(DateTimeGroup.long(new)), not after the pinned card of \(DateTimeGroup.long(old))"
        }
    }

    /// 2,600 characters help nobody; the first bytes tell two keys apart.
    private static func short(_ key: PostQuantumKey) -> String {
        "\(PostQuantumKey.algorithm) \(CanonicalBase64.encode(Array(key.bytes.prefix(24))))..."
    }
}
