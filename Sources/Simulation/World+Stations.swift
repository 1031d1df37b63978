import BundleProtocol
import Relay
import Telegrams

// What a station does by itself: it writes, wakes, breaks down and starts again.

extension World {
    // MARK: Writing

    func compose(_ index: Int) {
        let composition = compositions[index]
        let station = stations[composition.from]
        guard station.isUp, !station.isDiskFull else {
            return agenda.plan(.compose(index), at: now + 10 * Milliseconds.minute)
        }
        guard let telegram = composition.telegram else { return waste(station, composition.to) }
        let channel = send(
            station, to: composition.to, .telegram(telegram), composition.precedence)
        ledger.telegrams[telegram].channel = channel
        pumpAll(station)
        mayCrash(station)
    }

    /// Gives out a channel number under which there will be nothing.
    private func waste(_ station: SimulatedStation, _ peer: Int) {
        station.disk.open(peer)
        station.disk.channels[peer]?.parcels.append(nil)
        let channel = station.disk.channels[peer]?.parcels.count ?? 0
        station.disk.channels[peer]?.schedule.send(Int64(channel), isComparison: false, at: station.clock(now))
    }

    /// Stores a parcel under the next channel number and lets it wait.
    @discardableResult
    func send(_ station: SimulatedStation, to peer: Int, _ content: Content, _ precedence: Precedence) -> Int {
        let clock = station.clock(now)
        station.disk.open(peer)
        station.disk.channels[peer]?.parcels.append(
            Parcel(content: content, precedence: precedence, since: clock))
        station.disk.waitingParcels += 1
        let channel = station.disk.channels[peer]?.parcels.count ?? 0
        station.disk.channels[peer]?.schedule.send(Int64(channel), isComparison: content.isComparison, at: clock)
        enqueue(station, own: channel, to: peer)
        return channel
    }

    // MARK: Waking

    func planWake(_ station: SimulatedStation, at time: Int64) {
        guard station.isUp, station.memory.wake.map({ time < $0 || $0 < now }) ?? true else { return }
        station.memory.wake = max(time, now)
        agenda.plan(.wake(station.index), at: max(time, now))
    }

    func wake(_ station: SimulatedStation) {
        guard station.isUp, station.memory.wake == now else { return }
        station.memory.wake = nil
        if !station.isDiskFull {
            expire(station)
            askForRepeats(station)
            compare(station)
            sendNotices(station)
            collect(station)
        }
        lookAfterLinks(station)
        pumpAll(station)
        planNextWake(station)
        mayCrash(station)
    }

    private func planNextWake(_ station: SimulatedStation) {
        guard station.isUp else { return }
        let clock = station.clock(now)
        var next = station.memory.deadline(after: clock)?.milliseconds ?? .max
        if let due = station.memory.noticesDue { next = min(next, due.milliseconds) }
        if rules.asksForRepeats, let due = station.disk.nextRequest(at: clock) { next = min(next, due.milliseconds) }
        if rules.comparesNumbers, let due = station.disk.nextComparison(at: clock) {
            next = min(next, due.milliseconds)
        }
        if !station.mailbox.isEmpty {
            next = min(next, clock.adding(milliseconds: 10 * Milliseconds.minute).milliseconds)
        }
        guard next < .max else { return }
        // What is due and could not be done is tried again soon.
        planWake(station, at: now + max(next - clock.milliseconds, station.isDiskFull ? Milliseconds.minute : 1000))
    }

    private func expire(_ station: SimulatedStation) {
        for case .expired(let ticket) in station.memory.dispatcher.tick(at: station.clock(now)) {
            guard let waiting = forget(station, ticket), case .transit(let bundle) = waiting.subject else { continue }
            giveUp(station, bundle)
        }
    }

    private func giveUp(_ station: SimulatedStation, _ bundle: Int) {
        guard let held = station.disk.release(bundle) else { return }
        statistics.expiries += 1
        ledger.drop(bundle)
        if rules.tellsOfExpiry {
            tell(station, .undeliverable(bundle: bundle), to: held.copy.source)
        }
        let isTold =
            held.copy.source == station.index
            || station.disk.pending.contains {
                if case .undeliverable(bundle) = $0.notice { $0.peer == held.copy.source } else { false }
            }
        if !isTold { report("expiry is told", "S\(station.index) gave up bundle \(bundle) in silence") }
        if held.copy.source != station.index { ledger.untold.insert(bundle) }
        ledger.settle(bundle)
    }

    // MARK: Breaking down

    /// A station can break down after any step.
    func mayCrash(_ station: SimulatedStation) {
        if areFaultsOn, station.isUp, chance(faults.crash) { crash(station) }
    }

    func crash(_ station: SimulatedStation) {
        statistics.crashes += 1
        station.isUp = false
        station.epoch += 1
        for edge in station.edges { dropSide(edge, station) }
        station.memory = Memory(newDispatcher(station))
        let pause = chance(3) ? draw(1...300) * Milliseconds.minute : draw(1...60) * Milliseconds.second
        agenda.plan(.restart(station.index), at: now + pause)
    }

    private func newDispatcher(_ station: SimulatedStation) -> Dispatcher {
        Dispatcher(network: station.network, limits: station.limits, seed: random.next())
    }

    func restart(_ station: SimulatedStation) {
        guard !station.isUp else { return }
        station.isUp = true
        guard rules.reloadsQueue else { return planWake(station, at: now) }
        for peer in station.disk.correspondents {
            guard let parcels = station.disk.channels[peer]?.parcels else { continue }
            for (offset, parcel) in parcels.enumerated() {
                if parcel?.isWaiting ?? false { enqueue(station, own: offset + 1, to: peer) }
            }
        }
        for bundle in station.disk.custody.keys.sorted() { enqueue(station, transit: bundle) }
        if !station.disk.pending.isEmpty { station.memory.noticesDue = station.clock(now) }
        planWake(station, at: now)
    }
}

extension Content {
    var isComparison: Bool {
        if case .notices(let notices) = self { notices.allSatisfy(\.isComparison) } else { false }
    }
}
