/// Why a session ends (SESS_TERM, RFC 9174 section 6.1).
///
/// Codes without a name here are kept as they came and treated as unknown.
public struct TCPCLTerminationReason: RawRepresentable, Hashable, Sendable {
    /// The reason code.
    public let rawValue: UInt8

    /// Makes a reason from its code.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// No reason is given.
    public static let unknown = Self(rawValue: 0)
    /// Nothing has come for too long.
    public static let idleTimeout = Self(rawValue: 1)
    /// The other side speaks a version that we do not.
    public static let versionMismatch = Self(rawValue: 2)
    /// Too busy for this session.
    public static let busy = Self(rawValue: 3)
    /// The contact header or SESS_INIT cannot be agreed to.
    public static let contactFailure = Self(rawValue: 4)
    /// A limit has been reached.
    public static let resourceExhaustion = Self(rawValue: 5)
}

/// Why a transfer is refused (XFER_REFUSE, RFC 9174 section 5.2.4).
///
/// Codes without a name here are kept as they came and treated as unknown.
public struct TCPCLRefusalReason: RawRepresentable, Hashable, Sendable {
    /// The reason code.
    public let rawValue: UInt8

    /// Makes a reason from its code.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// No reason is given.
    public static let unknown = Self(rawValue: 0)
    /// The receiver already has the whole bundle; the sender may take it for delivered.
    public static let completed = Self(rawValue: 1)
    /// The receiver has no room now.
    public static let noResources = Self(rawValue: 2)
    /// The receiver asks for the whole bundle again.
    public static let retransmit = Self(rawValue: 3)
    /// The receiver will never take this bundle.
    public static let notAcceptable = Self(rawValue: 4)
    /// The receiver does not understand the transfer's extension items.
    public static let extensionFailure = Self(rawValue: 5)
    /// The session is ending; the bundle may be sent in another one.
    public static let sessionTerminating = Self(rawValue: 6)
}

/// Why a message is rejected (MSG_REJECT, RFC 9174 section 5.1.2).
public struct TCPCLRejectionReason: RawRepresentable, Hashable, Sendable {
    /// The reason code.
    public let rawValue: UInt8

    /// Makes a reason from its code.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The message type is unknown.
    public static let typeUnknown = Self(rawValue: 1)
    /// The message is known and what it says cannot be done.
    public static let unsupported = Self(rawValue: 2)
    /// The message has no place in the present state of the session.
    public static let unexpected = Self(rawValue: 3)
}
