/// What a station keeps for others, or has promised to keep, against its limits.
///
/// Neighbours stand here by their numbers in the dispatcher.
struct Custody: Sendable {
    struct Amount: Sendable, Hashable {
        /// Bytes.
        var size = 0
        var count = 0
    }

    var limits: StorageLimits
    private(set) var total = Amount()
    private var byPeer: [Amount] = []

    init(limits: StorageLimits) {
        self.limits = limits
    }

    func amount(from peer: Int) -> Amount {
        peer < byPeer.count ? byPeer[peer] : Amount()
    }

    enum Verdict: Sendable, Hashable {
        case fits
        case tooLarge(limit: Int)
        case peerFull
        case stationFull
    }

    /// The part of the limits that is open to a bundle grows with the hops that it has made, from a half to the whole.
    ///
    /// So there is always room for those that are further on their way, and neighbours that are full of bundles for each
    /// other cannot wait for each other for ever.
    func verdict(size: Int, from peer: Int, hops: UInt64) -> Verdict {
        let most = min(limits.bytes, limits.bytesPerPeer) / 2
        guard size <= most else { return .tooLarge(limit: most) }
        let own = amount(from: peer)
        guard own.size <= share(of: limits.bytesPerPeer, hops) - size, own.count < share(of: limits.countPerPeer, hops)
        else { return .peerFull }
        guard total.size <= share(of: limits.bytes, hops) - size, total.count < share(of: limits.count, hops) else {
            return .stationFull
        }
        return .fits
    }

    private func share(of limit: Int, _ hops: UInt64) -> Int {
        let classes = 32
        let rank = Int(min(hops, UInt64(classes)))
        return limit - limit / 2 * (classes - rank) / classes
    }

    mutating func add(size: Int, from peer: Int) {
        while byPeer.count <= peer { byPeer.append(Amount()) }
        byPeer[peer].size += size
        byPeer[peer].count += 1
        total.size += size
        total.count += 1
    }

    mutating func subtract(size: Int, from peer: Int) {
        byPeer[peer].size -= size
        byPeer[peer].count -= 1
        total.size -= size
        total.count -= 1
    }
}
