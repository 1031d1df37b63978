import Register
import Relay
import Station
import Telegrams

// Comparing channel numbers: this finds the last parcel of a series missing, which no later number reveals.

extension Station {
    /// Asks the stations with which numbers have moved for a day without a word that they were heard.
    func compareWhereDue(_ duties: inout Duties) {
        let now = now()
        duties.attemptParts(of: .comparing, at: now) { duties in
            try register.write { writer in
                let givenUp = Set(try writer.reader.gaps().filter(\.requests.isGivenUp).map(\.peer))
                for peer in try writer.reader.correspondents() {
                    try duties.attemptPart(.comparingWith(peer), at: now) {
                        let correspondence = try writer.reader.correspondence(with: peer)
                        let hasGivenUp = givenUp.contains(peer)
                        guard correspondence.isComparisonDue(at: now, hasGivenUp: hasGivenUp) else { return }
                        try writer.attempt { try ask(peer, correspondence, in: writer) }
                    }
                }
            }
        }
    }

    /// Asks a station, or all, to compare channel numbers now; the questions leave at the next exchange.
    ///
    /// - Returns: the stations that are asked.
    package func compareNow(with peer: Designator?) throws -> [Designator] {
        if let peer {
            guard peer != designator else {
                throw StationError(
                    .invalid, "\(peer) is this station: it has no channel to itself",
                    hint: "name another station, or none to ask all")
            }
            _ = try card(of: peer)
        }
        return try register.write { writer in
            let peers = try peer.map { [$0] } ?? writer.reader.correspondents()
            for peer in peers { try ask(peer, writer.reader.correspondence(with: peer), in: writer) }
            return peers
        }
    }

    private func ask(_ peer: Designator, _ correspondence: Correspondence, in writer: Register.Writer) throws {
        var correspondence = correspondence
        let question = correspondence.askToCompare(at: now())
        try writer.set(correspondence, with: peer)
        try writer.queueNotice(question, to: peer)
    }
}
