import Register
import Relay
import SSHSignatures
import Sealing
import Station
import Telegrams

/// A parcel that is ready but for its channel number.
package struct NewParcel: Sendable {
    package var to: Designator
    package var content: Cover.Content
    package var precedence: Precedence
    package var due: Instant?
    package var officers: [Codename] = []
    package var infoOfficers: [Codename] = []
    package var careOf: [Codename] = []
    package var sealedTo: [Cover.SealedTo] = []
    package var announces: [Cover.Announcement] = []
    /// Of what it carries.
    package var digest: Digest256
    /// The entry whose sealed telegram it carries; nil for a part of an enclosure.
    package var number: Int64?
    /// Whether it carries nothing but comparisons, for which nobody waits.
    package var isComparison = false

    package init(
        to station: Designator, _ content: Cover.Content, precedence: Precedence, digest: Digest256, number: Int64?
    ) {
        to = station
        self.content = content
        self.precedence = precedence
        self.digest = digest
        self.number = number
    }
}

extension Station {
    /// Gives a parcel the next channel number towards its station, and lets it wait for the next exchange.
    ///
    /// - Returns: the channel number.
    @discardableResult
    package func queue(
        _ parcel: NewParcel, directory: Directory, at now: Instant, in writer: Register.Writer
    ) throws -> Int64 {
        let peer = try directory.correspondent(parcel.to)
        var correspondence = try meet(peer, at: now, in: writer)
        let channel = correspondence.number(isComparison: parcel.isComparison, at: now)
        try writer.set(correspondence, with: parcel.to)
        let cover = try Cover(
            from: designator, fromKey: keyFingerprint, to: parcel.to, toKey: KeyFingerprint(peer.stationKey),
            incarnation: correspondence.sent.incarnation, channel: channel, precedence: parcel.precedence,
            due: parcel.due, content: parcel.content, officers: parcel.officers, infoOfficers: parcel.infoOfficers,
            careOf: parcel.careOf, sealedTo: parcel.sealedTo, announces: parcel.announces, digest: parcel.digest)
        try writer.enqueue(ParcelRecord(cover, number: parcel.number, created: now))
        return channel
    }

    /// The correspondence with a station as its key is now.
    private func meet(_ peer: Correspondent, at now: Instant, in writer: Register.Writer) throws -> Correspondence {
        let station = peer.card.station
        var correspondence = try writer.reader.correspondence(with: station)
        var random = SystemRandomNumberGenerator()
        let anew = Incarnation(IncarnationName(from: &random), began: now)
        if correspondence.meet(KeyFingerprint(peer.stationKey), within: anew) {
            try writer.closeGaps(of: station)
            try writer.refuseAll(to: station, reason: "\(station) has other keys now", at: now)
        }
        return correspondence
    }

    /// The key by which covers name this station.
    var keyFingerprint: KeyFingerprint { KeyFingerprint(keys.signer.publicKey) }
}
