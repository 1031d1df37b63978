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
        ledger.telegrams[telegram].isWritten = true
        station.disk.written.insert(telegram)
        send(station, to: composition.to, .telegram(telegram), composition.precedence)
        pumpAll(station)
        mayCrash(station)
    }

    /// Gives out a channel number under which there will be nothing.
    private func waste(_ station: SimulatedStation, _ peer: Int) {
        guard let place = number(station, peer, isComparison: false) else { return }
        file(nil, at: place, station, peer)
    }

    /// Stores a parcel under the next channel number and lets it wait.
    func send(_ station: SimulatedStation, to peer: Int, _ content: Content, _ precedence: Precedence) {
        let clock = station.clock(now)
        guard let place = number(station, peer, isComparison: content.isComparison),
            let incarnation = station.disk.channels[peer]?.correspondence.sent.incarnation
        else { return }
        let sealed = seal(content, from: station.index, to: peer, incarnation, place.channel)
        let parcel = Parcel(
            sealed: sealed, name: parcels[sealed].name, isComparison: content.isComparison, precedence: precedence,
            created: clock, since: clock)
        file(parcel, at: place, station, peer)
        if case .notices(let telegram) = content, telegram.isQuestion { station.disk.channels[peer]?.question = place }
        enqueue(station, own: place, to: peer)
    }

    private func number(_ station: SimulatedStation, _ peer: Int, isComparison: Bool) -> ChannelPlace? {
        let clock = station.clock(now)
        station.disk.open(peer)
        _ = station.disk.channels[peer]?.correspondence.number(isComparison: isComparison, at: clock)
        return station.disk.channels[peer]?.correspondence.sent.place
    }

    private func file(_ parcel: Parcel?, at place: ChannelPlace, _ station: SimulatedStation, _ peer: Int) {
        guard station.disk.channels[peer]?.file(parcel, at: place) != true else { return }
        report("numbers follow one another", "S\(station.index) gives out No. \(place.channel) to S\(peer)")
    }

    /// Signs a parcel; its digest is drawn from its number among all parcels.
    func seal(_ content: Content, from: Int, to: Int, _ incarnation: Incarnation, _ channel: Int64) -> Int {
        var digits = SplitMix(seed: UInt64(parcels.count))
        let digest = Digest256(words: [digits.next(), digits.next(), digits.next(), digits.next()])
        parcels.append(
            SealedParcel(
                from: from, to: to, incarnation: incarnation, channel: channel, digest: digest, content: content))
        sealed[digest] = parcels.count - 1
        return parcels.count - 1
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
        let notice = Notice.undeliverable(item: BundleName.text(bundle), reason: "expired")
        if rules.tellsOfExpiry { tell(station, notice, to: held.copy.source) }
        noteUntold(station, held.copy)
        let isTold =
            held.copy.source == station.index
            || station.disk.channels[held.copy.source]?.pending.contains(notice) ?? false
        if !isTold, ledger.untold[bundle] != nil {
            report("expiry is told", "S\(station.index) gave up bundle \(bundle) in silence")
        }
        ledger.markSettled(bundle)
    }

    /// Its source has to be told that it was given up.
    func noteUntold(_ station: SimulatedStation, _ copy: BundleCopy) {
        guard copy.source != station.index, isHonest(station.index), isHonest(copy.source),
            !ledger.bundles[copy.bundle].isHostile
        else { return }
        ledger.untold[copy.bundle] = (teller: station.index, source: copy.source)
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
        Dispatcher(routingTable: station.routingTable, limits: station.limits, seed: random.next())
    }

    func restart(_ station: SimulatedStation) {
        guard !station.isUp else { return }
        station.isUp = true
        guard rules.reloadsQueue else { return planWake(station, at: now) }
        for peer in station.disk.correspondents {
            for place in station.disk.channels[peer]?.waitingPlaces ?? [] { enqueue(station, own: place, to: peer) }
        }
        for bundle in station.disk.custody.keys.sorted() { enqueue(station, transit: bundle) }
        if station.disk.hasPending { station.memory.noticesDue = station.clock(now) }
        planWake(station, at: now)
    }
}

extension Content {
    var isComparison: Bool {
        if case .notices(let telegram) = self { telegram.sort == .comparisons } else { false }
    }
}
