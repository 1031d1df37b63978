import Register
import Relay
import SSHSignatures
import Telegrams

// A station with another key is another correspondent.

extension Station {
    /// The correspondence with a station as its key is now.
    ///
    /// Where the key is another one than before, nothing that was made for the station can be taken in any more: that is
    /// noted at once, so that it is shown.
    package func meet(
        _ station: Designator, key: PublicKey, at now: Instant, in writer: Register.Writer
    ) throws -> Correspondence {
        var correspondence = try writer.reader.correspondence(with: station)
        var random = SystemRandomNumberGenerator()
        let anew = Incarnation(IncarnationName(from: &random), began: now)
        if correspondence.meet(KeyFingerprint(key), within: anew) {
            try writer.set(correspondence, with: station)
            try writer.closeGaps(of: station)
            try writer.refuseAll(to: station, reason: "\(station) has other keys now", at: now)
        }
        return correspondence
    }

    /// The same as soon as a card is pinned, where anything was ever sent to its station.
    func meetAgain(_ card: Card, at now: Instant, in writer: Register.Writer) throws {
        guard try writer.reader.correspondence(with: card.station).sent.last > 0 else { return }
        let correspondence = try meet(card.station, key: PublicKey(card.stationKey), at: now, in: writer)
        try writer.set(correspondence, with: card.station)
    }
}
