import Telegrams

/// What channel numbers mean: each station numbers its parcels to each other station, from 1 and without a gap.
package enum ChannelRules {
    /// The most channel numbers of a station that may be missing at once; where more are, the rest is found later.
    package static let greatestGap: Int64 = 10_000
    /// So many numbers are looked through, the last ones, where it is doubted what came of them.
    package static let mostRecounted: Int64 = 100_000

    /// What is known of a channel number from before.
    package enum Known: Sendable, Hashable {
        case nothing
        case sameContents
        case otherContents
    }
}

/// What a station says of the channel numbers between it and another one.
package struct ChannelComparison: Sendable, Hashable {
    /// The last number that it has given out towards the other; 0 for none.
    package var sent: ChannelPlace
    /// The highest number that it has heard of from the other; nil for none.
    package var heard: ChannelPlace?

    package init(sent: ChannelPlace, heard: ChannelPlace?) {
        self.sent = sent
        self.heard = heard
    }
}
