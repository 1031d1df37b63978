import BundleProtocol
import Relay
import Telegrams

/// What a parcel holds.
///
/// Nothing is sealed here: stations look only at what their part is.
enum Content {
    case telegram(Int)
    case notices([StationNotice])
}

/// What one station tells another about its traffic.
enum StationNotice {
    case arrived(channel: Int)
    case `repeat`(channel: Int)
    case void(channel: Int)
    case damaged(bundle: Int)
    case undeliverable(bundle: Int)
    case compare(ChannelComparison)
    case answer(ChannelComparison)

    /// Whether the other station is asked for something.
    var isQuestion: Bool {
        switch self {
        case .repeat, .compare: true
        default: false
        }
    }

    var isReceipt: Bool { if case .arrived = self { true } else { false } }
    var isComparison: Bool {
        switch self {
        case .compare, .answer: true
        default: false
        }
    }
}

/// A parcel in the register of the station that made it.
struct Parcel {
    var content: Content
    var precedence: Precedence
    /// When it began to wait, last.
    var since: Instant
    var isWaiting = true
    var hasArrived = false
    /// The bundle in which it was handed over last.
    var bundle: Int?
}

/// A copy of a bundle, as it is on its way between two stations.
struct BundleCopy {
    var bundle: Int
    var source: Int
    var destination: Int
    var channel: Int
    var precedence: Precedence
    var size: Int
    var aging: BundleAging
    var hops: HopCount

    var facts: TransitFacts {
        TransitFacts(source: UInt64(source), destination: UInt64(destination), aging: aging, hopCount: hops)
    }
}

/// A bundle in custody.
struct Held {
    var copy: BundleCopy
    var previous: Int
    /// By the clock of the station.
    var received: Instant
    var expires: Instant?
    /// Whether it was here before.
    var hasCircled: Bool
}
