import Telegrams

/// What is known of an enclosure that a station brings in parts.
package struct IncomingFacts: Sendable, Hashable {
    /// Of the whole sealed file, in bytes: as a letter of that station has announced it or, before one has, as its first
    /// part says.
    package var size: Int64
    /// How long every part is but the last; nil before the first.
    package var partLength: Int64?
    package var isAnnounced: Bool

    package init(size: Int64, partLength: Int64?, isAnnounced: Bool) {
        self.size = size
        self.partLength = partLength
        self.isAnnounced = isAnnounced
    }
}

/// What is to become of a part of an enclosure whose parcel has been accepted by its number.
///
/// A part counts only for what the station that brings it has announced itself. What it has not announced yet may be on
/// its way: some of that is kept aside, of the rest the numbers are remembered, and it is asked for again when a letter
/// announces it. So nobody can put a byte into what another one sends, and nothing is written that may not be.
package enum PartVerdict: Sendable, Hashable {
    /// Its bytes are written into the file of its station.
    case take
    /// It is here, or the whole is: nothing is written.
    case known
    /// Only its number is remembered.
    case remember
    /// Nothing of it is kept; its number is missing again, and asked for in time.
    case forget
    case refuse(PartRefusal)

    /// Why a part is refused.
    package enum PartRefusal: Sendable, Hashable, CustomStringConvertible {
        /// Its station has given another size before.
        case otherSize(Int64)
        /// Its station divides the same file differently.
        case otherLength(Int64)

        package var description: String {
            switch self {
            case .otherSize(let size): "it is part of an enclosure that was said to have \(size) bytes"
            case .otherLength(let length): "it is part of an enclosure that comes in parts of \(length) bytes"
            }
        }
    }

    /// - Parameters:
    ///   - length: how long every part of the file is but the last, as this one tells.
    ///   - facts: what is known of the enclosure from the same station; nil for nothing.
    ///   - isHere: whether this part is here, from the same station, or the whole from anybody.
    ///   - unannounced: what is kept that nobody has announced.
    ///   - bytes: how many the part has.
    ///   - hasRoom: whether the disk has room for what is not announced.
    package init(
        _ part: Cover.Part, length: Int64, facts: IncomingFacts?, isHere: Bool, unannounced: KeptShares, bytes: Int,
        from station: Designator, hasRoom: Bool
    ) {
        if let facts {
            guard facts.size == part.size else {
                self = .refuse(.otherSize(facts.size))
                return
            }
            guard facts.partLength ?? length == length else {
                self = .refuse(.otherLength(facts.partLength ?? length))
                return
            }
        }
        if isHere {
            self = .known
        } else if facts?.isAnnounced == true {
            self = .take
        } else {
            func fits(_ amount: KeptAmount) -> Bool {
                unannounced.giving(for: amount, from: .station(station)) == nil
            }
            self =
                if hasRoom && fits(KeptAmount(bytes: bytes, count: 1)) {
                    .take
                } else {
                    fits(KeptAmount(bytes: 0, count: 1)) ? .remember : .forget
                }
        }
    }
}
