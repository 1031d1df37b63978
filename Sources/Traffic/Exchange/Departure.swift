import BundleProtocol
import Register
import Sealing
import Telegrams

/// Something that waits to leave: a parcel of our own, or a bundle of others that we carry.
package enum Departure: Sendable {
    case own(ParcelRecord)
    case transit(TransitRecord)

    /// What tells it from everything else that waits.
    package enum Key: Hashable, Sendable {
        case parcel(Designator, Int64)
        case bundle(String)
    }

    package var key: Key {
        switch self {
        case .own(let parcel): .parcel(parcel.peer, parcel.channel)
        case .transit(let record): .bundle(record.name)
        }
    }

    package var precedence: Precedence {
        switch self {
        case .own(let parcel): parcel.precedence
        case .transit(let record): record.precedence
        }
    }

    package var since: Instant {
        switch self {
        case .own(let parcel): parcel.created
        case .transit(let record): record.received
        }
    }

    /// In bytes, roughly.
    package var size: Int {
        switch self {
        case .own(let parcel): parcel.number == nil ? SealedEnclosure.partSize : 8_192
        case .transit(let record): record.size
        }
    }

    package var name: String {
        switch self {
        case .own(let parcel): "channel No. \(parcel.channel) to \(parcel.peer)"
        case .transit(let record): "bundle \(record.name)"
        }
    }

    var turn: Int64 {
        switch self {
        case .own(let parcel): parcel.turn
        case .transit(let record): record.turn
        }
    }
}

extension BundlePrecedence {
    init(_ precedence: Precedence) {
        self = BundlePrecedence(rawValue: UInt64(precedence.rawValue)) ?? .routine
    }
}

extension Precedence {
    /// What a bundle asks for; routine where it does not say.
    init(_ precedence: BundlePrecedence?) {
        self = precedence.flatMap { Precedence(rawValue: UInt8($0.rawValue)) } ?? .routine
    }
}
