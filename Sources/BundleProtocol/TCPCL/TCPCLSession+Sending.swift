extension TCPCLSession {
    /// Most bytes of messages that wait to be sent; only a side that sends and never reads comes near it.
    static let longestBacklog = 1 << 20

    mutating func send(_ message: TCPCLMessage) { messages += message.encoded }

    /// The next segment of our bundles.
    mutating func nextSegment() -> TCPCLOutput? {
        guard case .established(let parameters) = state else { return nil }
        let limit = min(parameters.peerSegmentMRU, UInt64(clamping: max(1, configuration.segmentLength)))
        guard let segment = outgoing.nextSegment(atMost: Int(clamping: limit)) else { return nil }
        clock.lastSent = clock.now
        clock.lastProgress = clock.now
        return .write(head: TCPCLMessage.segment(segment.head).encoded, payload: segment.data)
    }

    /// Puts out the answers that are due, and ends the session where nothing is left to be done.
    mutating func putOutAnswers() {
        while let answer = incoming.popAnswer() { send(answer) }
        guard !isOver else { return }
        guard messages.count <= Self.longestBacklog else { return fail(decoder.violation(.unreadAnswers)) }
        if let ending = termination.ending, !incoming.isReceiving, incoming.answerCount == 0,
            outgoing.unansweredCount == 0
        {
            end(ending)
        }
    }
}
