/// What a session tells its owner.
///
/// Both sides count their transfers for themselves. The IDs of what was offered, abandoned and received are the other
/// side's; those of what was acknowledged, refused and failed are the ones that ``TCPCLSession/send(_:at:)`` returned.
public enum TCPCLEvent: Hashable, Sendable {
    /// Bundles can be sent and received from now on.
    case established(TCPCLParameters)

    /// The other side begins to send a bundle.
    ///
    /// The owner may refuse it at once with ``TCPCLSession/refuse(_:reason:at:)``; then not a byte of it is kept.
    /// - Parameter length: Bytes of the whole bundle; nil where the sender does not say.
    case transferOffered(id: UInt64, length: UInt64?)

    /// A bundle that was offered does not come, because the other side broke a rule on the way.
    case transferAbandoned(id: UInt64)

    /// A whole bundle has come and waits for ``TCPCLSession/acknowledge(_:at:)`` or ``TCPCLSession/refuse(_:reason:at:)``.
    case transferReceived(id: UInt64, bundle: [UInt8])

    /// The other side has taken over a bundle that we sent.
    case transferAcknowledged(id: UInt64)

    /// The other side does not want a bundle that we sent, or already has it.
    case transferRefused(id: UInt64, reason: TCPCLRefusalReason)

    /// The session is ending before the other side has answered; whether it has the bundle is not known.
    case transferFailed(id: UInt64)

    /// The other side is ending the session: what is under way is finished, and nothing new can be sent.
    case peerTerminates(reason: TCPCLTerminationReason)

    /// The other side broke a rule; the session goes on unless `ended` follows.
    case violation(TCPCLViolation)

    /// The other side did not understand a message of ours; the session goes on unless `ended` follows.
    case messageRejected(type: UInt8, reason: TCPCLRejectionReason)

    /// Nothing more happens in this session.
    ///
    /// Outputs that are left, the last of them `close`, are still to be carried out.
    case ended(TCPCLEnding)
}

/// What both sides agreed to (RFC 9174 section 4.7).
public struct TCPCLParameters: Hashable, Sendable {
    /// The other node, as its SESS_INIT says.
    public let peer: EndpointID
    /// Whether the other side's certificate says so too.
    public let isAuthenticated: Bool
    /// Whether the session is protected by TLS.
    public let usesTLS: Bool
    /// Seconds between messages at most; zero where KEEPALIVE is off.
    public let keepalive: UInt16
    /// Largest segment that the other side takes, in bytes, up to 2^64 - 1.
    public let peerSegmentMRU: UInt64
    /// Largest bundle that the other side takes, in bytes, up to 2^64 - 1.
    public let peerTransferMRU: UInt64

    package init(
        peer: EndpointID, isAuthenticated: Bool, usesTLS: Bool, keepalive: UInt16, peerSegmentMRU: UInt64,
        peerTransferMRU: UInt64
    ) {
        self.peer = peer
        self.isAuthenticated = isAuthenticated
        self.usesTLS = usesTLS
        self.keepalive = keepalive
        self.peerSegmentMRU = peerSegmentMRU
        self.peerTransferMRU = peerTransferMRU
    }
}

/// How a session ended.
public enum TCPCLEnding: Hashable, Sendable {
    /// Both sides said SESS_TERM and nothing was left undone: the only clean end.
    case terminated(TCPCLTerminationReason, byPeer: Bool)
    /// The other side refused the session before it was established.
    case refused(TCPCLTerminationReason)
    /// The session was given up before it was established, at the owner's request.
    case cancelled
    /// The other side broke a rule in a way that leaves no other choice.
    case violation(TCPCLViolation)
    /// The other side rejected a message without which the session cannot go on.
    case rejected(type: UInt8, reason: TCPCLRejectionReason)
    /// The session was not established in time.
    case contactTimeout
    /// Nothing came for twice the keepalive interval.
    case silence
    /// Nothing came and nothing could be sent for the transfer timeout, while a transfer was under way.
    case stalledTransfer
    /// The other side is there, and does not answer for what it was sent.
    case unansweredTransfer
    /// SESS_TERM was sent, and the rest took too long.
    case terminationTimeout
    /// There was no TLS handshake, or the certificate was not accepted.
    case tlsFailure(String)
    /// The transport was closed or lost.
    case transportClosed

    /// Whether both sides agreed to end and every transfer was answered.
    public var isClean: Bool {
        if case .terminated = self { true } else { false }
    }
}

/// What a session asks of its transport.
public enum TCPCLOutput: Hashable, Sendable {
    /// Send the head and then the payload, which shares the memory of the bundle. Both are whole messages together.
    case write(head: [UInt8], payload: ArraySlice<UInt8>)
    /// Begin the TLS handshake once everything before is sent: as client on the active side, else as server.
    case startTLS
    /// Close the transport once everything before is sent.
    case close
}

/// Why a bundle cannot be sent in this session.
public enum TCPCLSendingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The session is not established, is ending or has ended.
    case notEstablished
    /// The other side takes bundles of at most so many bytes.
    case tooLong(limit: UInt64)

    /// The reason in one line.
    public var description: String {
        switch self {
        case .notEstablished: "the session takes no bundles"
        case .tooLong(let limit): "the other side takes bundles of at most \(limit) bytes"
        }
    }
}
