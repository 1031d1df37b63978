import Telegrams

// Whether something may come in, asked before a byte of it is accepted.

extension Dispatcher {
    /// Whether a bundle of so many bytes from a neighbour fits into what is kept for others.
    ///
    /// - Parameter hops: that it has made; the further it has come, the more of the storage is open to it.
    package func admission(size: Int, from peer: Designator, hops: UInt64) -> Admission {
        switch custody.verdict(size: size, from: stations.existing(peer) ?? .max, hops: hops) {
        case .fits: .accept
        case .tooLarge(let limit): .refuse(.tooLarge(limit: limit))
        case .peerFull: .refuse(.peerFull(peer))
        case .stationFull: .refuse(.stationFull)
        }
    }

    /// Keeps room while a bundle is coming in; to be released when it has come, or has not.
    ///
    /// - Throws: `Admission.Refusal` where there is no room.
    package mutating func reserve(
        size: Int, from peer: Designator, hops: UInt64
    ) throws(Admission.Refusal) -> Reservation {
        if case .refuse(let refusal) = admission(size: size, from: peer, hops: hops) { throw refusal }
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
