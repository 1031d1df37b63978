/// How a node wants its TCPCL sessions to be.
public struct TCPCLConfiguration: Hashable, Sendable {
    /// Whether TLS is used (RFC 9174 section 4.3).
    public enum TLSPolicy: Hashable, Sendable {
        /// A session without TLS is refused.
        case required
        /// TLS is used where the other side can.
        case allowed
        /// TLS is not offered, for instance because the transport is a protected pipe.
        case none
    }

    /// The node that we are, an administrative endpoint such as `ipn:2.0`.
    public var nodeID: EndpointID

    /// The node that must be at the other end; nil where every node is welcome.
    public var expectedPeer: EndpointID?

    /// Whether TLS is used.
    public var tls: TLSPolicy

    /// Whether a session with TLS is refused unless the other side's certificate names its node (RFC 9174 section 4.4.4).
    public var requiresAuthenticatedPeer = true

    /// Seconds without sending after which a KEEPALIVE is sent; the smaller of both sides' counts and zero means never.
    public var keepalive: UInt16 = 30

    /// Largest segment that we take, in bytes; 1 MiB unless told otherwise.
    ///
    /// Segments are not buffered apart, so this costs no memory. It is larger than what we send ourselves because some
    /// senders do not segment small bundles at all, and small enough that a length out of all proportion is noticed.
    public var segmentMRU = 1 << 20

    /// Largest bundle that we take, in bytes; 17 MiB unless told otherwise, so that a payload of 16 MiB fits.
    public var transferMRU = 17 << 20

    /// Largest segment that we send, in bytes, whatever the other side would take; 64 KiB unless told otherwise.
    ///
    /// Acknowledgements and urgent messages wait for one segment at most, and its frame is less than a thousandth of it.
    public var segmentLength = 64 << 10

    /// Milliseconds from the connection to an established session; RFC 9174 section 4.1 asks for at most a minute.
    public var contactTimeout: UInt64 = 30_000

    /// Milliseconds without a byte in either direction, while a transfer is under way, after which the session is given
    /// up; nil means never.
    ///
    /// With KEEPALIVE, silence is noticed sooner. It is also what notices a dead peer that wants no KEEPALIVE.
    public var transferTimeout: UInt64? = 120_000

    /// Milliseconds without an acknowledgement or refusal, while a bundle of ours is under way and no more of it can be sent,
    /// after which the session is given up, however alive the other side shows itself; nil means never.
    ///
    /// A line that takes as long for one segment of ``segmentLength`` bytes is too slow for it: ten minutes are enough for
    /// 900 bits per second.
    public var answerTimeout: UInt64? = 600_000

    /// Milliseconds without any message but KEEPALIVE after which the session is ended; nil means never.
    public var idleTimeout: UInt64?

    /// Milliseconds from our SESS_TERM to the close, however much is left to be done.
    public var terminationTimeout: UInt64 = 30_000

    /// Bytes of received bundles that may wait for the owner's verdict before nothing more is read; 32 MiB.
    public var unacknowledgedBytes = 32 << 20

    /// Received segments whose acknowledgements may wait for the owner's verdict before nothing more is read.
    public var unacknowledgedSegments = 4096

    /// The standard session of a node, to be changed property by property.
    public init(nodeID: EndpointID, expectedPeer: EndpointID? = nil, tls: TLSPolicy = .required) {
        self.nodeID = nodeID
        self.expectedPeer = expectedPeer
        self.tls = tls
    }
}
