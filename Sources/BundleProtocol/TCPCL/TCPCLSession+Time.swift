extension TCPCLSession {
    /// When ``advance(to:)`` is due; nil when the session waits for nothing.
    public var nextDeadline: UInt64? {
        switch state {
        case .contact, .handshake, .initialization: contactDeadline
        case .established:
            [
                terminationDeadline, silenceDeadline, transferDeadline, answerDeadline, keepaliveDeadline, idleDeadline,
            ].compactMap(\.self).min()
        case .over: nil
        }
    }

    /// Time has passed; call this at ``nextDeadline``, or whenever convenient.
    public mutating func advance(to now: UInt64) {
        clock.advance(to: now)
        switch state {
        case .contact, .handshake: if isDue(contactDeadline) { end(.contactTimeout) }
        case .initialization: if isDue(contactDeadline) { giveUp(.contactTimeout) }
        case .established: keepUp()
        case .over: break
        }
    }

    private mutating func keepUp() {
        if isDue(terminationDeadline) { return end(.terminationTimeout) }
        if isDue(silenceDeadline) { return giveUp(.silence) }
        if isDue(transferDeadline) { return giveUp(.stalledTransfer) }
        if isDue(answerDeadline) { return giveUp(.unansweredTransfer) }
        if isDue(keepaliveDeadline) { send(.keepalive) }
        if isDue(idleDeadline) { terminate(.idleTimeout, at: clock.now) }
    }

    /// Ends the session with a SESS_TERM that is not expected to be answered.
    private mutating func giveUp(_ ending: TCPCLEnding) {
        if !termination.hasBegun { send(.terminate(reason: .idleTimeout, isReply: false)) }
        end(ending)
    }

    private func isDue(_ deadline: UInt64?) -> Bool { deadline.map { $0 <= clock.now } ?? false }
}

// MARK: Deadlines
extension TCPCLSession {
    private var contactDeadline: UInt64 { clock.started.saturatingAdding(configuration.contactTimeout) }

    private var terminationDeadline: UInt64? {
        clock.terminated.map { $0.saturatingAdding(configuration.terminationTimeout) }
    }

    /// Milliseconds; nil where KEEPALIVE is off.
    private var keepalive: UInt64? {
        guard case .established(let parameters) = state, parameters.keepalive > 0 else { return nil }
        return UInt64(parameters.keepalive) * 1000
    }

    /// Not counted while we do not read, for then the other side cannot be heard (RFC 9174 section 5.1.1).
    private var silenceDeadline: UInt64? {
        guard wantsInput else { return nil }
        return keepalive.map { clock.lastReceived.saturatingAdding(2 * $0) }
    }

    /// Counted from what was sent as well, because the other side may have had nothing to say before.
    private var transferDeadline: UInt64? {
        guard wantsInput, incoming.isReceiving || outgoing.unansweredCount > 0 else { return nil }
        let heard = max(clock.lastReceived, clock.lastSent)
        return configuration.transferTimeout.map { heard.saturatingAdding($0) }
    }

    /// KEEPALIVE says that the other side is there, not that it does its work.
    private var answerDeadline: UInt64? {
        guard wantsInput, outgoing.unansweredCount > 0 else { return nil }
        return configuration.answerTimeout.map { clock.lastProgress.saturatingAdding($0) }
    }

    /// Nothing need be said while something waits to be sent.
    private var keepaliveDeadline: UInt64? {
        guard messages.isEmpty else { return nil }
        return keepalive.map { clock.lastSent.saturatingAdding($0) }
    }

    /// RFC 9174 section 6.2; a transfer that waits for its answer is not idleness.
    private var idleDeadline: UInt64? {
        guard !termination.hasBegun, !incoming.isReceiving, incoming.answerCount == 0, outgoing.unansweredCount == 0,
            outgoing.queuedCount == 0
        else { return nil }
        return configuration.idleTimeout.map { clock.lastActive.saturatingAdding($0) }
    }
}
