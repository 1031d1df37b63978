import Register
import Relay
import Telegrams

// Handing over: what waits leaves in order of precedence, and is forgotten here only when the link holds it durably.

extension Station {
    func hand(
        over links: [any Link], from outbox: inout Outbox, report: inout ExchangeReport,
        progress: (ExchangeReport) -> Void
    ) throws {
        // All at once, so that each takes what it is the best way for.
        for link in links { outbox.dispatcher.linkOpened(link.name, at: now()) }
        for link in links.sorted(by: { $0.name < $1.name }) {
            try withoutHindrance(by: link.name, report: &report) { report in
                try hand(over: link, from: &outbox, report: &report, progress: progress)
            }
            outbox.dispatcher.linkClosed(link.name, at: now(), failed: false)
        }
        report.troubles += held(in: outbox)
    }

    private func hand(
        over link: any Link, from outbox: inout Outbox, report: inout ExchangeReport,
        progress: (ExchangeReport) -> Void
    ) throws {
        while true {
            let batch = outbox.take(on: link.name, count: Batches.count, bytes: Batches.bytes, at: now())
            guard !batch.isEmpty else { return }
            let packed = try packed(batch, from: &outbox, at: link.name, report: &report)
            let isWorking = try hand(packed, over: link, from: &outbox, report: &report)
            progress(report)
            if !isWorking { return }
        }
    }

    /// - Returns: whether the link can take more.
    private func hand(
        _ packed: [(ticket: Ticket, packed: Packed)], over link: any Link, from outbox: inout Outbox,
        report: inout ExchangeReport
    ) throws -> Bool {
        var handed = Set(packed.map(\.packed.item.name))
        var isWorking = true
        do {
            try link.hand(packed.map(\.packed.item))
        } catch let error as HandOverError {
            // A bundle in transit that lies there with an earlier age was handed by a command that was broken off: it
            // stays in custody until that copy is collected.
            let transit = Set(packed.filter(\.packed.isTransit).map(\.packed.item.name))
            let refused = error.refused.filter { !transit.contains($0.item) }
            report.troubles += refused.map { "link \(link.name) refused \($0.item): \($0.reason)" }
            if let cause = error.cause { report.troubles.append("link \(link.name): \(cause)") }
            handed = Set(error.handed)
            isWorking = error.cause == nil
        }
        let done = packed.filter { handed.contains($0.packed.item.name) }
        try note(done.map(\.packed), handedTo: link.name)
        for item in packed {
            if handed.contains(item.packed.item.name) {
                outbox.handed(item.ticket)
            } else {
                // One that was refused must not hold up those behind it.
                outbox.dispatcher.returned(item.ticket, .later, at: now())
            }
        }
        if !done.isEmpty { report.handed[link.name, default: 0] += done.count }
        return isWorking
    }

    /// Packs a batch; what cannot leave is settled here.
    package func packed(
        _ batch: [(ticket: Ticket, departure: Departure)], from outbox: inout Outbox, at link: String,
        report: inout ExchangeReport
    ) throws -> [(ticket: Ticket, packed: Packed)] {
        var packed: [(Ticket, Packed)] = []
        for (item, packing) in zip(batch, try pack(batch.map(\.departure))) {
            switch packing {
            case .packed(let bundle): packed.append((item.ticket, bundle))
            case .gone: outbox.remove(item.ticket)
            case .expired(let source):
                try giveUp(item.departure, madeBy: source, report: &report)
                outbox.remove(item.ticket)
            case .held(let reason):
                report.troubles.append("\(item.departure.name) stays here: \(reason)")
                outbox.dispatcher.returned(item.ticket, .later, at: now())
            }
        }
        return packed
    }

    /// Notes what the next station holds durably now; when this returns, that is durable here too.
    package func note(_ packed: [Packed], handedTo link: String) throws {
        guard !packed.isEmpty else { return }
        let now = now()
        try register.write { writer in
            let next = try writer.reader.links().first { $0.name == link }?.peer
            for item in packed {
                switch item.departure {
                case .own(let parcel): try writer.setHanded(parcel, bundle: item.identity, link: link, hop: next, at: now)
                case .transit(let record): try writer.releaseCustody(record.name, to: next, at: now)
                }
            }
        }
    }

    /// Gives up a bundle of others whose lifetime is over, and tells its source where that is known here.
    private func giveUp(_ departure: Departure, madeBy source: UInt64?, report: inout ExchangeReport) throws {
        guard case .transit(let record) = departure else { return }
        try register.write { writer in
            try writer.releaseCustody(record.name)
            guard let node = source, let card = try writer.reader.card(node: node) else { return }
            let notice = Notice.undeliverable(item: record.name, reason: "its lifetime ended while it waited here")
            try writer.queueNotice(notice.description, to: card.station, isService: true)
        }
        report.troubles.append("bundle \(record.name) is given up: its lifetime is over")
    }

    /// What waits and has no way to its destination, in words.
    private func held(in outbox: Outbox) -> [String] {
        outbox.lost.map { departure, node in
            "\(departure.name) stays here: the card of its destination (node \(node)) is not pinned here"
        } + outbox.withoutWay.map { departure, cause in "\(departure.name) stays here: \(cause)" }
    }
}
