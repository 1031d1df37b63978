import Relay
import Telegrams

// Channel numbers: what is delivered, what is missing, and what stations tell each other about it.

extension World {
    // MARK: Delivering

    func deliver(_ station: SimulatedStation, _ copy: BundleCopy) {
        station.disk.open(copy.source)
        guard let channel = station.disk.channels[copy.source], let content = content(of: copy) else {
            return report("the queue matches the disk", "bundle \(copy.bundle) holds nothing")
        }
        ledger.settle(copy.bundle)
        station.disk.delivered.insert(copy.bundle)
        let known: ChannelRules.Known = channel.hasHeard(copy.channel) ? .sameContents : .nothing
        switch ChannelRules.hearing(Int64(copy.channel), highest: Int64(channel.highest), known: known) {
        case .new(let missing):
            openGaps(station, copy.source, missing)
            station.disk.hear(copy.source, copy.channel, at: station.clock(now))
            take(station, content, copy)
        case .duplicate:
            statistics.repetitions += 1
            if !rules.dropsRepetitions { take(station, content, copy) }
        case .reused, .tooFarAhead:
            report("numbers follow one another", "S\(station.index) refused No. \(copy.channel) of S\(copy.source)")
        }
    }

    private func take(_ station: SimulatedStation, _ content: Content, _ copy: BundleCopy) {
        switch content {
        case .telegram(let telegram):
            ledger.telegrams[telegram].deliveries += 1
            if ledger.telegrams[telegram].deliveries > 1 {
                report("nothing is delivered twice", "telegram \(telegram) at S\(station.index)")
            }
            ledger.undelivered -= 1
            if rules.receiptsAfterCommit { queueNotice(station, .arrived(channel: copy.channel), to: copy.source) }
        case .notices(let notices):
            for notice in notices { apply(notice, station, from: copy.source) }
        }
    }

    private func openGaps(_ station: SimulatedStation, _ peer: Int, _ missing: Range<Int64>) {
        for channel in missing {
            station.disk.gaps.append(
                Disk.Gap(
                    peer: peer, channel: Int(channel), requests: RepeatRequests(found: station.clock(now))))
        }
        if !missing.isEmpty { planWake(station, at: now + ChannelPatience.usual) }
    }

    // MARK: Notices

    func queueNotice(_ station: SimulatedStation, _ notice: StationNotice, to peer: Int) {
        if case .arrived(let channel) = notice { checkDelivered(station, channel, from: peer) }
        station.disk.pending.append((peer, notice))
        let pause = notice.isReceipt ? draw(1...20) * Milliseconds.minute : 10 * Milliseconds.second
        let due = station.clock(now).adding(milliseconds: pause)
        station.memory.noticesDue = min(station.memory.noticesDue ?? due, due)
        planWake(station, at: now + pause)
    }

    /// Sends what waits to be reported: to each station one parcel of each sort.
    func sendNotices(_ station: SimulatedStation) {
        let clock = station.clock(now)
        guard let due = station.memory.noticesDue else { return }
        guard due <= clock || due > clock.adding(milliseconds: Milliseconds.hour) else { return }
        station.memory.noticesDue = nil
        let pending = station.disk.pending
        station.disk.pending = []
        var parcels: [(peer: Int, sort: Int, notices: [StationNotice])] = []
        for (peer, notice) in pending {
            let sort = notice.isReceipt ? 0 : notice.isComparison ? 1 : 2
            if let index = parcels.firstIndex(where: { $0.peer == peer && $0.sort == sort }) {
                parcels[index].notices.append(notice)
            } else {
                parcels.append((peer, sort, [notice]))
            }
        }
        for (peer, sort, notices) in parcels {
            let stated = notices.map { $0.stating(station.disk.channels[peer]?.comparison) }
            let channel = send(station, to: peer, .notices(stated), sort == 2 ? .immediate : .routine)
            if stated.contains(where: \.isQuestion) { station.disk.channels[peer]?.question = channel }
        }
    }

    func apply(_ notice: StationNotice, _ station: SimulatedStation, from peer: Int) {
        switch notice {
        case .arrived(let channel): noteReceipt(station, channel, from: peer)
        case .repeat(let channel):
            if !letWaitAgain(station, peer, channel) { queueNotice(station, .void(channel: channel), to: peer) }
        case .void(let channel):
            statistics.voids += 1
            station.disk.gaps.removeAll { $0.peer == peer && $0.channel == channel }
        case .damaged(let bundle):
            guard let parcel = station.disk.parcelOfBundle[bundle] else { return }
            if station.disk.parcel(parcel.peer, parcel.channel)?.hasArrived == false {
                letWaitAgain(station, parcel.peer, parcel.channel)
            }
        case .undeliverable(let bundle): ledger.untold.remove(bundle)
        case .compare(let comparison):
            compare(station, peer, comparison)
            queueNotice(station, .answer(comparison), to: peer)
        case .answer(let comparison): compare(station, peer, comparison)
        }
    }

