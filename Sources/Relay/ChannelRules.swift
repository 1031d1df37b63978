/// What channel numbers mean: each station numbers its parcels to each other station, from 1 and without a gap.
package enum ChannelRules {
    /// The most channel numbers that one arrival or comparison may show to be missing.
    package static let greatestGap: Int64 = 10_000

    /// What is known of a channel number from before.
    package enum Known: Sendable, Hashable {
        case nothing
        case sameContents
        case otherContents
    }

    package enum Hearing: Sendable, Hashable {
        /// It has not been heard before; the numbers between are missing from now on, and it may itself fill a gap.
        case new(missing: Range<Int64>)
        /// The same parcel again.
        case duplicate
        /// The number was used before for other contents: a restored backup, or worse.
        case reused
        /// So far ahead that the numbers between cannot all be listed.
        case tooFarAhead(highest: Int64)
    }

    /// What an arriving channel number means.
    ///
    /// - Parameters:
    ///   - channel: 1 or more.
    ///   - highest: the highest number heard of from that station, 0 for none.
    ///   - known: what arrived under that number before.
    package static func hearing(_ channel: Int64, highest: Int64, known: Known) -> Hearing {
        switch known {
        case .sameContents: .duplicate
        case .otherContents: .reused
        case .nothing where channel <= highest: .new(missing: channel..<channel)
        case .nothing where channel - highest > greatestGap: .tooFarAhead(highest: highest)
        case .nothing: .new(missing: highest + 1..<channel)
        }
    }
}

/// What a station says of the channel numbers between it and another one.
package struct ChannelComparison: Sendable, Hashable {
    /// The last number that it has given out towards the other.
    package var sent: Int64
    /// The highest number that it has heard of from the other.
    package var heard: Int64

    package init(sent: Int64, heard: Int64) {
        self.sent = sent
        self.heard = heard
    }
}

extension ChannelComparison {
    package struct Finding: Sendable, Hashable {
        /// Numbers of the other station that we have not heard of; missing from now on.
        package var missing: Range<Int64>
        /// We have to go on numbering after this one: the other station has heard of numbers that we know nothing of,
        /// because our register was restored from a backup.
        package var skipTo: Int64?
        /// More numbers are missing than can be listed; nothing is opened, and the clerk must look.
        package var isTooFarAhead: Bool
    }

    /// What the other station's statement shows, which may be an old one: bundles overtake each other.
    ///
    /// - Parameter own: our own numbers with that station.
    package func finding(against own: ChannelComparison) -> Finding {
        let ahead = max(0, sent - own.heard)
        let isTooFarAhead = ahead > ChannelRules.greatestGap
        let missing = ahead == 0 || isTooFarAhead ? own.heard + 1..<own.heard + 1 : own.heard + 1..<sent + 1
        return Finding(
            missing: missing, skipTo: heard > own.sent ? heard : nil, isTooFarAhead: isTooFarAhead)
    }
}
