import Relay
import Telegrams

// What is to be said to other stations: it waits a while, so that several things go in one telegram.

extension World {
    func queueNotice(_ station: SimulatedStation, _ notice: Notice, to peer: Int) {
        station.disk.open(peer)
        let waiting = station.disk.channels[peer]?.pending ?? []
        let isAdmitted = Correspondence.admits(notice, waits: waiting.contains(notice), count: waiting.count)
        guard isAdmitted || !rules.limitsAnswers else { return }
        if case .arrived(let name, _) = notice { checkDelivered(station, name, from: peer) }
        station.disk.channels[peer]?.pending.append(notice)
        let pause = notice.sort == .receipts ? draw(1...20) * Milliseconds.minute : 10 * Milliseconds.second
        let due = station.clock(now).adding(milliseconds: pause)
        station.memory.noticesDue = min(station.memory.noticesDue ?? due, due)
        planWake(station, at: now + pause)
    }

    /// A report to the source of a bundle, which may be this station itself.
    func tell(_ station: SimulatedStation, _ notice: Notice, to source: Int) {
        if source != station.index { return queueNotice(station, notice, to: source) }
        if case .damaged(let item, _) = notice { perform([.sendAgainBundle(item)], station, with: source) }
    }

    /// Sends what waits to be said.
    func sendNotices(_ station: SimulatedStation) {
        let clock = station.clock(now)
        guard let due = station.memory.noticesDue else { return }
        guard due <= clock || due > clock.adding(milliseconds: Milliseconds.hour) else { return }
        station.memory.noticesDue = nil
        for peer in station.disk.correspondents {
            guard let channel = station.disk.channels[peer], !channel.pending.isEmpty else { continue }
            let telegrams = channel.correspondence.telegrams(of: channel.pending)
            guard !telegrams.isEmpty else { continue }
            station.disk.channels[peer]?.pending = []
            for telegram in telegrams { send(station, to: peer, .notices(telegram), telegram.precedence) }
        }
    }

    // MARK: Asking

    func askForRepeats(_ station: SimulatedStation) {
        let clock = station.clock(now)
        guard rules.asksForRepeats, let next = station.disk.nextRequest(at: clock), next <= clock else { return }
        for peer in station.disk.correspondents {
            guard let channel = station.disk.channels[peer], !channel.gaps.isEmpty, !channel.hasWaitingQuestion else {
                continue
            }
            var correspondence = channel.correspondence
            let due = correspondence.requests(
                for: channel.gaps.next, isQuestionWaiting: false, canOvertake: true, at: clock)
            guard !due.isEmpty else { continue }
            statistics.requests += due.count
            station.disk.channels[peer]?.correspondence = correspondence
            station.disk.channels[peer]?.gaps.ask(for: due, at: clock)
            for place in due { queueNotice(station, .repeat(place), to: peer) }
        }
    }

    func compare(_ station: SimulatedStation) {
        guard rules.comparesNumbers else { return }
        let clock = station.clock(now)
        guard let first = station.disk.nextComparison(at: clock), first <= clock else { return }
        for peer in station.disk.correspondents {
            guard let due = station.disk.channels[peer]?.comparisonDue(at: clock), due <= clock else { continue }
            compare(station, with: peer)
        }
    }

    func compare(_ station: SimulatedStation, with peer: Int) {
        guard let question = station.disk.channels[peer]?.correspondence.askToCompare(at: station.clock(now)) else {
            return
        }
        statistics.comparisons += 1
        queueNotice(station, question, to: peer)
    }
}
