/// The first bytes of each side (RFC 9174 section 4.2).
struct TCPCLContactHeader: Hashable, Sendable {
    /// Whether the sender can do TLS; other flags are reserved and ignored.
    let canUseTLS: Bool

    /// The bytes `dtn!`.
    static let magic = Array("dtn!".utf8)
    static let version: UInt8 = 4
    private static let canTLS: UInt8 = 0x01

    init(canUseTLS: Bool) { self.canUseTLS = canUseTLS }

    init(flags: UInt8) { canUseTLS = flags & Self.canTLS != 0 }

    var encoded: [UInt8] { Self.magic + [Self.version, canUseTLS ? Self.canTLS : 0] }
}
