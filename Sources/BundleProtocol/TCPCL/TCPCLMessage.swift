/// A message of an established session, or of its negotiation (RFC 9174 section 4.5).
enum TCPCLMessage: Hashable, Sendable {
    case segment(TCPCLSegmentHead)
    case acknowledge(TCPCLAcknowledgement)
    case refuse(id: UInt64, reason: TCPCLRefusalReason)
    case keepalive
    case terminate(reason: TCPCLTerminationReason, isReply: Bool)
    case reject(type: UInt8, reason: TCPCLRejectionReason)
    case initialize(TCPCLSessionInit)

    /// The codes of RFC 9174 section 4.5.
    enum Kind: UInt8, CaseIterable, Sendable {
        case segment = 1
        case acknowledge, refuse, keepalive, terminate, reject, initialize
    }

    var kind: Kind {
        switch self {
        case .segment: .segment
        case .acknowledge: .acknowledge
        case .refuse: .refuse
        case .keepalive: .keepalive
        case .terminate: .terminate
        case .reject: .reject
        case .initialize: .initialize
        }
    }
}

/// What a side brings to the negotiation: SESS_INIT (RFC 9174 section 4.6).
struct TCPCLSessionInit: Hashable, Sendable {
    /// Seconds; zero for none.
    var keepalive: UInt16
    var segmentMRU: UInt64
    var transferMRU: UInt64
    /// UTF-8 as it came; empty where the sender does not say which node it is.
    var nodeID: [UInt8]
    /// The list of session extension items as it came.
    var extensions: [UInt8] = []
}

/// What goes before the data of a segment: XFER_SEGMENT (RFC 9174 section 5.2.2).
struct TCPCLSegmentHead: Hashable, Sendable {
    var flags: TCPCLSegmentFlags
    var id: UInt64
    /// The list of transfer extension items as it came; empty in segments that do not start a transfer.
    var extensions: [UInt8] = []
    /// Bytes of data that follow.
    var length: Int
}

/// Flags of XFER_SEGMENT and XFER_ACK; the others are reserved and returned as they came (RFC 9174 section 5.2.3).
struct TCPCLSegmentFlags: OptionSet, Hashable {
    let rawValue: UInt8

    static let end = Self(rawValue: 0x01)
    static let start = Self(rawValue: 0x02)
}

/// How much of a transfer has been taken in: XFER_ACK (RFC 9174 section 5.2.3).
struct TCPCLAcknowledgement: Hashable, Sendable {
    /// Those of the segment that is acknowledged.
    var flags: TCPCLSegmentFlags
    var id: UInt64
    /// Bytes from the start of the transfer to the end of that segment.
    var length: UInt64
}
