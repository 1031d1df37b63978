import BundleProtocol
import Relay
import Telegrams

/// What a parcel holds.
///
/// Nothing is sealed here: stations look only at what their part is.
enum Content {
    case telegram(Int)
    case notices(NoticeTelegram)
}

/// A parcel as its station signed it: nothing that becomes of that station's register changes it any more.
struct SealedParcel {
    let from: Int
    let to: Int
    let incarnation: Incarnation
    let channel: Int64
    let digest: Digest256
    let content: Content

    var place: ChannelPlace { ChannelPlace(incarnation: incarnation.name, channel: channel) }
    var name: ParcelName { ParcelName(channel: channel, digest: digest) }

    var notices: [Notice] { if case .notices(let telegram) = content { telegram.notices } else { [] } }
}

/// A parcel in the register of the station that made it.
struct Parcel {
    /// Its number among all that were ever sealed.
    var sealed: Int
    var name: ParcelName
    var isComparison: Bool
    var precedence: Precedence
    var created: Instant
    /// When it began to wait, last.
    var since: Instant
    var isWaiting = true
    var hasArrived = false
    /// The other station does not accept it.
    var isRefused = false
}

/// A copy of a bundle, as it is on its way between two stations.
struct BundleCopy {
    /// What is the same in all copies: identity, primary block and payload.
    var bundle: Int
    /// Source, time and number; several bundles can claim the same.
    var identity: Int
    /// The station that it says it is from.
    var source: Int
    var destination: Int
    /// The sealed parcel in it; nil where there is only noise.
    var parcel: Int?
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

/// How notices name bundles.
enum BundleName {
    static func text(_ bundle: Int) -> String { "B\(bundle)" }
    static func bundle(_ text: String) -> Int? { text.first == "B" ? Int(text.dropFirst()) : nil }
}
