import Logging
import Register
import Relay
import Station
import Telegrams
import Traffic

// What other processes change: links, routes, telegrams to send, and what they hand over themselves.

extension Engine {
    /// Looks in every turn.
    ///
    /// The watch over the register's files only makes the turn come soon, and may come too soon: a
    /// change is written, and so reported, before it is committed and can be read.
    func follow() {
        guard duties.mayTry(.following, at: now()) else { return }
        do {
            try followWrites()
            duties.done(.following)
        } catch {
            duties.failed(.following, error, at: now())
        }
    }

    private func followWrites() throws {
        let writes = try station.foreignWrites()
        guard writes != foreignWrites else { return }
        let records = LinkTable(try station.links())
        let routingTable = try station.routingTable()
        if routingTable != outbox.dispatcher.routingTable || records != links { reload(records, routingTable) }
        try outbox.reconsider(for: station)
        nextPeriodicDuties = min(nextPeriodicDuties, now())
        foreignWrites = writes
    }

    /// Takes up what began to wait, and now and then forgets what waits no more.
    func takeUp() {
        duties.attempt(.takingUp, at: now()) {
            try outbox.refresh(from: station)
            let now = now()
            // In the future: the clock was wrong then.
            guard nextReconciliation <= now || nextReconciliation > now.adding(seconds: 20) else { return }
            nextReconciliation = now.adding(seconds: 10)
            try reconcile()
        }
    }

    /// Forgets what other processes have handed over, if they have written since this was done last.
    func reconcile() throws {
        let writes = try station.foreignWrites()
        guard writes != reconciledWrites else { return }
        try outbox.reconcile(with: station)
        reconciledWrites = writes
    }

    /// Sessions of links that stay are not disturbed.
    private func reload(_ records: LinkTable, _ routingTable: RoutingTable) {
        let before = links
        links = records
        outbox.dispatcher.reload(routingTable)
        for old in before.records where !old.leadsAs(links[old.name]) { abandon(old.name) }
        for link in sessions.links where links[link]?.isSilent == true { endSessions(on: link) }
        duties.dismiss { duty in
            switch duty {
            case .link(let name), .handingOver(let name): links[name] == nil
            default: false
            }
        }
        logger.info(
            "links and routes taken up",
            metadata: ["links": "\(links.records.count)", "routes": "\(routingTable.routes.count)"])
    }

    /// Lets go of a link that is no more what it was.
    ///
    /// What a worker still has of it waits again: should it be handed over by now, it is known
    /// there.
    private func abandon(_ link: String) {
        endSessions(on: link)
        for outgoing in workers.removeValue(forKey: link)?.outgoing.values.map(\.ticket) ?? [] {
            outbox.dispatcher.returned(outgoing, .interrupted, at: now())
        }
    }

    private func endSessions(on link: String) {
        for id in sessions.on(link) { sessions[id]?.session.terminate() }
    }
}

extension LinkRecord {
    /// Whether another record is the same way to the same station, however it is planned.
    fileprivate func leadsAs(_ other: LinkRecord?) -> Bool {
        kind == other?.kind && path == other?.path && peer == other?.peer
    }
}
