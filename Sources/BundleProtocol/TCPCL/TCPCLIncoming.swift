/// The bundles that come, and the answers that we owe for them.
///
/// Every segment is answered, in the order of the segments: senders count on it, and RFC 9174 section 5.2.4 asks for it
/// where a transfer is refused. So the answers behind a bundle that is not yet durable wait with it.
struct TCPCLIncoming: Sendable {
    /// The transfer of which the last segment has not come.
    private var current: Transfer?
    /// The segment whose data is coming; nil where its data is to be skipped.
    private var segment: TCPCLSegmentHead?
    private var answers = TCPCLQueue<Answer>()
    /// Bytes of whole bundles that wait for the owner's verdict.
    private(set) var undecidedBytes = 0

    private struct Transfer {
        let id: UInt64
        let announcedLength: UInt64?
        var bundle: [UInt8] = []
        /// Why nothing more of it is taken.
        var refusal: TCPCLRefusalReason?
    }

    private enum Answer {
        case ready(TCPCLMessage)
        /// The final acknowledgement of a bundle, once it is durable.
        case undecided(TCPCLAcknowledgement)
    }

    /// Answers that are owed.
    var answerCount: Int { answers.count }

    /// Bytes of the bundle that is coming.
    var partialBytes: Int { current?.bundle.count ?? 0 }

    /// Whether a transfer is under way that was not refused.
    var isReceiving: Bool { current.map { $0.refusal == nil } ?? false }

    /// Whether a segment was begun that has not been answered.
    var isInSegment: Bool { segment != nil }

    /// Takes out the next answer, unless a bundle before it is undecided.
    mutating func popAnswer() -> TCPCLMessage? {
        guard case .ready(let answer)? = answers.first else { return nil }
        answers.popFirst()
        return answer
    }

    /// Forgets the transfer under way.
    mutating func abandon() {
        current = nil
        segment = nil
    }
}

// MARK: Segments
extension TCPCLIncoming {
    /// Begins a transfer; its first segment is to be opened next.
    mutating func begin(_ id: UInt64, announcedLength: UInt64?) throws(TCPCLRuleBroken) {
        segment = nil
        guard !isReceiving else { throw TCPCLRuleBroken(rule: .interleavedTransfers) }
        guard current?.id != id, undecidedPlace(of: id) == nil else { throw TCPCLRuleBroken(rule: .transferIDInUse) }
        current = Transfer(id: id, announcedLength: announcedLength)
    }

    /// Opens a segment of the transfer under way: its data comes next.
    mutating func open(_ head: TCPCLSegmentHead, transferMRU: Int) throws(TCPCLRuleBroken) {
        segment = nil
        guard let transfer = current, transfer.id == head.id else { throw TCPCLRuleBroken(rule: .segmentWithoutStart) }
        if let reason = transfer.refusal { return refuse(head, reason) }
        let length = transfer.bundle.count + head.length
        guard length <= transferMRU else { throw TCPCLRuleBroken(rule: .transferTooLong) }
        if let announced = transfer.announcedLength {
            let fits = head.flags.contains(.end) ? length == announced : length <= announced
            guard fits else { throw TCPCLRuleBroken(rule: .transferLength) }
        }
        segment = head
    }

    mutating func take(_ data: ArraySlice<UInt8>) {
        guard let segment else { return }
        if partialBytes == 0 { current?.bundle.reserveCapacity(segment.length) }
        current?.bundle += data
    }

    /// All data of the segment has come.
    /// - Returns: The bundle, if it was the last segment.
    mutating func close() -> (id: UInt64, bundle: [UInt8])? {
        guard let head = segment, let transfer = current else { return nil }
        segment = nil
        let length = UInt64(transfer.bundle.count)
        let acknowledgement = TCPCLAcknowledgement(flags: head.flags, id: head.id, length: length)
        guard head.flags.contains(.end) else {
            answers.append(.ready(.acknowledge(acknowledgement)))
            return nil
        }
        current = nil
        answers.append(.undecided(acknowledgement))
        undecidedBytes += transfer.bundle.count
        return (head.id, transfer.bundle)
    }
}

// MARK: Verdicts
extension TCPCLIncoming {
    /// The bundle is durable.
    mutating func accept(_ id: UInt64) {
        guard let place = undecidedPlace(of: id), let acknowledgement = decided(place) else { return }
        answers[place] = .ready(.acknowledge(acknowledgement))
    }

    /// The bundle, whole or under way, is not wanted.
    mutating func refuse(_ id: UInt64, _ reason: TCPCLRefusalReason) {
        if let place = undecidedPlace(of: id) {
            _ = decided(place)
            answers[place] = .ready(.refuse(id: id, reason: reason))
        } else if isReceiving, current?.id == id {
            refuseCurrent(reason)
        }
    }

    /// Refuses the transfer under way because of the segment that has just come.
    mutating func refuse(_ head: TCPCLSegmentHead, _ reason: TCPCLRefusalReason) {
        segment = head
        refuseCurrent(reason)
    }

    private mutating func refuseCurrent(_ reason: TCPCLRefusalReason) {
        guard let id = current?.id else { return }
        answers.append(.ready(.refuse(id: id, reason: reason)))
        // After the last segment nothing follows that would have to be refused again.
        let isLast = segment?.flags.contains(.end) ?? false
        current = isLast ? nil : Transfer(id: id, announcedLength: nil, refusal: reason)
        segment = nil
    }

    /// No longer counts a bundle as undecided.
    private mutating func decided(_ place: Int) -> TCPCLAcknowledgement? {
        guard case .undecided(let acknowledgement)? = answers[place] else { return nil }
        undecidedBytes -= Int(acknowledgement.length)
        return acknowledgement
    }

    private func undecidedPlace(of id: UInt64) -> Int? {
        answers.firstPlace {
            if case .undecided(let acknowledgement) = $0 { acknowledgement.id == id } else { false }
        }
    }
}
