import Register
import Telegrams

extension StationStatus {
    /// Channel numbers of a station that have not arrived, one after the other and found and asked for together.
    ///
    /// A correspondent can make thousands of his numbers count as missing, with holes between them; they must fill neither a
    /// screen nor an answer. So of each station no more than a few runs are told apart, and the rest together.
    package struct Missing: Codable, Sendable, Equatable {
        package var peer: Designator
        /// The first of them.
        package var channel: Int64
        /// The last of them.
        package var through: Int64
        /// How many are missing: all from the first to the last, or some, where the rest of a station's is told together.
        package var count: Int
        package var since: Instant
        /// How often a repeat was asked for, of one of them at least.
        package var asks: Int
        /// No more repeats are asked for, of one of them at least: a person must.
        package var isGivenUp: Bool

        package init(
            peer: Designator, channel: Int64, through: Int64? = nil, count: Int = 1, since: Instant, asks: Int,
            isGivenUp: Bool
        ) {
            self.peer = peer
            self.channel = channel
            self.through = through ?? channel
            self.count = count
            self.since = since
            self.asks = asks
            self.isGivenUp = isGivenUp
        }

        /// Runs of a station that are told apart.
        package static let most = 20

        /// - Parameter gaps: by station and number.
        package static func runs(of gaps: [Gap]) -> [Missing] {
            var runs: [Missing] = []
            var apart = 0
            var before: Gap?
            for gap in gaps {
                let isSamePeer = gap.peer == before?.peer
                if !isSamePeer { apart = 0 }
                if isSamePeer, let last = runs.indices.last, apart == most || before.map(gap.follows) == true {
                    runs[last].take(gap)
                } else {
                    runs.append(Missing(gap))
                    apart += 1
                }
                before = gap
            }
            return runs
        }

        private init(_ gap: Gap) {
            self.init(
                peer: gap.peer, channel: gap.channel, since: gap.requests.found,
                asks: gap.requests.count, isGivenUp: gap.requests.isGivenUp)
        }

        private mutating func take(_ gap: Gap) {
            channel = min(channel, gap.channel)
            through = max(through, gap.channel)
            count += 1
            since = min(since, gap.requests.found)
            asks = max(asks, gap.requests.count)
            isGivenUp = isGivenUp || gap.requests.isGivenUp
        }
    }
}

extension Gap {
    fileprivate func follows(_ other: Gap) -> Bool {
        peer == other.peer && incarnation == other.incarnation && channel == other.channel + 1
            && requests == other.requests
    }
}
