/// Which of somebody's sealing keys a sender takes now.
package enum SealingKeyChoice: Hashable, Sendable {
    /// The newest of those that are valid now.
    case usable(SealingKey)
    /// None is valid any more, but the newest ended so lately that its owner still has the private key.
    case inGrace(SealingKey)
    case dead(Reason)

    package enum Reason: Hashable, Sendable {
        case noKey
        /// The earliest becomes valid only then: a clock is wrong, here or there.
        case notYet(Instant)
        /// The newest ended then, and its private key is deleted.
        case expired(Instant)
    }

    /// How long a new sealing key is valid.
    package static let lifeInDays: Int64 = 14
    /// How long after its end the owner keeps the private key for letters that were on the way.
    package static let graceInDays: Int64 = 14
    /// For how long a person may make one valid.
    package static let livesInDays: ClosedRange<Int64> = 1...366

    package static func newest(
        of keys: [SealingKey], at now: Instant, graceInDays: Int64 = graceInDays
    ) -> SealingKeyChoice {
        let begun = keys.filter { $0.from <= now }
        if let key = begun.filter({ now < $0.until }).max(by: { $0.from < $1.from }) { return .usable(key) }
        guard let latest = begun.max(by: { $0.until < $1.until }) else {
            return .dead(keys.map(\.from).min().map(Reason.notYet) ?? .noKey)
        }
        return now < latest.until.adding(days: graceInDays) ? .inGrace(latest) : .dead(.expired(latest.until))
    }

    /// Whether the owner of keys needs a new one: half the life of the newest is over.
    ///
    /// One that begins later tells nothing: it was made while a clock was ahead.
    package static func isRenewalDue(_ keys: [SealingKey], at now: Instant) -> Bool {
        guard let end = keys.filter({ $0.from <= now }).map(\.until).max() else { return true }
        return end.adding(days: -lifeInDays / 2) <= now
    }

    /// The key to seal to; nil where there is none.
    package var key: SealingKey? {
        switch self {
        case .usable(let key), .inGrace(let key): key
        case .dead: nil
        }
    }

    /// Why there is none, or why it is not quite in order; nil for a usable key.
    package var explanation: String? {
        switch self {
        case .usable: nil
        case .inGrace(let key): "the newest sealing key ended \(DateTimeGroup.long(key.until)); ask for a newer card"
        case .dead(.noKey): "the card has no sealing key"
        case .dead(.notYet(let from)): "the first sealing key begins \(DateTimeGroup.long(from)); check the clocks"
        case .dead(.expired(let until)):
            "the newest sealing key ended \(DateTimeGroup.long(until)) and is deleted by now; get a newer card"
        }
    }
}
