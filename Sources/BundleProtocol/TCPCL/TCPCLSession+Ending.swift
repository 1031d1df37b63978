/// How far the orderly end of a session has come (RFC 9174 section 6.1).
struct TCPCLTermination: Sendable {
    private var reason: TCPCLTerminationReason?
    private(set) var isByPeer = false
    /// Whether we said SESS_TERM; then nothing new begins in either direction.
    private(set) var hasBegun = false
    private(set) var hasPeerBegun = false

    mutating func begin(_ reason: TCPCLTerminationReason) {
        self.reason = self.reason ?? reason
        hasBegun = true
    }

    mutating func peerBegins(_ reason: TCPCLTerminationReason) {
        isByPeer = !hasBegun
        self.reason = self.reason ?? reason
        hasPeerBegun = true
    }

    /// How the session ends once all transfers are answered; nil until both sides have said SESS_TERM.
    var ending: TCPCLEnding? {
        hasBegun && hasPeerBegun ? reason.map { .terminated($0, byPeer: isByPeer) } : nil
    }
}

extension TCPCLSession {
    /// Says SESS_TERM; bundles of which nothing was sent are given back.
    mutating func beginTermination(_ reason: TCPCLTerminationReason, isReply: Bool) {
        guard !termination.hasBegun else { return }
        termination.begin(reason)
        clock.terminated = clock.now
        send(.terminate(reason: reason, isReply: isReply))
        for id in outgoing.removeQueued() { events.append(.transferFailed(id: id)) }
    }

    mutating func receiveTermination(_ reason: TCPCLTerminationReason) {
        guard !termination.hasPeerBegun else { return }
        termination.peerBegins(reason)
        guard termination.isByPeer else { return }
        events.append(.peerTerminates(reason: reason))
        beginTermination(reason, isReply: true)
    }

    /// Ends the session: what was not answered has failed, and the transport is closed after what is left to be sent.
    mutating func end(_ ending: TCPCLEnding) {
        guard !isOver else { return }
        state = .over
        decoder = TCPCLDecoder(segmentMRU: 0)
        incoming.abandon()
        for id in outgoing.removeAll() { events.append(.transferFailed(id: id)) }
        events.append(.ended(ending))
        transportStep = .close
    }
}

// MARK: Broken rules
extension TCPCLViolation.Rule {
    /// What a broken rule leads to.
    enum Consequence: Hashable {
        /// The transport is closed without a word.
        case close
        /// SESS_TERM, and the transport is closed.
        case terminate(TCPCLTerminationReason)
        /// MSG_REJECT, and the transport is closed.
        case rejectAndClose(TCPCLRejectionReason)
        /// MSG_REJECT; the message is skipped.
        case reject
        /// XFER_REFUSE; the transfer is skipped.
        case refuse(TCPCLRefusalReason)
    }

    var consequence: Consequence {
        switch self {
        case .magic, .earlyData, .unreadAnswers: .close
        case .version: .terminate(.versionMismatch)
        case .tlsRequired, .sessionExtensions, .criticalSessionExtension, .nodeID, .nodeIDMissing, .nodeIDUnexpected,
            .nodeIDUnauthenticated, .segmentMRU:
            .terminate(.contactFailure)
        case .messageType: .rejectAndClose(.typeUnknown)
        case .nodeIDTooLong, .extensionsTooLong, .segmentTooLong: .rejectAndClose(.unsupported)
        case .sessionInitMissing: .rejectAndClose(.unexpected)
        case .sessionInitRepeated, .segmentWithoutStart, .interleavedTransfers, .transferIDInUse, .unknownTransfer,
            .acknowledgedLength:
            .reject
        case .transferExtensions, .criticalTransferExtension, .transferLengthItem: .refuse(.extensionFailure)
        case .transferTooLong, .transferLength: .refuse(.notAcceptable)
        }
    }
}

extension TCPCLSession {
    /// Answers a broken rule after which the session cannot go on.
    mutating func fail(_ violation: TCPCLViolation) {
        switch violation.rule.consequence {
        case .close: messages = []
        case .terminate(let reason): refuseSession(violation.rule, reason)
        case .rejectAndClose(let reason): send(.reject(type: decoder.messageType, reason: reason))
        case .reject, .refuse: break
        }
        end(.violation(violation))
    }

    /// Says that a message has no place here, and goes on without it (RFC 9174 section 5.1.2).
    mutating func rejectUnexpected(_ rule: TCPCLViolation.Rule) {
        events.append(.violation(decoder.violation(rule)))
        send(.reject(type: decoder.messageType, reason: .unexpected))
    }

    /// The active side has nothing to say to another version; the passive side owes its contact header first
    /// (RFC 9174 section 4.3).
    private mutating func refuseSession(_ rule: TCPCLViolation.Rule, _ reason: TCPCLTerminationReason) {
        if rule == .version {
            guard role == .passive else { return }
            sendContactHeader()
        }
        send(.terminate(reason: reason, isReply: false))
    }
}
