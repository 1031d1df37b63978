import Links
import Logging
import Register
import Relay
import Station
import Telegrams
import Traffic

// What leaves.

extension Engine {
    /// Gives every session and worker what it may have now; another turn follows where something is left.
    func handOver(_ report: inout ExchangeReport) {
        duties.attempt(.handing, at: now()) {
            var isMore = false
            for id in sessionsWithWork() {
                let taken = try feed(id, &report)
                if taken.count == settings.batchCount { isMore = true }
            }
            for name in workers.keys.sorted() where outbox.dispatcher.hasWork(on: name, at: now()) {
                try feed(worker: name, &report)
            }
            if isMore { mailbox.post(.turn) }
        }
    }

    /// Hands on what was brought while the transaction that takes it in is under way.
    ///
    /// So the next station's disk and ours work at the same time. No more than one batch for all sessions together, because
    /// others wait for the register meanwhile. Where this fails all of it waits, and `handOver` tells why.
    func handOn(_ received: [Pending.Received], in intake: IntakeUnderWay, _ early: inout EarlyHandOver) {
        early.advance.map { outbox.retract($0) }
        early = EarlyHandOver()
        guard !isStopping, !received.isEmpty else { return }
        do {
            early.advance = try outbox.refresh(from: station, in: intake.reader)
            var room = KeptAmount(bytes: settings.batchBytes, count: settings.batchCount)
            for id in sessionsWithWork() where room.count > 0 && room.bytes > 0 {
                let taken = try feed(id, atMost: room, in: intake, &early.report)
                room.count -= taken.count
                room.bytes -= taken.reduce(0) { $0 + $1.departure.size }
            }
        } catch {
            early.advance.map { outbox.retract($0) }
            early = EarlyHandOver()
        }
    }

    /// Those for what is urgent first.
    private func sessionsWithWork() -> [SessionID] {
        let now = now()
        let links = sessions.links.filter { outbox.dispatcher.hasWork(on: $0, at: now) }
        return links.flatMap { sessions.on($0) }.map { (id: $0, isFirst: sessions.share(of: $0) == .urgent) }
            .sorted { $0.isFirst == $1.isFirst ? $0.id.number < $1.id.number : $0.isFirst }.map(\.id)
    }

    /// - Parameters:
    ///   - room: what may be taken; nil for a whole batch.
    ///   - intake: the transaction that is under way; nil where none is.
    /// - Returns: what was taken.
    private func feed(
        _ id: SessionID, atMost room: KeptAmount? = nil, in intake: IntakeUnderWay? = nil,
        _ report: inout ExchangeReport
    ) throws -> [Leased] {
        guard let open = sessions[id], !open.isClosing else { return [] }
        let count = min(room?.count ?? settings.batchCount, settings.windowCount - open.outgoing.count)
        let bytes = min(room?.bytes ?? settings.batchBytes, settings.windowBytes - open.outgoingBytes)
        guard count > 0, bytes > 0 else { return [] }
        let taken = try outbox.lease(
            on: open.link, sessions.share(of: id), count: count, bytes: bytes, at: now()
        ) { batch in
            zip(batch, try station.pack(batch.map(\.departure), in: intake)).map { leased, packing in
                station.fate(of: leased, packing, isWithinTransaction: intake != nil, report: &report) {
                    send($0, leased.ticket, over: open)
                }
            }
        }
        tellObstacles(taken, &report)
        return taken
    }

    private func send(_ packed: Packed, _ ticket: Ticket, over open: OpenSession) -> Fate {
        let limit = open.session.info.parameters.peerTransferMRU
        guard packed.bytes.count <= limit else {
            return tooLarge(packed, for: open.link, limit: limit)
        }
        let number = nextNumber()
        let outgoing = Outgoing(
            ticket: ticket, handedOver: HandedOver(packed, to: open.link), size: packed.bytes.count)
        _ = sessions.change(open.session.id) { $0.give(outgoing, as: number) }
        open.session.send(packed.bytes, as: number)
        return .underWay
    }

    private func nextNumber() -> UInt64 {
        lastNumber += 1
        return lastNumber
    }

    /// It never goes over this session; another way is taken, and where there is none `status` tells why it is held.
    private func tooLarge(_ packed: Packed, for link: String, limit: UInt64) -> Fate {
        if toldLimits.updateValue(limit, forKey: link) != limit {
            logger.warning(
                "the other side does not take bundles as large as ours",
                metadata: [
                    "link": "\(link)", "limit": "\(limit)", "size": "\(packed.bytes.count)",
                    "item": "\(packed.departure.name)",
                ])
        }
        return .returned(.tooLarge(limit: Int(clamping: limit)))
    }

    private func feed(worker name: String, _ report: inout ExchangeReport) throws {
        guard let link = workers[name], link.outgoing.isEmpty else { return }
        var given: [(number: UInt64, packed: Packed)] = []
        let taken = try outbox.lease(
            on: name, count: settings.batchCount, bytes: settings.batchBytes, at: now()
        ) { batch in
            zip(batch, try station.pack(batch.map(\.departure))).map { leased, packing in
                station.fate(of: leased, packing, report: &report) { packed in
                    let number = nextNumber()
                    workers[name]?.outgoing[number] = Outgoing(
                        ticket: leased.ticket, handedOver: HandedOver(packed, to: name), size: packed.bytes.count)
                    given.append((number, packed))
                    return .underWay
                }
            }
        }
        tellObstacles(taken, &report)
        if !given.isEmpty { link.worker.hand(given.map(\.packed), as: given.map(\.number)) }
    }

    /// Tells of what was set aside for the first time, or for a new reason.
    private func tellObstacles(_ taken: [Leased], _ report: inout ExchangeReport) {
        for leased in taken {
            guard let obstacle = outbox.takeNews(of: leased.ticket) else { continue }
            report.troubles.append("\(leased.departure.name) stays here: \(obstacle.reason)")
        }
    }
}

/// What was handed on before it was durable here.
struct EarlyHandOver {
    var advance: Outbox.Advance?
    var report = ExchangeReport()
}
