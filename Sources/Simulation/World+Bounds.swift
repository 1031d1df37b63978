import Relay
import Telegrams

// What others can make a station keep, and what it believes of them, has its bounds.

extension World {
    func isHonest(_ station: Int) -> Bool { true }

    /// Whether what goes between two honest stations, either way, comes past honest ones only.
    func isSafe(_ first: Int, _ second: Int) -> Bool { true }

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
        return nil
    }
}
