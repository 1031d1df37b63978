import Relay
import Telegrams

// What arrives at its destination, and what follows from it: `Correspondence` says what is to be done, this does it.

extension World {
    // MARK: Delivering

    func deliver(_ station: SimulatedStation, _ copy: BundleCopy) {
        guard let number = copy.parcel, parcels[number].to == station.index else {
            if hostile.isEmpty { report("the queue matches the disk", "bundle \(copy.bundle) holds nothing") }
            return setAside(station, copy, .damaged(item: BundleName.text(copy.bundle), reason: "noise"))
        }
        ledger.markSettled(copy.bundle)
        station.disk.delivered.insert(copy.bundle)
        let parcel = parcels[number]
        station.disk.open(parcel.from)
        let hearing = hear(station, parcel)
        switch hearing {
        case .new:
            station.disk.channels[parcel.from]?.heard[parcel.place] = parcel.digest
            take(station, parcel)
        case .duplicate:
            statistics.repetitions += 1
            if !rules.dropsRepetitions { take(station, parcel) }
        case .unproved, .contested:
            statistics.held += 1
            station.disk.channels[parcel.from]?.hold(copy)
        case .reused, .disowned, .tooFarAhead, .stopped: refuse(station, parcel, hearing)
        }
    }

    private func hear(_ station: SimulatedStation, _ parcel: SealedParcel) -> ParcelHearing {
        guard var channel = station.disk.channels[parcel.from] else { return .duplicate }
        let known: ChannelRules.Known =
            channel.heard[parcel.place].map { $0 == parcel.digest ? .sameContents : .otherContents } ?? .nothing
        let (hearing, effects) = channel.correspondence.hear(
            parcel.incarnation, parcel.channel, known: known, notices: parcel.notices, at: station.clock(now),
            using: &random)
        station.disk.channels[parcel.from]?.correspondence = channel.correspondence
        perform(effects, station, with: parcel.from)
        return hearing
    }

    private func take(_ station: SimulatedStation, _ parcel: SealedParcel) {
        switch parcel.content {
        case .telegram(let telegram):
            enter(station, telegram, parcel)
            let receipt = Notice.arrived(parcel.name, at: station.clock(now).wholeSecond)
            if rules.receiptsAfterCommit { queueNotice(station, receipt, to: parcel.from) }
        case .notices:
            for notice in parcel.notices { apply(notice, station, from: parcel.from) }
        }
    }

    private func enter(_ station: SimulatedStation, _ telegram: Int, _ parcel: SealedParcel) {
        guard isHonest(parcel.from), isHonest(station.index) else { return }
        ledger.telegrams[telegram].wasDelivered = true
        guard !station.disk.entered.insert(telegram).inserted, !ledger.telegrams[telegram].wasSentAgain else { return }
        report("nothing is delivered twice", "telegram \(telegram) at S\(station.index)")
    }

    /// It is not entered, and its station is told, unless it will be asked for later.
    private func refuse(_ station: SimulatedStation, _ parcel: SealedParcel, _ hearing: ParcelHearing) {
        statistics.refusedParcels += 1
        if hearing == .reused, isHonest(parcel.from), isHonest(station.index), !ledger.mayReuse.contains(parcel.from) {
            report("numbers follow one another", "S\(station.index) refused No. \(parcel.channel) of S\(parcel.from)")
        }
        if case .tooFarAhead = hearing { return }
        queueNotice(station, .refused(parcel.name, reason: "\(hearing)"), to: parcel.from)
    }

    /// Takes in what was held.
    func takeReleased(_ station: SimulatedStation) {
        while let peer = station.disk.released.popLast() {
            for copy in station.disk.channels[peer]?.takeHeld() ?? [] { deliver(station, copy) }
        }
    }

    // MARK: Effects

    /// Draws the consequences of what another station says.
    func apply(_ notice: Notice, _ station: SimulatedStation, from peer: Int) {
        guard let channel = station.disk.channels[peer] else { return }
        var correspondence = channel.correspondence
        let effects = correspondence.hear(notice, at: station.clock(now)) { name in
            place(of: name, in: channel).flatMap { place in
                channel.parcel(place).map { ParcelFacts(place: place, created: $0.created) }
            }
        }
        station.disk.channels[peer]?.correspondence = correspondence
        perform(effects, station, with: peer)
        if case .undeliverable(let item, _) = notice { noteUndeliverable(station, item, toldBy: peer) }
    }

    /// Does what a correspondence says is to be done, in the simulated register.
    func perform(_ effects: [CorrespondenceEffect], _ station: SimulatedStation, with peer: Int) {
        for effect in effects {
            switch effect {
            case .missing(let numbers, let name):
                station.disk.channels[peer]?.gaps.open(numbers, of: name, at: station.clock(now))
                planWake(station, at: now + ChannelPatience.usual)
            case .closeGap(let place):
                guard let requests = station.disk.channels[peer]?.gaps.close(place) else { continue }
                station.disk.channels[peer]?.correspondence.learn(found: requests.found, at: station.clock(now))
            case .void(let place):
                guard station.disk.channels[peer]?.gaps.close(place) != nil else { continue }
                statistics.voids += 1
                station.disk.channels[peer]?.correspondence.forget(missing: 1)
            case .closeGaps(let name):
                let count = station.disk.channels[peer]?.gaps.closeAll(of: name) ?? 0
                station.disk.channels[peer]?.correspondence.forget(missing: count)
            case .recount(let numbers, let name):
                station.disk.channels[peer]?.recount(numbers, of: name, at: station.clock(now))
                planWake(station, at: now + ChannelPatience.usual)
            case .adopt: break
            case .reviveRequests: station.disk.channels[peer]?.gaps.revive()
            case .sendAgain(let place):
                if !letWaitAgain(station, peer, place) { queueNotice(station, .void(place), to: peer) }
            case .receipt(let receipt): note(receipt, station, from: peer)
            case .sendAgainBundle(let item): sendAgain(station, bundle: item)
            case .takeHeldIn: station.disk.released.append(peer)
            case .say(let notice): queueNotice(station, notice, to: peer)
            case .remark(let remark): note(remark, station, about: peer)
            }
        }
    }

