/// Which parcel a receipt means.
package struct ParcelName: Hashable, Sendable, CustomStringConvertible {
    /// As the station counts it to which the receipt goes.
    package var channel: Int64
    /// SHA-256 of the parcel's content, as its cover gives it: after a restored backup the number alone may mean another.
    package var digest: Digest256

    package init(channel: Int64, digest: Digest256) {
        self.channel = channel
        self.digest = digest
    }

    package var description: String { "\(channel) \(digest)" }
}

/// A channel number and the incarnation within which it counts.
package struct ChannelPlace: Hashable, Sendable, CustomStringConvertible {
    package var incarnation: IncarnationName
    /// 0 where no number has been given out yet.
    package var channel: Int64

    package init(incarnation: IncarnationName, channel: Int64) {
        self.incarnation = incarnation
        self.channel = channel
    }

    package var description: String { "\(incarnation) \(channel)" }
}
