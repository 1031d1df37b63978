import BundleProtocol
import Relay
import Telegrams

// What comes in: accepted or not before it is looked at, stored in batches, acknowledged only then.

extension World {
    func accept(
        _ station: SimulatedStation, _ copy: BundleCopy, isDamaged: Bool, from peer: Int, _ answer: Memory.Answer
    ) {
        guard !station.isDiskFull else { return refuse(station, answer) }
        guard isHonest(station.index) else {
            return acceptAsHostile(station, copy, isDamaged: isDamaged, from: peer, answer)
        }
        take(station, copy, isDamaged: isDamaged, from: peer, answer)
    }

    func take(
        _ station: SimulatedStation, _ copy: BundleCopy, isDamaged: Bool, from peer: Int, _ answer: Memory.Answer
    ) {
        var reservation: Reservation?
        let isRepetition = Carried.isRepetition(hops: copy.hops.count, before: station.disk.carried[copy.bundle])
        if copy.destination != station.index, !isRepetition, rules.asksForRoom {
            reservation = station.memory.dispatcher.reserve(
                size: copy.size, from: stations[peer].designator, hops: copy.hops.count)
            guard reservation != nil else { return refuse(station, answer) }
        }
        station.memory.incoming.append(
            Memory.Incoming(
                copy: copy, from: peer, isDamaged: isDamaged, reservation: reservation, answer: answer))
        if !rules.receiptsAfterCommit { makeReceiptEarly(station, copy) }
        if !rules.acknowledgesAfterCommit { reply(station, Memory.Outgoing(answer: answer, bundle: copy.bundle)) }
        guard !station.memory.isCommitPlanned else { return }
        station.memory.isCommitPlanned = true
        agenda.plan(.commit(station.index, epoch: station.epoch), at: now + draw(1...20))
    }

    private func makeReceiptEarly(_ station: SimulatedStation, _ copy: BundleCopy) {
        guard copy.destination == station.index, let number = copy.parcel, case .telegram = parcels[number].content
        else {
            return
        }
        queueNotice(station, .arrived(parcels[number].name, at: station.clock(now).wholeSecond), to: copy.source)
    }

    func refuse(_ station: SimulatedStation, _ answer: Memory.Answer) {
        switch answer {
        case .acknowledge: say(station, Memory.Outgoing(answer: answer, bundle: nil))
        case .forget(let file):
            statistics.refusals += 1
            station.memory.filesInHand.remove(file)
            station.memory.collectDue = now + 10 * Milliseconds.minute
            planWake(station, at: station.memory.collectDue)
        }
    }

    // MARK: Storing

    /// One transaction for everything that has come in.
    func commit(_ station: SimulatedStation, _ epoch: Int) {
        guard station.isUp, station.epoch == epoch else { return }
        let incoming = station.memory.incoming
        station.memory.incoming = []
        station.memory.isCommitPlanned = false
        for item in incoming {
            if let reservation = item.reservation { station.memory.dispatcher.release(reservation) }
            guard !station.isDiskFull else {
                refuse(station, item.answer)
                continue
            }
            store(station, item)
            if rules.acknowledgesAfterCommit {
                say(station, Memory.Outgoing(answer: item.answer, bundle: item.copy.bundle))
            }
        }
        takeReleased(station)
        checkStorage(station)
        if incoming.contains(where: { $0.copy.destination != station.index }) { pumpAll(station) }
        mayCrash(station)
    }

    private func store(_ station: SimulatedStation, _ item: Memory.Incoming) {
        let copy = item.copy
        // Our clock is not believed: the age that is counted on the way is enough.
        let dtnTime: UInt64? = nil
        if item.isDamaged || copy.destination == station.index && copy.aging.isExpired(atDTNTime: dtnTime) {
            setAside(station, copy, .damaged(item: BundleName.text(copy.bundle), reason: "unreadable"))
        } else if copy.destination == station.index {
            deliver(station, copy)
        } else if copy.facts.obstacle(atDTNTime: dtnTime, isKnown: { _ in true }) != nil {
            noteUntold(station, copy)
            setAside(station, copy, .undeliverable(item: BundleName.text(copy.bundle), reason: "not carried on"))
        } else {
            takeCustody(station, item, dtnTime)
        }
    }

    func setAside(_ station: SimulatedStation, _ copy: BundleCopy, _ notice: Notice) {
        statistics.damaged += 1
        station.disk.quarantine.insert(copy.bundle)
        ledger.markSettled(copy.bundle)
        tell(station, notice, to: copy.source)
    }

    private func takeCustody(_ station: SimulatedStation, _ item: Memory.Incoming, _ dtnTime: UInt64?) {
        let copy = item.copy
        let before = station.disk.carried[copy.bundle]
        guard before == nil || rules.takesBackCircling && !Carried.isRepetition(hops: copy.hops.count, before: before)
        else {
            statistics.repetitions += 1
            return
        }
        guard before != nil || station.disk.identities[copy.identity, default: 0] < Carried.mostOfOneIdentity else {
            return setAside(station, copy, .damaged(item: BundleName.text(copy.bundle), reason: "one of many"))
        }
        if before != nil || copy.source == station.index { statistics.circles += 1 }
        if station.disk.custody[copy.bundle] != nil {
            withdraw(station) { if case .transit(copy.bundle) = $0 { true } else { false } }
            station.disk.release(copy.bundle)
        } else {
            ledger.add(copy.bundle)
        }
        let received = station.clock(now)
        let left = copy.aging.remainder(atDTNTime: dtnTime).map { Int64(clamping: $0) }
        station.disk.carried[copy.bundle] = copy.hops.count
        station.disk.hold(
            Held(
                copy: copy, previous: item.from, received: received,
                expires: left.map { received.adding(milliseconds: $0) },
                hasCircled: before != nil || copy.source == station.index))
        enqueue(station, transit: copy.bundle)
    }

    // MARK: Answering

    /// Lets an answer be given at the next opportunity: after what it speaks of is stored.
    func say(_ station: SimulatedStation, _ outgoing: Memory.Outgoing) {
        station.memory.outgoing.append(outgoing)
        guard !station.memory.isFlushPlanned else { return }
        station.memory.isFlushPlanned = true
        agenda.plan(.flush(station.index, epoch: station.epoch), at: now + draw(1...5))
    }

    func flush(_ station: SimulatedStation, _ epoch: Int) {
        guard station.isUp, station.epoch == epoch else { return }
        let outgoing = station.memory.outgoing
        station.memory.outgoing = []
        station.memory.isFlushPlanned = false
        for item in outgoing {
            if isSilenced(station, item) { station.memory.outgoing.append(item) } else { reply(station, item) }
        }
        mayCrash(station)
    }

    /// Nothing is said on a silent link: acknowledgements wait.
    private func isSilenced(_ station: SimulatedStation, _ item: Memory.Outgoing) -> Bool {
        guard case .acknowledge(let edge, _, _) = item.answer else { return false }
        return station.plan(of: edge)?.isSilent ?? false
    }

    private func reply(_ station: SimulatedStation, _ item: Memory.Outgoing) {
        if let bundle = item.bundle { checkStored(station, bundle) }
        switch item.answer {
        case .forget(let file): forget(station, file: file)
        case .acknowledge(let edge, let session, let transfer):
            let side = edges[edge].side(of: station.index)
            guard edges[edge].sides[side].session == session else { return }
            let frame: Frame = item.bundle == nil ? .refusal(transfer) : .acknowledgement(transfer)
            send(frame, edge, from: side, lasting: 0)
        }
    }
}
