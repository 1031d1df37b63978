extension TCPCLSession {
    /// Reads one item of what has come; false when there is none, or none may be read now.
    mutating func readItem() -> Bool {
        guard wantsInput || incoming.isInSegment || decoder.dataLeft > 0, !isOver else { return false }
        do {
            if decoder.dataLeft == 0, incoming.isInSegment {
                closeSegment()
            } else {
                guard let item = try decoder.next() else { return false }
                try receive(item)
            }
            putOutAnswers()
        } catch {
            fail(error)
        }
        return true
    }

    private mutating func receive(_ item: TCPCLDecoder.Item) throws(TCPCLViolation) {
        switch item {
        case .contact(let header): try receive(header)
        case .data(let data): incoming.take(data)
        case .message(let message):
            if message != .keepalive { clock.lastActive = clock.now }
            if case .established = state { return try receive(message) }
            try negotiate(message)
        }
    }

    /// A message before the session is established.
    private mutating func negotiate(_ message: TCPCLMessage) throws(TCPCLViolation) {
        switch message {
        case .initialize(let parameters): try receive(parameters)
        case .keepalive: break
        case .terminate(let reason, _):
            send(.terminate(reason: reason, isReply: true))
            end(.refused(reason))
        case .reject(let type, let reason): end(.rejected(type: type, reason: reason))
        case .segment, .acknowledge, .refuse: throw decoder.violation(.sessionInitMissing)
        }
    }

    /// A message of an established session.
    private mutating func receive(_ message: TCPCLMessage) throws(TCPCLViolation) {
        switch message {
        case .segment(let head): receive(head)
        case .acknowledge(let answer): receive(answer)
        case .refuse(let id, let reason): receiveRefusal(of: id, reason)
        case .keepalive: break
        case .terminate(let reason, _): receiveTermination(reason)
        case .reject(let type, let reason): receiveRejection(of: type, reason)
        case .initialize: rejectUnexpected(.sessionInitRepeated)
        }
    }

    /// Without its segments a transfer never ends; other messages are not missed.
    private mutating func receiveRejection(of type: UInt8, _ reason: TCPCLRejectionReason) {
        events.append(.messageRejected(type: type, reason: reason))
        if type == TCPCLMessage.Kind.segment.rawValue { end(.rejected(type: type, reason: reason)) }
    }
}

// MARK: Transfers from the other side
extension TCPCLSession {
    private mutating func receive(_ head: TCPCLSegmentHead) {
        do {
            if head.flags.contains(.start) {
                try begin(head)
            } else {
                try incoming.open(head, transferMRU: configuration.transferMRU)
            }
        } catch {
            object(to: head, error.rule)
        }
    }

    /// Not before the owner has heard of the transfer and could refuse it, even where there is no data.
    private mutating func closeSegment() {
        guard let (id, bundle) = incoming.close() else { return }
        events.append(.transferReceived(id: id, bundle: bundle))
    }

    /// Begins a transfer, and offers it unless it is refused at once.
    private mutating func begin(_ head: TCPCLSegmentHead) throws(TCPCLRuleBroken) {
        let items = TCPCLExtensionItem.items(in: head.extensions)
        let announced = items?.first { $0.type == TCPCLExtensionItem.transferLength }.flatMap(\.unsigned)
        try incoming.begin(head.id, announcedLength: announced)
        try Self.check(items)
        guard !termination.hasBegun else { return incoming.refuse(head, .sessionTerminating) }
        if let announced, announced > UInt64(clamping: configuration.transferMRU) {
            throw TCPCLRuleBroken(rule: .transferTooLong)
        }
        try incoming.open(head, transferMRU: configuration.transferMRU)
        let isWhole = head.flags.contains(.end)
        events.append(.transferOffered(id: head.id, length: announced ?? (isWhole ? UInt64(head.length) : nil)))
    }

    private static func check(_ items: [TCPCLExtensionItem]?) throws(TCPCLRuleBroken) {
        guard let items else { throw TCPCLRuleBroken(rule: .transferExtensions) }
        let lengths = items.filter { $0.type == TCPCLExtensionItem.transferLength }
        guard lengths.count <= 1, lengths.allSatisfy({ $0.unsigned != nil }) else {
            throw TCPCLRuleBroken(rule: .transferLengthItem)
        }
        guard items.allSatisfy({ !$0.isCritical || $0.type == TCPCLExtensionItem.transferLength }) else {
            throw TCPCLRuleBroken(rule: .criticalTransferExtension)
        }
    }

    /// Refuses the transfer where that is enough, and rejects the message where it is not.
    private mutating func object(to head: TCPCLSegmentHead, _ rule: TCPCLViolation.Rule) {
        guard case .refuse(let reason) = rule.consequence else { return rejectUnexpected(rule) }
        events.append(.violation(decoder.violation(rule)))
        if !head.flags.contains(.start) { events.append(.transferAbandoned(id: head.id)) }
        incoming.refuse(head, reason)
    }

    /// The owner's verdict.
    mutating func decide(at now: UInt64, _ verdict: (inout TCPCLIncoming) -> Void) {
        clock.advance(to: now)
        guard !isOver else { return }
        let wasHeld = !wantsInput
        verdict(&incoming)
        // While we read nothing, silence was not the other side's.
        if wasHeld {
            clock.lastReceived = clock.now
            clock.lastProgress = clock.now
        }
        putOutAnswers()
    }
}

// MARK: Answers to our transfers
extension TCPCLSession {
    private mutating func receive(_ answer: TCPCLAcknowledgement) {
        clock.lastProgress = clock.now
        do {
            if try outgoing.acknowledge(answer) { events.append(.transferAcknowledged(id: answer.id)) }
        } catch {
            rejectUnexpected(error.rule)
        }
    }

    private mutating func receiveRefusal(of id: UInt64, _ reason: TCPCLRefusalReason) {
        clock.lastProgress = clock.now
        do {
            if try outgoing.refuse(id) { events.append(.transferRefused(id: id, reason: reason)) }
        } catch {
            rejectUnexpected(error.rule)
        }
    }
}
