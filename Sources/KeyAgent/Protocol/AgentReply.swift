/// What the agent may answer, by the number on the wire.
enum ReplyKind: UInt8 {
    case stored = 0x81
    case secret = 0x82
    case notHeld = 0x83
    case forgotten = 0x84
    case status = 0x85
    case refused = 0xff
}

/// A secret that an agent holds, without the secret.
package struct HeldSecret: Equatable, Sendable {
    /// The name that it was stored under.
    package let name: String
    /// Whole seconds until it is wiped, rounded up.
    package let secondsLeft: UInt32
}

/// An answer of the agent.
enum AgentReply {
    case stored
    case secret(SharedSecret)
    case notHeld
    case forgotten(Int)
    case status([HeldSecret])
    case refused(Refusal)

    /// The largest body: a full secret, or a full table.
    static let largestBody = max(
        AgentLimits.secretSize.upperBound, 2 + AgentLimits.secrets * (1 + AgentLimits.nameSize.upperBound + 4))

    private var kind: ReplyKind {
        switch self {
        case .stored: .stored
        case .secret: .secret
        case .notHeld: .notHeld
        case .forgotten: .forgotten
        case .status: .status
        case .refused: .refused
        }
    }

    /// Everything of the message but a secret, which follows it as it is.
    var messageBeforeSecret: [UInt8] {
        let body = bodyBeforeSecret
        return AgentFrame(kind: kind.rawValue, bodySize: body.count + (secret?.count ?? 0)).head + body
    }

    var secret: SharedSecret? {
        guard case .secret(let secret) = self else { return nil }
        return secret
    }

    private var bodyBeforeSecret: [UInt8] {
        switch self {
        case .stored, .secret, .notHeld: []
        case .forgotten(let count): UInt16(clamping: count).bigEndianBytes
        case .status(let held): Self.table(held)
        case .refused(let refusal): [refusal.rawValue] + refusal.explanation.utf8
        }
    }

    /// Number of entries (2 bytes); each entry: name size (1), name, seconds left (4).
    private static func table(_ held: [HeldSecret]) -> [UInt8] {
        held.reduce(into: UInt16(held.count).bigEndianBytes) { bytes, entry in
            let name = Array(entry.name.utf8)
            bytes += [UInt8(name.count)] + name + entry.secondsLeft.bigEndianBytes
        }
    }
}
