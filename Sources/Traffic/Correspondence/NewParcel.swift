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
    /// The earlier parcel in place of which it is sent; the cover names it where it is of the present incarnation.
    package var replaces: ChannelPlace?
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
        var correspondence = try meet(parcel.to, key: peer.stationKey, at: now, in: writer)
        let channel = correspondence.number(isComparison: parcel.isComparison, at: now)
        try writer.set(correspondence, with: parcel.to)
        let replaced = parcel.replaces.flatMap {
            $0.incarnation == correspondence.sent.incarnation.name ? $0.channel : nil
        }
        let cover = try Cover(
            from: designator, fromKey: keyFingerprint, to: parcel.to, toKey: KeyFingerprint(peer.stationKey),
            incarnation: correspondence.sent.incarnation, channel: channel, replaces: replaced,
            precedence: parcel.precedence, due: parcel.due, content: parcel.content, officers: parcel.officers,
            infoOfficers: parcel.infoOfficers, careOf: parcel.careOf, sealedTo: parcel.sealedTo,
            announces: parcel.announces, digest: parcel.digest)
        try writer.enqueue(ParcelRecord(cover, number: parcel.number, created: now))
        return channel
    }

    /// The key by which covers name this station.
    var keyFingerprint: KeyFingerprint { KeyFingerprint(keys.signer.publicKey) }
}
