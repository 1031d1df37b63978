import BundleProtocol
import Register
import Relay
import Station
import Telegrams

// Handing over: what waits leaves in order of precedence, and is forgotten here only when the link holds it durably.

extension Station {
    func hand(
        over links: [any Link], from outbox: inout Outbox, report: inout ExchangeReport,
        progress: (ExchangeReport) -> Void
    ) throws {
        // All at once, so that each takes what it is the best way for.
        for link in links { outbox.dispatcher.linkOpened(link.name, at: now()) }
        // Again while something moves: what a broken link leaves behind may go by another.
        var isMoving = true
        while isMoving {
            isMoving = false
            for link in links.sorted(by: { $0.name < $1.name }) {
                if try hand(over: link, from: &outbox, report: &report, progress: progress) { isMoving = true }
            }
        }
        tellWhatIsHeld(in: &outbox, report: &report)
    }

    /// - Returns: whether anything was handed over.
    private func hand(
        over link: any Link, from outbox: inout Outbox, report: inout ExchangeReport,
        progress: (ExchangeReport) -> Void
    ) throws -> Bool {
        let before = report.handed[link.name, default: 0]
        var isWorking = true
        while isWorking {
            let batch = outbox.take(on: link.name, count: Batches.count, bytes: Batches.bytes, at: now())
            guard !batch.isEmpty else { break }
            let packed = try packed(batch, from: &outbox, report: &report)
            isWorking = try hand(packed, over: link, from: &outbox, report: &report)
            progress(report)
        }
        if !isWorking { outbox.dispatcher.linkClosed(link.name, at: now(), failed: true) }
        return report.handed[link.name, default: 0] > before
    }

    /// - Returns: whether the link can take more.
    private func hand(
        _ packed: [(ticket: Ticket, packed: Packed)], over link: any Link, from outbox: inout Outbox,
        report: inout ExchangeReport
    ) throws -> Bool {
        let attempt = HandOver(packed.map(\.packed), over: link)
        report.troubles += attempt.troubles
        let done = packed.filter { attempt.handed.contains($0.packed.identity) }
        try register.write { try note(done.map { HandedOver($0.packed, to: link.name) }, in: $0) }
        for item in packed {
            if attempt.handed.contains(item.packed.identity) {
                outbox.handed(item.ticket)
            } else if attempt.noRoom.contains(item.packed.identity) {
                outbox.dispatcher.returned(item.ticket, .noRoom(bytes: item.packed.bytes.count), at: now())
            } else {
                // One that was refused must not hold up those behind it.
                outbox.dispatcher.returned(item.ticket, .later, at: now())
            }
        }
        if !done.isEmpty { report.handed[link.name, default: 0] += done.count }
        return attempt.isWorking
    }

    /// Packs a batch; what cannot leave is settled here.
    package func packed(
        _ batch: [(ticket: Ticket, departure: Departure)], from outbox: inout Outbox, report: inout ExchangeReport
    ) throws -> [(ticket: Ticket, packed: Packed)] {
        var packed: [(Ticket, Packed)] = []
        for (item, packing) in zip(batch, try pack(batch.map(\.departure))) {
            switch packing {
            case .packed(let bundle): packed.append((item.ticket, bundle))
            case .gone: outbox.remove(item.ticket)
            case .expired:
                try giveUp(item.departure, report: &report)
                outbox.remove(item.ticket)
            case .held(let reason):
                report.troubles.append("\(item.departure.name) stays here: \(reason)")
                outbox.dispatcher.returned(item.ticket, .later, at: now())
            }
        }
        return packed
    }

    /// Notes what the next station holds durably now.
    func note(_ handed: [HandedOver], in writer: Register.Writer) throws {
        guard !handed.isEmpty else { return }
        let peers = Dictionary(try writer.reader.links().map { ($0.name, $0.peer) }) { first, _ in first }
        let now = now()
        for item in handed {
            let next = peers[item.link] ?? nil
            switch item.departure {
            case .own(let parcel):
                try writer.setHanded(parcel, bundle: item.identity, link: item.link, hop: next, at: now)
            case .transit(let record): try writer.releaseCustody(record, to: next, at: now)
            }
        }
    }

