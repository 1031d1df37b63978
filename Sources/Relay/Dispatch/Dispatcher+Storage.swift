import Telegrams

/// Room that is kept free for a bundle while it is coming in.
package struct Reservation: Sendable, Hashable {
    package let peer: Designator
    /// In bytes.
    package let size: Int
    package let hops: UInt64
}

// Whether something may come in, asked before a byte of it is accepted.

extension Dispatcher {
    /// Whether a bundle of so many bytes from a neighbour fits into what is kept for others.
    ///
    /// - Parameter hops: that it has made; the further it has come, the more of the storage is open to it.
    package func storageVerdict(size: Int, from peer: Designator, hops: UInt64) -> StorageVerdict {
        custody.verdict(size: size, from: stations.existing(peer) ?? .max, hops: hops)
    }

    /// Keeps room while a bundle is coming in; to be released when it has come, or has not.
    ///
    /// - Returns: nil where there is no room.
    package mutating func reserve(size: Int, from peer: Designator, hops: UInt64) -> Reservation? {
        guard storageVerdict(size: size, from: peer, hops: hops) == .fits else { return nil }
        custody.add(KeptAmount(bytes: size, count: 1), from: stationNumber(peer), hops: hops)
        return Reservation(peer: peer, size: size, hops: hops)
    }

    package mutating func release(_ reservation: Reservation) {
        guard let peer = stations.existing(reservation.peer) else { return }
        custody.subtract(KeptAmount(bytes: reservation.size, count: 1), from: peer, hops: reservation.hops)
    }

    /// Bytes that a neighbour may yet hand over, whatever they are.
    package func room(for peer: Designator) -> Int { custody.room(for: stations.existing(peer) ?? .max) }

    /// Changes with what is kept for others.
    package var custodyChanges: UInt64 { custody.changes }

    /// What is kept for others, or promised, by the neighbour that handed it to us.
    package var stored: Custody<Designator?> { custody.renamed { stations.names[$0] } }
}
