import Register
import Relay
import Telegrams

/// How much more may be kept for others, so that a flood cannot fill the disk.
struct CustodyRoom {
    private let limits: StorageLimits
    /// By the neighbour that handed it to us; nil for what came in by hand.
    private var kept: [Designator?: CustodyAmount]

    init(_ limits: StorageLimits, in reader: Register.Reader) throws {
        self.limits = limits
        kept = try reader.custody()
    }

    /// Reserves room for a bundle.
    ///
    /// - Returns: why there is none; nil where there is.
    mutating func take(_ record: TransitRecord) -> String? {
        let own = kept[record.previous] ?? CustodyAmount()
        let all = kept.values.reduce(CustodyAmount()) { $0 + $1 }
        if own.bytes + record.size > limits.bytesPerPeer || own.count >= limits.countPerPeer {
            let who = record.previous?.description ?? "what came in by hand"
            return "the share of the storage that is kept for \(who) is full"
        }
        if all.bytes + record.size > limits.bytes || all.count >= limits.count {
            return "the storage for the bundles of others is full"
        }
        kept[record.previous] = own + CustodyAmount(bytes: record.size, count: 1)
        return nil
    }
}
