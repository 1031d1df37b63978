import Relay
import Telegrams

// Registers that are put back to an older copy, and second copies of a station; and the people who decide then.

extension World {
    /// What happens to a station's register.
    enum Restoration: CaseIterable {
        /// An older copy is put back; the file outside the station's folder shows it.
        case noticed
        /// The file outside is put back as well: only others can notice.
        case unnoticed
        /// The older copy runs on another machine, and for some time now this one is on line, now that one.
        case secondCopy
    }

    func planRestorations() {
        guard faults.restorations < .max else { return }
        for station in stations where isHonest(station.index) {
            for _ in 0..<2 where chance(faults.restorations) {
                let start = now + draw(0...size.days * Milliseconds.day)
                let length = draw(1...36) * Milliseconds.hour
                let kind = Restoration.allCases[pick(Restoration.allCases.count)]
                agenda.plan(.backup(station.index), at: start)
                agenda.plan(.restoration(kind, station.index), at: start + length)
            }
        }
    }

    func makeBackup(of station: SimulatedStation) { station.backup = station.disk }

    func restore(_ station: SimulatedStation, _ kind: Restoration) {
        guard areFaultsOn, let backup = station.backup, station.other == nil, !station.isOlderCopy else { return }
        statistics.restorations += 1
        let present = station.disk
        exchange(station, for: backup)
        switch kind {
        case .noticed: begin(station)
        case .unnoticed:
            station.isOlderCopy = true
            ledger.mayReuse.insert(station.index)
            agenda.plan(.compareAll(station.index), at: now + draw(1...12) * Milliseconds.hour)
        case .secondCopy:
            station.other = present
            begin(station)
            agenda.plan(.otherCopy(station.index), at: now + draw(1...24) * Milliseconds.hour)
        }
    }

    /// The other copy comes on line instead of this one, or a person has put one of them away.
    func exchangeCopies(_ station: SimulatedStation) {
        guard let other = station.other else { return }
        guard areFaultsOn, !chance(3) else { return keepThisCopy(station) }
        station.other = station.disk
        exchange(station, for: other)
        agenda.plan(.otherCopy(station.index), at: now + draw(1...24) * Milliseconds.hour)
    }

    /// A person puts the other copy away: what that one has heard, this one has to ask for.
    func keepThisCopy(_ station: SimulatedStation) {
        guard station.other != nil else { return }
        station.other = nil
        compareAll(station)
    }

    /// Who has put back what only others can notice, or put away another copy, lets numbers be compared with all.
    func compareAll(_ station: SimulatedStation) {
        guard station.isUp, !station.isDiskFull else {
            return agenda.plan(.compareAll(station.index), at: now + Milliseconds.hour)
        }
        for peer in station.disk.correspondents { compare(station, with: peer) }
    }

    private func exchange(_ station: SimulatedStation, for disk: Disk) {
        if station.isUp { crash(station) }
        for bundle in station.disk.custody.keys {
            ledger.drop(bundle)
            ledger.markSettled(bundle)
        }
        ledger.forgetUntold(of: station.index)
        station.disk = disk
        for bundle in disk.custody.keys {
            ledger.add(bundle)
            ledger.markSettled(bundle)
        }
        for peer in disk.correspondents where disk.hold(of: peer) != nil { planDecision(station, about: peer) }
    }

    /// Begins a new incarnation.
    private func begin(_ station: SimulatedStation) {
        statistics.incarnations += 1
        let incarnation = Incarnation(IncarnationName(from: &random), began: station.clock(now))
        station.isOlderCopy = false
        station.disk.incarnation = incarnation
        for peer in station.disk.correspondents {
            guard var correspondence = station.disk.channels[peer]?.correspondence else { continue }
            let wasHeld = correspondence.hold != nil
            let effects = correspondence.begin(incarnation, at: station.clock(now))
            station.disk.channels[peer]?.correspondence = correspondence
            perform(effects, station, with: peer)
            station.disk.channels[peer]?.isDisowned = false
            if wasHeld, correspondence.hold == nil { release(station, peer) }
        }
    }

    /// Whose incarnation was disowned by others by mistake begins another one.
    func beginAnew(_ station: SimulatedStation, after name: IncarnationName) {
        guard station.disk.incarnation.name == name else { return }
        guard station.isUp, !station.isDiskFull else {
            return agenda.plan(.beginAnew(station.index, name), at: now + Milliseconds.hour)
        }
        begin(station)
        pumpAll(station)
    }

    // MARK: People

    /// A clerk reads what he is told, and decides some time later.
    func note(_ remark: CorrespondenceRemark, _ station: SimulatedStation, about peer: Int) {
        switch remark {
        case .newIncarnation, .tooFarAhead: return
        case .twoCopies: statistics.twoCopies += 1
        case .olderCopy: statistics.claims += 1
        }
        withdrawAll(station, to: peer)
        planDecision(station, about: peer)
    }

    private func planDecision(_ station: SimulatedStation, about peer: Int) {
        // With a station that makes trouble a clerk may not speak any more.
        guard isHonest(peer) || chance(2) else { return }
        agenda.plan(.decision(station.index, peer: peer), at: now + draw(1...24) * Milliseconds.hour)
    }

    func decide(_ station: SimulatedStation, about peer: Int) {
        guard station.isUp, !station.isDiskFull, stations[peer].other == nil else {
            return agenda.plan(.decision(station.index, peer: peer), at: now + 6 * Milliseconds.hour)
        }
        switch station.disk.hold(of: peer) {
        case nil: return
        case .olderCopy: judge(station, theClaimOf: peer)
        case .twoCopies(let current, let other): choose(station, peer, current, other)
        }
        takeReleased(station)
        pumpAll(station)
    }

    private func judge(_ station: SimulatedStation, theClaimOf peer: Int) {
        if station.isOlderCopy { return begin(station) }
        if isHonest(peer), isHonest(station.index) {
            report("nobody claims what is not so", "S\(peer) says that S\(station.index) is an older copy")
        }
        if station.disk.channels[peer]?.correspondence.dismissClaim() ?? false { release(station, peer) }
    }

    /// He asks the other station's clerk which copy it is.
    private func choose(_ station: SimulatedStation, _ peer: Int, _ current: Incarnation, _ other: Incarnation) {
        let isOther =
            isHonest(peer) ? stations[peer].disk.incarnation.name == other.name : chance(2)
        let name = isOther ? other.name : current.name
        guard let effects = station.disk.channels[peer]?.correspondence.resolve(keeping: name) else {
            return report("a person can always decide", "S\(station.index) about S\(peer)")
        }
        perform(effects, station, with: peer)
        release(station, peer)
    }

    /// What was held back for a station waits again.
    private func release(_ station: SimulatedStation, _ peer: Int) {
        guard station.isUp else { return }
        for place in station.disk.channels[peer]?.waitingPlaces ?? [] { enqueue(station, own: place, to: peer) }
        guard station.disk.channels[peer]?.pending.isEmpty == false else { return }
        station.memory.noticesDue = station.clock(now)
        planWake(station, at: now)
    }
}
