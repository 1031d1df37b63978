import Telegrams

/// What a clerk is shown of links and queue.
package struct DispatcherStatus: Sendable, Equatable {
    /// In the order in which they are configured.
    package var links: [LinkStatus]
    /// By precedence; only those of which something is there.
    package var queues: [Precedence: QueueStatus]
    /// What does not move, and why: the most urgent first, then the oldest.
    package var held: [HeldBack]
    /// In custody for others, or promised, in bytes and bundles.
    package var storedBytes: Int
    package var storedCount: Int
}

package struct LinkStatus: Sendable, Equatable {
    package enum State: Sendable, Hashable {
        case open
        /// It may be tried now.
        case closed
        /// It has failed, and is tried again then.
        case waiting(until: Instant)
        /// Its window opens then.
        case outsideWindow(until: Instant)
    }

    package var name: String
    package var peer: Designator
    package var state: State
    package var isSilent: Bool
    /// The least urgent precedence that it carries, the station's MINIMIZE included; nil where it carries all.
    package var minimize: Precedence?
    /// Failures in a row.
    package var failures: Int
    package var inFlight: Int
}

package struct QueueStatus: Sendable, Equatable {
    package var count = 0
    package var bytes = 0
    /// Since when the oldest waits.
    package var oldest: Instant?
    /// How many wait longer than the target of their precedence.
    package var overdue = 0
}

/// Items that wait for one and the same reason.
package struct HeldBack: Sendable, Equatable {
    package var destination: Designator
    package var precedence: Precedence
    /// Whether a neighbour has handed them to us to be carried on.
    package var isTransit = false
    package var count: Int
    package var oldest: Instant
    package var reasons: [HoldReason]
}

/// Why something does not leave.
package enum HoldReason: Sendable, Hashable, CustomStringConvertible {
    case noRoute(NoRoute)
    case linkClosed(String)
    case linkWaiting(String, until: Instant)
    case outsideWindow(String, until: Instant)
    case silent(String)
    /// MINIMIZE, of the link or of the station.
    case minimize(String, Precedence)
    /// The link leads to where it came from.
    case wayBack(String)
    /// It has run in a circle, and the link is not the cheapest way.
    case detour(String)
    /// The other side of the link has refused it for good.
    case refused(String)
    /// The other side had no room for it, or the like.
    case putOff(String, until: Instant)
    /// There was no room for it on the link itself.
    case noRoom(String, until: Instant)
    /// It is larger than the other side of the link takes, in bytes.
    case tooLarge(String, limit: Int)
    /// It could not leave for a reason of its own, and is tried again then.
    case setAside(until: Instant)
    /// It cannot be through before the window closes.
    case windowTooShort(String, until: Instant)

    package var description: String {
        switch self {
        case .noRoute(let error): "\(error)"
        case .linkClosed(let link): "link \(link) is closed"
        case .linkWaiting(let link, let until): "link \(link) has failed and is tried again at \(until)"
        case .outsideWindow(let link, let until): "the window of link \(link) opens at \(until)"
        case .silent(let link): "link \(link) is silent: nothing is handed over"
        case .minimize(let link, let least): "MINIMIZE: link \(link) carries \(least) and above"
        case .wayBack(let link): "link \(link) leads back to where it came from"
        case .detour(let link): "it has come back in a circle and does not take the detour over link \(link) again"
        case .refused(let link): "the other side of link \(link) refuses it for good"
        case .putOff(let link, let until): "the other side of link \(link) has no room and is asked again at \(until)"
        case .noRoom(let link, let until): "there is no room for it on link \(link), which is tried again at \(until)"
        case .tooLarge(let link, let limit): "the other side of link \(link) takes at most \(limit) bytes at once"
        case .setAside(let until): "it could not leave and is tried again at \(until)"
        case .windowTooShort(let link, let until):
            "it cannot be through on link \(link) before the window closes at \(until)"
        }
    }
}