    private func noteReceipt(_ station: SimulatedStation, _ channel: Int, from peer: Int) {
        guard let parcel = station.disk.parcel(peer, channel), case .telegram(let telegram) = parcel.content else {
            return report("receipts are for telegrams", "S\(station.index) No. \(channel)")
        }
        if ledger.telegrams[telegram].deliveries == 0 {
            report("no receipt before durability", "telegram \(telegram) at S\(station.index)")
        }
        if !ledger.telegrams[telegram].isReceipted { ledger.unreceipted -= 1 }
        ledger.telegrams[telegram].isReceipted = true
        station.disk.channels[peer]?.schedule.confirm(Int64(channel))
        station.disk.channels[peer]?.parcels[channel - 1]?.hasArrived = true
        guard parcel.isWaiting else { return }
        station.disk.setWaiting(peer, channel, since: nil)
        withdraw(station) { if case .own(peer, channel) = $0 { true } else { false } }
    }

    /// - Returns: false where there is nothing under that number.
    @discardableResult
    func letWaitAgain(_ station: SimulatedStation, _ peer: Int, _ channel: Int) -> Bool {
        guard let parcel = station.disk.parcel(peer, channel) else { return false }
        guard !parcel.isWaiting else { return true }
        let clock = station.clock(now)
        station.disk.setWaiting(peer, channel, since: clock)
        enqueue(station, own: channel, to: peer)
        return true
    }

    // MARK: Gaps and comparisons

    func askForRepeats(_ station: SimulatedStation) {
        guard rules.asksForRepeats, !station.disk.gaps.isEmpty else { return }
        let clock = station.clock(now)
        for peer in Set(station.disk.gaps.map(\.peer)).sorted() where !station.disk.hasWaitingQuestion(peer) {
            guard let patience = station.disk.channels[peer]?.patience else { continue }
            for index in station.disk.gaps.indices where station.disk.gaps[index].peer == peer {
                guard let due = station.disk.gaps[index].requests.due(at: clock, patience: patience), due <= clock
                else { continue }
                ask(station, index, at: clock)
            }
        }
    }

    private func ask(_ station: SimulatedStation, _ index: Int, at clock: Instant) {
        statistics.requests += 1
        station.disk.gaps[index].requests.ask(at: clock)
        let gap = station.disk.gaps[index]
        station.disk.channels[gap.peer]?.patience.ask(at: clock)
        if gap.requests.isGivenUp { statistics.givenUp += 1 }
        queueNotice(station, .repeat(channel: gap.channel), to: gap.peer)
    }

    func compare(_ station: SimulatedStation) {
        guard rules.comparesNumbers else { return }
        let clock = station.clock(now)
        guard let first = station.disk.nextComparison(at: clock), first <= clock else { return }
        for peer in station.disk.correspondents {
            guard let due = station.disk.comparisonDue(with: peer, at: clock), due <= clock,
                let comparison = station.disk.channels[peer]?.comparison
            else { continue }
            statistics.comparisons += 1
            station.disk.channels[peer]?.schedule.ask(at: clock)
            queueNotice(station, .compare(comparison), to: peer)
        }
    }

    /// What the other station says of its numbers opens gaps, and shows that it is there.
    private func compare(_ station: SimulatedStation, _ peer: Int, _ comparison: ChannelComparison) {
        guard let own = station.disk.channels[peer]?.comparison else { return }
        let finding = comparison.finding(against: own)
        openGaps(station, peer, finding.missing)
        if let last = finding.missing.last { station.disk.raise(peer, to: Int(last)) }
        if finding.skipTo != nil || finding.isTooFarAhead {
            report("numbers follow one another", "S\(station.index) is told of numbers that it never gave out")
        }
        station.disk.channels[peer]?.schedule.hear(comparison)
        for index in station.disk.gaps.indices where station.disk.gaps[index].peer == peer {
            station.disk.gaps[index].requests.revive()
        }
    }
}

extension StationNotice {
    /// A comparison states the numbers at the time at which it is sent.
    fileprivate func stating(_ comparison: ChannelComparison?) -> StationNotice {
        switch (self, comparison) {
        case (.compare, let comparison?): .compare(comparison)
        case (.answer, let comparison?): .answer(comparison)
        default: self
        }
    }
}
