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

    /// Begins a session over a transport that has just been connected.
    public init(_ role: Role, _ configuration: TCPCLConfiguration, at now: UInt64) {}
}

// MARK: What happens
extension TCPCLSession {
    /// Bytes have come; after a TLS handshake, the decrypted ones.
    public mutating func receive(_ bytes: ArraySlice<UInt8>, at now: UInt64) {}

    /// The TLS handshake is done.
    /// - Parameter peer: The node that the other side's certificate names; nil where it names none.
    public mutating func tlsEstablished(peer: EndpointID?, at now: UInt64) {}

    /// There is no TLS handshake, or the certificate is not accepted.
    public mutating func tlsFailed(_ reason: String, at now: UInt64) {}

    /// Takes a bundle to be sent after those already taken.
    /// - Returns: The transfer ID, by which later events name the bundle.
    public mutating func send(_ bundle: ArraySlice<UInt8>, at now: UInt64) throws(TCPCLSendingError) -> UInt64 {
        throw .notEstablished
    }

    /// A received bundle is durable: the final acknowledgement goes out. Other transfer IDs are ignored.
    public mutating func acknowledge(_ id: UInt64, at now: UInt64) {}

    /// A bundle that was offered or received is not wanted. Other transfer IDs are ignored.
    public mutating func refuse(_ id: UInt64, reason: TCPCLRefusalReason, at now: UInt64) {}

    /// Ends the session in order: what is under way is finished, and nothing new begins.
    public mutating func terminate(_ reason: TCPCLTerminationReason = .unknown, at now: UInt64) {}

    /// The transport was closed or lost.
    public mutating func transportClosed(at now: UInt64) {}

    /// Time has passed; call this at ``nextDeadline``, or whenever convenient.
    public mutating func advance(to now: UInt64) {}
}

// MARK: What to do
extension TCPCLSession {
    /// The next thing that the owner has to know; nil when there is none for now.
    public mutating func nextEvent() -> TCPCLEvent? { nil }

    /// The next thing to be done by the transport, in order; nil when there is none for now.
    ///
    /// Segments are made only here, one at a time, so that a bundle is never in the transport's buffers as a whole.
    public mutating func nextOutput(at now: UInt64) -> TCPCLOutput? { nil }

    /// When ``advance(to:)`` is due; nil when the session waits for nothing.
    public var nextDeadline: UInt64? { nil }

    /// Whether the transport should go on reading; false while too much waits for the owner's verdict.
    public var wantsInput: Bool { true }

    /// Bundles that were taken to be sent and of which no byte has gone out yet.
    public var unsentTransferCount: Int { 0 }

    /// Bundles that are being sent or were sent, and have not been answered.
    public var unacknowledgedTransferCount: Int { 0 }
}
