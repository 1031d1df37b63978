/// The bundles that we send, from being queued to being answered.
struct TCPCLOutgoing: Sendable {
    /// Bundles of which nothing has been sent.
    private var queued = TCPCLQueue<Transfer>()
    /// The bundle that is being cut into segments.
    private var current: Transfer?
    /// Bundles that were sent as a whole and wait for their final acknowledgement.
    private var unanswered = TCPCLQueue<Transfer>()
    /// The transfers refused last: answers to segments that were already on their way are no mistake.
    private var refused: [UInt64] = []
    private var nextID: UInt64 = 0

    private struct Transfer {
        let id: UInt64
        let length: Int
        /// What has not been sent; let go of piece by piece, because the owner keeps the bundle until it is answered.
        var unsent: ArraySlice<UInt8>
        var acknowledged = 0

        var sent: Int { length - unsent.count }
    }

    private static let refusalsRemembered = 64

    var queuedCount: Int { queued.count }
    var unansweredCount: Int { unanswered.count + (current == nil ? 0 : 1) }

    /// IDs count up from zero (RFC 9174 section 5.2.1); 2^64 of them outlast every session.
    mutating func enqueue(_ bundle: ArraySlice<UInt8>) -> UInt64 {
        defer { nextID &+= 1 }
        queued.append(Transfer(id: nextID, length: bundle.count, unsent: bundle))
        return nextID
    }

    /// Forgets the bundles of which nothing has been sent, and names them.
    mutating func removeQueued() -> [UInt64] { queued.removeAll().map(\.id) }

    /// Forgets all bundles, and names them.
    mutating func removeAll() -> [UInt64] {
        defer { current = nil }
        return unanswered.removeAll().map(\.id) + (current.map { [$0.id] } ?? []) + removeQueued()
    }
}

// MARK: Segments
extension TCPCLOutgoing {
    /// Cuts the next segment, of at most `limit` bytes of data.
    mutating func nextSegment(atMost limit: Int) -> (head: TCPCLSegmentHead, data: ArraySlice<UInt8>)? {
        guard var transfer = current ?? queued.popFirst() else { return nil }
        var flags: TCPCLSegmentFlags = current == nil ? .start : []
        let data = transfer.unsent.prefix(limit)
        transfer.unsent = transfer.unsent.dropFirst(limit)
        if transfer.unsent.isEmpty { flags.insert(.end) }
        let items = flags == .start ? Self.lengthItem(transfer.length) : []
        finishOrKeep(transfer)
        return (TCPCLSegmentHead(flags: flags, id: transfer.id, extensions: items, length: data.count), data)
    }

    private mutating func finishOrKeep(_ transfer: Transfer) {
        guard transfer.unsent.isEmpty else {
            current = transfer
            return
        }
        current = nil
        var finished = transfer
        finished.unsent = []
        unanswered.append(finished)
    }

    /// The announcement of the length, in the first of several segments (RFC 9174 section 5.2.5.1).
    private static func lengthItem(_ length: Int) -> [UInt8] {
        var value: [UInt8] = []
        value.append(bigEndian: UInt64(length))
        return TCPCLExtensionItem(type: TCPCLExtensionItem.transferLength, value: value[...]).encoded
    }
}

// MARK: Answers
extension TCPCLOutgoing {
    /// Takes in an acknowledgement, and says whether it was the final one.
    mutating func acknowledge(_ answer: TCPCLAcknowledgement) throws(TCPCLRuleBroken) -> Bool {
        if let transfer = current, transfer.id == answer.id {
            current = try Self.acknowledged(transfer, by: answer)
            return false
        }
        guard let place = unanswered.firstPlace(where: { $0.id == answer.id }), let transfer = unanswered[place] else {
            return try ignoreRefused(answer.id)
        }
        let acknowledged = try Self.acknowledged(transfer, by: answer)
        guard answer.flags.contains(.end) else {
            unanswered[place] = acknowledged
            return false
        }
        unanswered.remove(at: place)
        return true
    }

    /// Takes in a refusal, and says whether it was the first one.
    mutating func refuse(_ id: UInt64) throws(TCPCLRuleBroken) -> Bool {
        if current?.id == id {
            current = nil
        } else if let place = unanswered.firstPlace(where: { $0.id == id }) {
            unanswered.remove(at: place)
        } else {
            return try ignoreRefused(id)
        }
        refused = refused.suffix(Self.refusalsRemembered - 1) + [id]
        return true
    }

    private static func acknowledged(
        _ transfer: Transfer, by answer: TCPCLAcknowledgement
    ) throws(TCPCLRuleBroken) -> Transfer {
        guard let length = Int(exactly: answer.length), (transfer.acknowledged...transfer.sent).contains(length),
            !answer.flags.contains(.end) || (length == transfer.length && transfer.unsent.isEmpty)
        else { throw TCPCLRuleBroken(rule: .acknowledgedLength) }
        var transfer = transfer
        transfer.acknowledged = length
        return transfer
    }

    private func ignoreRefused(_ id: UInt64) throws(TCPCLRuleBroken) -> Bool {
        guard refused.contains(id) else { throw TCPCLRuleBroken(rule: .unknownTransfer) }
        return false
    }
}