    private func sendAgain(_ station: SimulatedStation, bundle item: String) {
        guard let (peer, place) = BundleName.bundle(item).flatMap({ station.disk.parcelOfBundle[$0] }),
            station.disk.parcel(peer, place)?.hasArrived == false
        else { return }
        letWaitAgain(station, peer, place)
    }

    private func noteUndeliverable(_ station: SimulatedStation, _ item: String, toldBy peer: Int) {
        guard let bundle = BundleName.bundle(item), ledger.untold[bundle]?.teller == peer else { return }
        ledger.untold[bundle] = nil
    }

    /// - Returns: false where there is nothing under that number.
    @discardableResult
    func letWaitAgain(_ station: SimulatedStation, _ peer: Int, _ place: ChannelPlace) -> Bool {
        guard let parcel = station.disk.parcel(peer, place), !parcel.isRefused else { return false }
        guard !parcel.isWaiting else { return true }
        let clock = station.clock(now)
        station.disk.channels[peer]?.change(place) { ($0.isWaiting, $0.since) = (true, clock) }
        enqueue(station, own: place, to: peer)
        return true
    }

    // MARK: Receipts

    /// Our parcel that a station means.
    func place(_ station: SimulatedStation, _ peer: Int, of name: ParcelName) -> ChannelPlace? {
        station.disk.channels[peer].flatMap { place(of: name, in: $0) }
    }

    private func place(of name: ParcelName, in channel: Channel) -> ChannelPlace? {
        guard !rules.readsDigests else { return channel.place(of: name) }
        let place = ChannelPlace(incarnation: channel.correspondence.sent.incarnation.name, channel: name.channel)
        return channel.parcel(place).map { _ in place }
    }

    private func note(_ receipt: Notice, _ station: SimulatedStation, from peer: Int) {
        switch receipt {
        case .arrived(let name, let time): noteArrival(station, name, time, from: peer)
        case .refused(let name, let reason): noteRefusal(station, name, reason, from: peer)
        case .opened(let name, let time, _), .done(let name, _, let time, _), .declined(let name, _, let time, _, _):
            checkTime(station, time, of: name, at: peer)
        default: break
        }
    }

    private func noteArrival(_ station: SimulatedStation, _ name: ParcelName, _ time: Instant, from peer: Int) {
        guard let place = place(station, peer, of: name), let parcel = station.disk.parcel(peer, place)
        else { return report("receipts are for what was sent", "S\(station.index) to S\(peer): \(name)") }
        checkTime(station, time, of: name, at: peer)
        if case .telegram(let telegram) = parcels[parcel.sealed].content {
            station.disk.receipted.insert(telegram)
            if isHonest(station.index), isHonest(peer), !ledger.telegrams[telegram].wasDelivered {
                report("no receipt before durability", "telegram \(telegram) at S\(station.index)")
            }
        }
        station.disk.channels[peer]?.change(place) { ($0.hasArrived, $0.isWaiting) = (true, false) }
        if parcel.isWaiting { withdraw(station) { $0 == .own(peer: peer, place) } }
    }

    /// What the other station does not accept is sent again under another number, when nothing speaks against it.
    private func noteRefusal(_ station: SimulatedStation, _ name: ParcelName, _ reason: String, from peer: Int) {
        guard let place = place(station, peer, of: name), let parcel = station.disk.parcel(peer, place),
            !parcel.isRefused, !parcel.hasArrived
        else { return }
        station.disk.channels[peer]?.change(place) { ($0.isRefused, $0.isWaiting) = (true, false) }
        if parcel.isWaiting { withdraw(station) { $0 == .own(peer: peer, place) } }
        guard isHonest(peer), isHonest(station.index) else { return }
        agenda.plan(.sendAgain(station.index, peer: peer, parcel: parcel.sealed), at: now + Milliseconds.hour)
        guard reason == "\(ParcelHearing.disowned)", place.incarnation == station.disk.incarnation.name else { return }
        station.disk.channels[peer]?.isDisowned = true
        agenda.plan(.beginAnew(station.index, place.incarnation), at: now + draw(1...24) * Milliseconds.hour)
    }

    func sendAgain(_ station: SimulatedStation, to peer: Int, _ number: Int) {
        let parcel = parcels[number]
        // Where the register was put back to an older copy, there is nothing left to be sent again.
        guard let old = station.disk.parcel(peer, parcel.place), old.sealed == number else { return }
        guard station.isUp, !station.isDiskFull, station.disk.hold(of: peer) == nil,
            station.disk.channels[peer]?.isDisowned == false
        else {
            return agenda.plan(.sendAgain(station.index, peer: peer, parcel: number), at: now + Milliseconds.hour)
        }
        if case .telegram(let telegram) = parcel.content { ledger.telegrams[telegram].wasSentAgain = true }
        send(station, to: peer, parcel.content, old.precedence)
        pumpAll(station)
    }
}
