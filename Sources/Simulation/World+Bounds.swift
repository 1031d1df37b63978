import Relay
import Telegrams

// What others can make a station keep, and what it believes of them, has its bounds.

extension World {
    /// Whether what goes between two honest stations, either way, comes past honest ones only.
    func isSafe(_ first: Int, _ second: Int) -> Bool {
        guard !hostile.isEmpty, first != second else { return true }
        let pair = [min(first, second), max(first, second)]
        if let known = safe[pair] { return known }
        let isSafe = isHonest(first) && leadsPastHonest(first, second) && leadsPastHonest(second, first)
        safe[pair] = isSafe
        return isSafe
    }

    /// Whether all stations past which a bundle can go are honest, and know how to go on.
    private func leadsPastHonest(_ first: Int, _ second: Int) -> Bool {
        var known: Set = [first]
        var next = [first]
        while let station = next.popLast() {
            guard isHonest(station) else { return false }
            guard station != second else { continue }
            let ways = oracle.ways(from: station, to: second)
            guard !ways.isEmpty else { return false }
            for way in ways where known.insert(way.peer).inserted { next.append(way.peer) }
        }
        return true
    }

    func checkBounds() {
        for station in stations where isHonest(station.index) {
            for peer in station.disk.correspondents {
                guard let channel = station.disk.channels[peer], let fault = fault(in: channel) else { continue }
                report("what others say is bounded", "S\(station.index) of S\(peer): \(fault)")
            }
        }
    }

    private func fault(in channel: Channel) -> String? {
        let correspondence = channel.correspondence
        let sent = correspondence.sent
        if sent.last != channel.parcels[sent.incarnation.name]?.count ?? 0 { return "No. \(sent) was never given out" }
        let schedule = correspondence.schedule
        if max(schedule.confirmed, schedule.lastSent) > sent.last { return "\(schedule) of \(sent)" }
        if let heard = correspondence.heard, !(0...ChannelNumber.greatest).contains(heard.highest) { return "\(heard)" }
        if correspondence.candidates.count > Correspondence.Candidate.most { return "too many candidates" }
        if correspondence.former.count > Correspondence.Former.most { return "too many former incarnations" }
        if correspondence.missing != channel.gaps.count {
            return "\(correspondence.missing), \(channel.gaps.count) gaps"
        }
        if channel.gaps.count > ChannelRules.greatestGap { return "\(channel.gaps.count) gaps" }
        let answers = channel.pending.filter { $0.sort != .receipts }.count
        if answers > Correspondence.mostWaiting { return "\(answers) notices wait" }
        if Set(channel.pending).count < channel.pending.count { return "a notice waits twice" }
        return nil
    }
}
