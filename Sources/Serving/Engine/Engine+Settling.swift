import Dispatch
import Links
import Logging
import Relay
import Station
import Telegrams
import Traffic

// What was brought and what was taken away becomes durable, and only then the other sides are told.

extension Engine {
    func makeDurable(_ report: inout ExchangeReport) {
        settleSessions(&report)
        takeInCollected(&report)
        checkEnclosures(&report)
        if report.needsNotices { mustSendNotices = true }
    }

    // MARK: Sessions

    private func settleSessions(_ report: inout ExchangeReport) {
        let received = takeReceived()
        guard !received.isEmpty || !pending.handed.isEmpty else { return }
        let handed = pending.handed
        var early = EarlyHandOver()
        let settlement = duties.attemptParts(of: .settling, at: now()) { duties in
            try station.settle(
                received.map(\.bundle), handed.map(\.handedOver), room: outbox.dispatcher.stored,
                sendingNotices: maySendNotices, &duties, report: &report
            ) { intake in
                handOn(received, in: intake, &early)
            }
        }
        report.troubles += early.report.troubles
        guard let settlement else {
            early.advance.map { outbox.retract($0) }
            return putOff(received)
        }
        pending.handed = []
        for (received, verdict) in zip(received, settlement.verdicts) { tell(received, verdict) }
        for outgoing in handed { letGo(outgoing, settlement.unnoted[outgoing.handedOver.identity], &report) }
    }

    /// What is not durable is not acknowledged: the other sides keep it and send it again.
    ///
    /// What they have taken over stays under way here until that can be noted.
    private func putOff(_ received: [Pending.Received]) {
        for received in received { received.session.refuse(received.transfer, .noResources) }
        counts.refused += received.count
    }

    /// What the next station holds is ours no more; where that cannot be noted it will be handed over again, and known there.
    private func letGo(_ outgoing: Outgoing, _ obstacle: String?, _ report: inout ExchangeReport) {
        guard let obstacle else {
            outbox.handed(outgoing.ticket)
            counts.handed += 1
            return
        }
        outbox.conclude(outgoing.ticket, .obstructed(.init(obstacle)), at: now())
        guard let news = outbox.takeNews(of: outgoing.ticket) else { return }
        report.troubles.append("\(outgoing.handedOver.departure.name) stays here: \(news.reason)")
    }

    /// What is dealt with in this turn: everything small, and of what is large as much as one turn has time for.
    ///
    /// So a flash telegram waits for some parts of an enclosure, and not for all that have come before it.
    private func takeReceived() -> [Pending.Received] {
        guard !pending.received.isEmpty else { return [] }
        var room = settings.batchBytes
        let taken = pending.received.separated { received in
            let size = received.bundle.bytes.count
            guard size > settings.smallSize else { return true }
            defer { room -= size }
            return room > 0
        }
        pending.received = taken.others
        if !taken.others.isEmpty { mailbox.post(.turn) }
        return taken.chosen
    }

    private func tell(_ received: Pending.Received, _ verdict: ReceptionVerdict) {
        switch verdict {
        case .durable:
            received.session.acknowledge(received.transfer)
            _ = sessions.change(received.session.id) { $0.taken += 1 }
            counts.taken += 1
        case .later(let reason):
            received.session.refuse(received.transfer, .noResources)
            counts.refused += 1
            logger.warning("bundle put off", metadata: ["link": "\(received.bundle.link)", "reason": "\(reason)"])
        }
    }

    // MARK: Folders and commands

    /// Where it fails, what was read lies on its link still, and is read again.
    private func takeInCollected(_ report: inout ExchangeReport) {
        let collected = pending.collected
        pending.collected = []
        for (link, bundles) in collected {
            duties.attempt(.link(link), at: now()) {
                workers[link]?.worker.forget(try station.takeIn(bundles, report: &report))
                counts.taken += bundles.count
            }
        }
    }

    // MARK: Large enclosures

    private func checkEnclosures(_ report: inout ExchangeReport) {
        if report.fullEnclosures > 0 { mustCheck = true }
        guard mustCheck || !pending.checked.isEmpty, duties.mayTry(.checkingEnclosures, at: now()) else { return }
        do {
            try conclude(&report)
            try startChecks()
            if checking.isEmpty { duties.done(.checkingEnclosures) }
        } catch {
            duties.failed(.checkingEnclosures, error, at: now())
        }
    }

    /// Draws the conclusions; where one cannot be written down, it is drawn again.
    private func conclude(_ report: inout ExchangeReport) throws {
        var failure: (any Error)?
        let checked = pending.checked
        pending.checked = []
        for item in checked {
            do {
                let trouble = try station.conclude(item.enclosure, isRight: item.result.get())
                if let trouble { report.warnings.append(trouble) }
                checking.remove(item.enclosure)
                mustCheck = true
            } catch {
                failure = error
                if case .success = item.result { pending.checked.append(item) } else { again(item.enclosure) }
            }
        }
        if let failure { throw failure }
    }

    /// It could not be read.
    private func again(_ enclosure: IncomingEnclosure) {
        checking.remove(enclosure)
        mustCheck = true
    }

    /// Lets be checked in the background what has all its parts: reading gigabytes would hold up everything else.
    private func startChecks() throws {
        guard mustCheck else { return }
        let enclosures = try station.fullEnclosures()
        mustCheck = false
        for enclosure in enclosures where checking.insert(enclosure).inserted {
            DispatchQueue.global(qos: .utility).async { [station, mailbox] in
                mailbox.post(.checked(enclosure, Result { try station.check(enclosure) }))
            }
        }
    }
}

extension ExchangeReport {
    /// Whether something came that is answered by a notice.
    fileprivate var needsNotices: Bool {
        !received.isEmpty || notices > 0 || parts > 0 || !quarantined.isEmpty || !troubles.isEmpty || !warnings.isEmpty
    }
}

extension Array {
    /// The elements in order, those that are chosen apart from the others.
    fileprivate func separated(by isChosen: (Element) -> Bool) -> (chosen: [Element], others: [Element]) {
        var parts: (chosen: [Element], others: [Element]) = ([], [])
        for element in self {
            if isChosen(element) { parts.chosen.append(element) } else { parts.others.append(element) }
        }
        return parts
    }
}