    /// Gives up a bundle of others whose lifetime is over, and tells its source where that is known here.
    package func giveUp(_ departure: Departure, report: inout ExchangeReport) throws {
        guard case .transit(let record) = departure else { return }
        try register.write { try giveUp(record, because: Self.lifetimeEnded, in: $0) }
        report.remarks.append("bundle \(record.name) is given up: its lifetime is over")
    }

    static let lifetimeEnded = "its lifetime ended while it waited here"

    /// Tells its source too, where that is known here.
    func giveUp(_ record: TransitRecord, because reason: String, in writer: Register.Writer) throws {
        guard try writer.releaseCustody(record.name) else { return }
        let source = BundleIdentity(inName: record.name)?.source.node
        guard let node = source, let card = try writer.reader.card(node: node) else { return }
        let notice = Notice.undeliverable(item: record.name, reason: reason)
        try writer.queueNotice(notice, to: card.station)
    }

    /// Tells what waits and why: what is ours and has no way at all is a trouble, the rest bides its time.
    ///
    /// That a neighbour has handed us something for a station to which no way leads is no failure of this exchange: it could
    /// make every later one end with an error.
    private func tellWhatIsHeld(in outbox: inout Outbox, report: inout ExchangeReport) {
        for held in outbox.dispatcher.status(at: now()).held {
            let what = "\(held.count) \(held.precedence) to \(held.destination)"
            for case .noRoute(let cause) in held.reasons {
                if held.isTransit {
                    report.held.append("\(what), for others, waits: \(cause)")
                } else {
                    report.troubles.append("\(what) stays here: \(cause)")
                }
            }
            report.held += held.reasons.filter(\.isBidingItsTime).map { "\(what) waits: \($0)" }
        }
    }
}

/// An attempt to hand bundles over on a link, and what came of it.
package struct HandOver: Sendable {
    /// Identities of the bundles that are durable at the other side.
    package var handed: Set<String>
    /// Identities of those for which there is no room now.
    package var noRoom: Set<String> = []
    package var troubles: [String] = []
    /// Whether the link can take more.
    package var isWorking = true

    /// Hands over; nothing of the station is touched.
    package init(_ packed: [Packed], over link: any Link) {
        let identities = Dictionary(packed.map { ($0.item.name, $0.identity) }) { first, _ in first }
        handed = Set(packed.map(\.identity))
        do {
            try link.hand(packed.map(\.item))
        } catch let error as HandOverError {
            // A bundle in transit that lies there with an earlier age was handed by a process that was broken off: it
            // stays in custody until that copy is collected.
            let transit = Set(packed.filter(\.isTransit).map(\.item.name))
            let refused = error.refused.filter { !transit.contains($0.item) }
            troubles += refused.map { "link \(link.name) refused \($0.item): \($0.reason)" }
            if let cause = error.cause { troubles.append("link \(link.name): \(cause)") }
            if !error.noRoom.isEmpty {
                let count = error.noRoom.count
                troubles.append("link \(link.name) is full: no room for \(count) bundle\(count == 1 ? "" : "s")")
            }
            noRoom = Set(error.noRoom.compactMap { identities[$0] })
            handed = Set(error.handed.compactMap { identities[$0] })
            isWorking = error.cause == nil
        } catch {
            troubles.append("\(error)")
            handed = []
            isWorking = false
        }
    }
}

extension HoldReason {
    /// Whether it is as somebody has set it up, and will pass.
    fileprivate var isBidingItsTime: Bool {
        switch self {
        case .outsideWindow, .silent, .minimize, .windowTooShort: true
        case .noRoute, .linkClosed, .linkWaiting, .wayBack, .detour, .refused, .putOff, .noRoom, .tooLarge, .setAside:
            false
        }
    }
}
