import BundleProtocol
import CLinux
import Dispatch
import Links
import Logging
import Register
import Relay
import Station
import Telegrams
import Traffic

// The parts of a turn.

extension Engine {
    /// Makes durable what was brought and what was taken away, and only then tells the other sides.
    func settle(_ turn: inout Turn) throws {
        turn.deliveries = takeDeliveries()
        if !turn.deliveries.isEmpty || !turn.handed.isEmpty {
            let verdicts = try station.settle(
                turn.deliveries.map(\.delivery), turn.handed.map(\.handedOver), room: outbox.dispatcher.stored,
                answering: mayAnswer, report: &turn.report)
            for (received, verdict) in zip(turn.deliveries, verdicts) { tell(received, verdict) }
            for outgoing in turn.handed { outbox.handed(outgoing.ticket) }
            counts.handed += turn.handed.count
            turn.deliveries = []
            turn.handed = []
        }
        for (link, pickup) in turn.pickups {
            workers[link]?.worker.forget(try station.settle(pickup, report: &turn.report))
            counts.taken += pickup.count
        }
        turn.pickups = []
        turn.report.troubles += try turn.checked.compactMap { try conclude($0.enclosure, $0.result) }
        turn.checked = []
        if turn.report.fullEnclosures > 0 { mustCheck = true }
        try checkEnclosures()
        if turn.report.needsAnswer { mustAnswer = true }
        counts.quarantined += turn.report.quarantined.count
        tellOperator(turn.report)
    }

    /// Lets be checked in the background what has all its parts: reading gigabytes would hold up everything else.
    private func checkEnclosures() throws {
        guard mustCheck else { return }
        let enclosures = try station.fullEnclosures()
        mustCheck = false
        for enclosure in enclosures where checking.insert(enclosure).inserted {
            DispatchQueue.global(qos: .utility).async { [station, mailbox] in
                mailbox.post(.checked(enclosure, Result { try station.check(enclosure) }))
            }
        }
    }

    private func conclude(_ enclosure: Digest256, _ result: Result<Bool, any Error>) throws -> String? {
        checking.remove(enclosure)
        switch result {
        case .success(let isRight):
            // Where the conclusion cannot be written down, it is drawn again.
            mustCheck = true
            return try station.conclude(enclosure, isRight: isRight)
        case .failure(let error): return "an enclosure cannot be checked: \(error)"
        }
    }

    /// What is dealt with in this turn: everything small, and of what is large as much as one turn has time for.
    ///
    /// So a flash telegram waits for some parts of an enclosure, and not for all that have come before it.
    private func takeDeliveries() -> [Turn.Received] {
        var room = settings.batchBytes
        let taken = unsettled.separated { received in
            let size = received.delivery.bundle.count
            guard size > settings.smallSize else { return true }
            defer { room -= size }
            return room > 0
        }
        unsettled = taken.others
        if !unsettled.isEmpty { mailbox.post(.turn) }
        return taken.chosen
    }

    private func tell(_ received: Turn.Received, _ verdict: DeliveryVerdict) {
        switch verdict {
        case .durable:
            received.session.acknowledge(received.transfer)
            sessions[received.session.id]?.taken += 1
            counts.taken += 1
        case .later(let reason):
            received.session.refuse(received.transfer, .noResources)
            counts.refused += 1
            logger.warning("bundle put off", metadata: ["link": "\(received.delivery.link)", "reason": "\(reason)"])
        }
    }

    private func tellOperator(_ report: ExchangeReport) {
        for item in report.quarantined { logger.warning("quarantined", metadata: ["item": "\(item)"]) }
        for trouble in report.troubles { logger.warning("\(trouble)") }
        for remark in report.remarks { logger.notice("\(remark)") }
        if !report.received.isEmpty { logger.info("received", metadata: ["telegrams": "\(report.received.count)"]) }
    }

    /// Takes up what other processes have changed: links, routes, telegrams to send.
    ///
    /// It looks in every turn. The watch over the register's files only makes the turn come soon, and may come too soon: a
    /// change is written, and so reported, before it is committed and can be read.
    func follow() throws {
        let writes = try station.foreignWrites()
        guard writes != foreignWrites else { return }
        let records = try station.links()
        let network = try station.network()
        if network != outbox.dispatcher.network || records != links.values.sorted(by: { $0.name < $1.name }) {
            reload(records, network)
        }
        try outbox.reconsider(for: station)
        nextAttendance = min(nextAttendance, now())
        foreignWrites = writes
    }

    /// Sessions of links that stay are not disturbed.
    private func reload(_ records: [LinkRecord], _ network: Network) {
        let before = links
        links = Dictionary(records.map { ($0.name, $0) }) { first, _ in first }
        outbox.dispatcher.reload(network)
        for (name, old) in before where !old.leadsAs(links[name]) {
            for open in sessions.values where open.link == name { open.session.terminate() }
            workers[name] = nil
        }
        for open in sessions.values where links[open.link]?.isSilent == true { open.session.terminate() }
        logger.info(
            "links and routes taken up", metadata: ["links": "\(links.count)", "routes": "\(network.routes.count)"])
    }

    /// What the clock brings.
    func passTime(_ turn: inout Turn) throws {
        let now = now()
        for effect in outbox.dispatcher.tick(at: now) {
            switch effect {
            case .expired(let ticket):
                guard let departure = outbox.departure(ticket) else { continue }
                try station.giveUp(departure, report: &turn.report)
                outbox.remove(ticket)
                mustAnswer = true
            case .overdue(let ticket):
                guard let departure = outbox.departure(ticket) else { continue }
                logger.warning(
                    "overdue", metadata: ["item": "\(departure.name)", "precedence": "\(departure.precedence)"])
            }
        }
        // Attended in the future: the clock was wrong then.
        guard nextAttendance <= now || nextAttendance > now.adding(seconds: 120) else { return }
        nextAttendance = now.adding(seconds: 60)
        try station.attend()
        linux_give_back_memory()
        mustAnswer = true
    }

    /// Whether receipts may leave: on a busy station many go in one telegram.
    var mayAnswer: Bool {
        // Answered in the future: the clock was wrong then.
        let since = now().milliseconds - lastAnswer.milliseconds
        return !(0..<settings.answerInterval ~= since)
    }

    /// Sends what waits to be reported, unless that was done just now: then a later turn does it.
    func answer() throws {
        guard mustAnswer, mayAnswer else { return }
        try station.answer()
        mustAnswer = false
        lastAnswer = now()
    }
}

extension ExchangeReport {
    /// Whether something came that is answered by a notice.
    fileprivate var needsAnswer: Bool {
        !received.isEmpty || notices > 0 || parts > 0 || !quarantined.isEmpty || !troubles.isEmpty
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

extension LinkRecord {
    /// Whether another record is the same way to the same station, however it is planned.
    fileprivate func leadsAs(_ other: LinkRecord?) -> Bool {
        kind == other?.kind && path == other?.path && peer == other?.peer
    }
}
