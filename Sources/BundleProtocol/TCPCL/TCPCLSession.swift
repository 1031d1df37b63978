/// One session of the TCP convergence layer version 4 (RFC 9174), without I/O.
///
/// The owner tells the session what happens (bytes come, time passes, a bundle is durable) and then carries out what it
/// wants: first every ``nextEvent()``, then every ``nextOutput(at:)`` for as long as the transport takes bytes. Times are
/// milliseconds of any clock that never runs backwards.
///
///     session.receive(bytes, at: now)
///     while let event = session.nextEvent() { ... }
///     while transport.isWritable, let output = session.nextOutput(at: now) { ... }
public struct TCPCLSession: Sendable {
    /// Who opened the transport.
    public enum Role: Hashable, Sendable {
        /// We did: we speak first, and are the client of TLS.
        case active
        /// The other side did.
        case passive
    }

    /// How far the session has come.
    enum State {
        /// The other side's contact header is awaited.
        case contact
        /// The TLS handshake is under way.
        case handshake
        /// The other side's SESS_INIT is awaited.
        case initialization
        /// Bundles are sent and received.
        case established(TCPCLParameters)
        /// Nothing more happens.
        case over
    }

    let role: Role
    let configuration: TCPCLConfiguration
    var state = State.contact
    var decoder: TCPCLDecoder
    var incoming = TCPCLIncoming()
    var outgoing = TCPCLOutgoing()
    var termination = TCPCLTermination()
    var clock: TCPCLClock
    var usesTLS = false
    /// The node that the certificate of the other side names.
    var authenticatedPeer: EndpointID?
    /// What the owner has not been told.
    var events = TCPCLQueue<TCPCLEvent>()
    /// Whole messages that go out before the next segment.
    var messages: [UInt8] = []
    /// What the transport has to do once `messages` are sent.
    var transportStep: TCPCLOutput?

    /// Begins a session over a transport that has just been connected.
    public init(_ role: Role, _ configuration: TCPCLConfiguration, at now: UInt64) {
        self.role = role
        self.configuration = configuration
        decoder = TCPCLDecoder(segmentMRU: configuration.segmentMRU)
        clock = TCPCLClock(at: now)
        if role == .active { sendContactHeader() }
    }
}

// MARK: What happens
extension TCPCLSession {
    /// Bytes have come; after a TLS handshake, the decrypted ones.
    public mutating func receive(_ bytes: ArraySlice<UInt8>, at now: UInt64) {
        clock.advance(to: now)
        guard !isOver, !bytes.isEmpty else { return }
        clock.lastReceived = clock.now
        decoder.feed(bytes)
        if case .handshake = state { fail(decoder.earlyData) }
    }

    /// The TLS handshake is done.
    ///
    /// - Parameter peer: The node that the other side's certificate names; nil where it names none.
    public mutating func tlsEstablished(peer: EndpointID?, at now: UInt64) {
        clock.advance(to: now)
        guard case .handshake = state else { return }
        authenticatedPeer = peer
        beginInitialization()
    }

    /// There is no TLS handshake, or the certificate is not accepted.
    public mutating func tlsFailed(_ reason: String, at now: UInt64) {
        clock.advance(to: now)
        end(.tlsFailure(reason))
    }

    /// Takes a bundle to be sent after those already taken.
    ///
    /// - Returns: The transfer ID, by which later events name the bundle.
    public mutating func send(_ bundle: ArraySlice<UInt8>, at now: UInt64) throws(TCPCLSendingError) -> UInt64 {
        clock.advance(to: now)
        guard case .established(let parameters) = state, !termination.hasBegun else { throw .notEstablished }
        guard bundle.count <= parameters.peerTransferMRU else { throw .tooLong(limit: parameters.peerTransferMRU) }
        return outgoing.enqueue(bundle)
    }

    /// A received bundle is durable, and the final acknowledgement goes out.
    ///
    /// Transfer IDs that wait for no verdict are ignored.
    public mutating func acknowledge(_ id: UInt64, at now: UInt64) {
        decide(at: now) { $0.accept(id) }
    }

    /// A bundle that was offered or received is not wanted.
    ///
    /// Transfer IDs that wait for no verdict are ignored.
    public mutating func refuse(_ id: UInt64, reason: TCPCLRefusalReason, at now: UInt64) {
        decide(at: now) { $0.refuse(id, reason) }
    }

    /// Ends the session in order: what is under way is finished, and nothing new begins.
    ///
    /// Before the session is established it is given up at once.
    public mutating func terminate(_ reason: TCPCLTerminationReason = .unknown, at now: UInt64) {
        clock.advance(to: now)
        switch state {
        case .contact, .handshake:
            end(.cancelled)
        case .initialization:
            send(.terminate(reason: reason, isReply: false))
            end(.cancelled)
        case .established:
            beginTermination(reason, isReply: false)
            putOutAnswers()
        case .over: break
        }
    }

    /// The transport was closed or lost; what had come before still counts.
    public mutating func transportClosed(at now: UInt64) {
        clock.advance(to: now)
        while readItem() {}
        end(.transportClosed)
        messages = []
        transportStep = nil
    }
}

// MARK: What to do
extension TCPCLSession {
    /// The next thing that the owner has to know; nil when there is none for now.
    public mutating func nextEvent() -> TCPCLEvent? {
        while events.isEmpty, readItem() {}
        return events.popFirst()
    }

    /// The next thing to be done by the transport, in order; nil when there is none for now.
    ///
    /// Segments are made only here, one at a time, so that a bundle is never in the transport's buffers as a whole.
    public mutating func nextOutput(at now: UInt64) -> TCPCLOutput? {
        clock.advance(to: now)
        if !messages.isEmpty {
            defer { messages = [] }
            clock.lastSent = clock.now
            return .write(head: messages, payload: [])
        }
        if let step = transportStep {
            transportStep = nil
            return step
        }
        return nextSegment()
    }

    /// Whether the transport should go on reading.
    ///
    /// False once the session is over, and while too much waits for the owner's verdict; a verdict may make it true.
    public var wantsInput: Bool {
        !isOver && incoming.undecidedBytes < configuration.unacknowledgedBytes
            && incoming.answerCount < configuration.unacknowledgedSegments
    }

    /// Whether the session has ended; outputs may be left.
    public var isOver: Bool {
        if case .over = state { true } else { false }
    }

    /// Bundles that were taken to be sent and of which no byte has gone out yet.
    public var unsentTransferCount: Int { outgoing.queuedCount }

    /// Bundles that are being sent or were sent, and have not been answered.
    public var unacknowledgedTransferCount: Int { outgoing.unansweredCount }
}
