import Links
import Relay
import Station
import Telegrams
import Traffic

// What leaves.

extension Engine {
    /// Gives every session and worker what it may have now; another turn follows where something is left.
    func handOver(_ turn: inout Turn) throws {
        var isMore = false
        for id in sessionsInOrder() { if try feed(id, &turn) { isMore = true } }
        for name in workers.keys.sorted() { try feed(worker: name, &turn) }
        if isMore { mailbox.post(.turn) }
    }

    /// Those for what is urgent first.
    private func sessionsInOrder() -> [SessionID] {
        sessions.keys.sorted { left, right in
            let (isFirst, isSecond) = (share(of: left) == .urgent, share(of: right) == .urgent)
            return isFirst == isSecond ? left.number < right.number : isFirst
        }
    }

    /// A link with several sessions keeps the newest for override and flash, which so wait for no bulk.
    private func share(of id: SessionID) -> Share {
        let ids = sessions.filter { $0.value.link == sessions[id]?.link && !$0.value.isClosing }.keys
        guard ids.count > 1 else { return .any }
        return ids.max { $0.number < $1.number } == id ? .urgent : .other
    }

    /// - Returns: whether the session could have more at once.
    private func feed(_ id: SessionID, _ turn: inout Turn) throws -> Bool {
        guard let open = sessions[id], !open.isClosing else { return false }
        let count = min(settings.batchCount, settings.windowCount - open.outgoing.count)
        let bytes = min(settings.batchBytes, settings.windowBytes - open.outgoingBytes)
        guard count > 0, bytes > 0 else { return false }
        let batch = outbox.take(on: open.link, share(of: id), count: count, bytes: bytes, at: now())
        guard !batch.isEmpty else { return false }
        for (ticket, packed) in try station.packed(batch, from: &outbox, report: &turn.report) {
            lastNumber += 1
            sessions[id]?.outgoing[lastNumber] = Outgoing(
                ticket: ticket, handedOver: HandedOver(packed, to: open.link), size: packed.bytes.count)
            sessions[id]?.handed += 1
            open.session.send(packed.bytes, as: lastNumber)
        }
        return batch.count == count
    }

    private func feed(worker name: String, _ turn: inout Turn) throws {
        guard let link = workers[name], link.outgoing.isEmpty else { return }
        let batch = outbox.take(on: name, count: settings.batchCount, bytes: settings.batchBytes, at: now())
        guard !batch.isEmpty else { return }
        var given: [(number: UInt64, packed: Packed)] = []
        for (ticket, packed) in try station.packed(batch, from: &outbox, report: &turn.report) {
            lastNumber += 1
            workers[name]?.outgoing[lastNumber] = Outgoing(
                ticket: ticket, handedOver: HandedOver(packed, to: name), size: packed.bytes.count)
            given.append((lastNumber, packed))
        }
        link.worker.hand(given.map(\.packed), as: given.map(\.number))
    }
}
