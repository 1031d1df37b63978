/// What a station keeps for others, or has promised to keep, against its limits.
///
/// The neighbours that handed it over are called by whatever is at hand: the dispatcher has numbers for them.
package struct Custody<Peer: Hashable & Sendable>: Sendable {
    package var limits: StorageLimits
    package private(set) var total = KeptAmount()
    package private(set) var byPeer: [Peer: KeptAmount] = [:]
    /// How often something was added or taken away.
    private(set) var changes: UInt64 = 0
    /// How many bundles have made so many hops.
    ///
    /// More than the last place tells are counted there.
    private var byHops = Array(repeating: 0, count: 256)

    package init(limits: StorageLimits) {
        self.limits = limits
    }

    package func amount(from peer: Peer) -> KeptAmount { byPeer[peer] ?? KeptAmount() }

    /// Whether a bundle may come in.
    ///
    /// The part of the limits that is open to it grows with the hops that it has made, from a half to the whole. Beyond
    /// the limits a telegram that has come further than everything that is kept is still taken.
    ///
    /// So what has come furthest in the whole network always finds room at the next station; it arrives, or reaches its
    /// hop limit, and then the same holds for what has come second. Stations that are full of bundles for each other cannot
    /// wait for each other for ever. (Merlin and Schweitzer, Deadlock avoidance in store-and-forward networks, 1980.)
    package func verdict(size: Int, from peer: Peer, hops: UInt64) -> StorageVerdict {
        let most = min(limits.bytes, limits.bytesPerPeer) / 2
        guard size <= most else { return .tooLarge(limit: most) }
        let own = amount(from: peer)
        let fitsPeer =
            own.bytes <= share(of: limits.bytesPerPeer, hops) - size && own.count < share(of: limits.countPerPeer, hops)
        let fitsStation =
            total.bytes <= share(of: limits.bytes, hops) - size && total.count < share(of: limits.count, hops)
        if fitsPeer && fitsStation { return .fits }
        if size <= StorageLimits.overrun && isFurthest(hops) { return .fits }
        return fitsPeer ? .stationFull : .peerFull
    }

    /// Bytes that a neighbour may yet hand over, whatever they are.
    package func room(for peer: Peer) -> Int {
        let own = amount(from: peer)
        guard own.count < limits.countPerPeer, total.count < limits.count else { return 0 }
        return min(limits.bytesPerPeer - own.bytes, limits.bytes - total.bytes)
    }

    private func share(of limit: Int, _ hops: UInt64) -> Int {
        let classes = 32
        let rank = Int(min(hops, UInt64(classes)))
        return limit - limit / 2 * (classes - rank) / classes
    }

    private func isFurthest(_ hops: UInt64) -> Bool {
        !byHops[place(hops)...].contains { $0 > 0 }
    }

    private func place(_ hops: UInt64) -> Int { Int(min(hops, UInt64(byHops.count - 1))) }

    package mutating func add(_ amount: KeptAmount, from peer: Peer, hops: UInt64) {
        byPeer[peer] = self.amount(from: peer) + amount
        total = total + amount
        byHops[place(hops)] += amount.count
        changes += 1
    }

    package mutating func subtract(_ amount: KeptAmount, from peer: Peer, hops: UInt64) {
        byPeer[peer] = self.amount(from: peer) - amount
        total = total - amount
        byHops[place(hops)] -= amount.count
        changes += 1
    }

    /// The same with other names for the neighbours.
    package func renamed<Other>(_ name: (Peer) -> Other) -> Custody<Other> {
        var custody = Custody<Other>(limits: limits)
        for (peer, amount) in byPeer { custody.byPeer[name(peer)] = custody.amount(from: name(peer)) + amount }
        custody.total = total
        custody.byHops = byHops
        return custody
    }
}
