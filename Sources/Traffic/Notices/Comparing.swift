import Register
import Relay
import Station
import Telegrams

// Comparing channel numbers: this finds the last parcel of a series missing, which no later number reveals.

extension Station {
    /// Asks the stations with which numbers have moved for a day without a word that they were heard.
    func compareWhereDue() throws {
        let now = now()
        try register.write { writer in
            let givenUp = Set(try writer.reader.gaps().filter(\.requests.isGivenUp).map(\.peer))
            for peer in try writer.reader.correspondents() {
                let schedule = try writer.reader.comparisonSchedule(with: peer, at: now)
                if let due = schedule.due(at: now, hasGivenUp: givenUp.contains(peer)), due <= now {
                    try ask(peer, schedule, in: writer)
                } else {
                    try writer.set(schedule, with: peer)
                }
            }
        }
    }

    /// Asks a station, or all, to compare channel numbers now; the questions leave at the next exchange.
    ///
    /// - Returns: the stations that are asked.
    package func compareNow(with peer: Designator?) throws -> [Designator] {
        if let peer { _ = try card(of: peer) }
        return try register.write { writer in
            let peers = try peer.map { [$0] } ?? writer.reader.correspondents()
            for peer in peers { try ask(peer, writer.reader.comparisonSchedule(with: peer, at: now()), in: writer) }
            return peers
        }
    }

    private func ask(_ peer: Designator, _ schedule: ComparisonSchedule, in writer: Register.Writer) throws {
        var schedule = schedule
        schedule.ask(at: now())
        try writer.set(schedule, with: peer)
        let own = try writer.reader.channelNumbers(with: peer)
        try writer.queueNotice(
            Notice.compare(sent: own.sent, heard: own.heard).description, to: peer, isService: true)
    }

    /// Draws the consequences of what a station says of its channel numbers with us.
    func compare(
        _ theirs: ChannelComparison, with peer: Designator, isQuestion: Bool, in writer: Register.Writer,
        report: inout ExchangeReport
    ) throws {
        let now = now()
        var schedule = try writer.reader.comparisonSchedule(with: peer, at: now)
        schedule.hear(theirs)
        try writer.set(schedule, with: peer)
        try reviveRequests(to: peer, in: writer)
        let finding = theirs.finding(against: try writer.reader.channelNumbers(with: peer))
        try writer.openGaps(finding.missing, from: peer, at: now)
        if let last = finding.missing.last { try writer.raise(peer, to: last) }
        if let last = finding.skipTo { try writer.skip(to: last, towards: peer) }
        report.troubles += words(finding, peer)
        guard isQuestion else { return }
        let own = try writer.reader.channelNumbers(with: peer)
        try writer.queueNotice(
            Notice.compared(sent: own.sent, heard: own.heard).description, to: peer, isService: true)
    }

    /// The other station is there after all: what was given up is asked for again.
    private func reviveRequests(to peer: Designator, in writer: Register.Writer) throws {
        let revived = try writer.reader.gaps().filter { $0.peer == peer && $0.requests.isGivenUp }.map { gap in
            var gap = gap
            gap.requests.revive()
            return gap
        }
        try writer.set(revived)
    }

    private func words(_ finding: ChannelComparison.Finding, _ peer: Designator) -> [String] {
        var words: [String] = []
        if finding.skipTo != nil {
            words.append("\(peer) has heard of more than was sent from here: this register is an older copy")
        }
        if finding.isTooFarAhead {
            words.append("so many parcels of \(peer) are missing that they cannot be listed: ask its clerk")
        }
        return words
    }
}
