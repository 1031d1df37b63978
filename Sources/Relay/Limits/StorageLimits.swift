import Telegrams

/// How much a station keeps for others, so that a flood cannot fill its disk.
package struct StorageLimits: Sendable, Hashable {
    /// Bytes in custody, for all stations together.
    package var bytes: Int
    /// Bundles in custody, for all stations together.
    package var count: Int
    /// Bytes in custody that any one neighbour has handed to us.
    package var bytesPerPeer: Int
    /// Bundles in custody that any one neighbour has handed to us.
    package var countPerPeer: Int

    /// The largest bundle, in bytes, that is taken in beyond the limits (`Custody`): a telegram without large
    /// enclosures.
    ///
    /// There is at most one of each number of hops, so that limits can be overrun by 32 MiB.
    package static let overrun = 128 << 10

    package init(
        bytes: Int = 4 << 30, count: Int = 1_000_000, bytesPerPeer: Int = 1 << 30, countPerPeer: Int = 250_000
    ) {
        self.bytes = bytes
        self.count = count
        self.bytesPerPeer = bytesPerPeer
        self.countPerPeer = countPerPeer
    }
}

/// Whether a bundle fits into what is kept for others.
package enum StorageVerdict: Sendable, Hashable {
    case fits
    /// It will never fit.
    case tooLarge(limit: Int)
    /// What this neighbour has handed to us fills its share; later it may fit.
    case peerFull
    /// What all have handed to us fills the storage; later it may fit.
    case stationFull
}
