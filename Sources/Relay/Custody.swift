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

    func verdict(size: Int, from peer: Int) -> Verdict {
        let most = min(limits.bytes, limits.bytesPerPeer)
        guard size <= most else { return .tooLarge(limit: most) }
        let own = amount(from: peer)
        guard own.size <= limits.bytesPerPeer - size, own.count < limits.countPerPeer else { return .peerFull }
        guard total.size <= limits.bytes - size, total.count < limits.count else { return .stationFull }
        return .fits
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
