/// Bounds of the key agent's protocol and table.
package enum AgentLimits {
    /// Bytes in a name.
    package static let nameSize = 1...64
    /// Bytes in a secret: 16 KiB.
    package static let secretSize = 1...16_384
    /// Seconds that a secret may live: up to a week.
    package static let lifetime = 1...604_800 as ClosedRange<UInt32>
    /// Secrets held at once.
    package static let secrets = 64
    /// Clients connected at once; one more displaces the one that has been connected longest.
    package static let clients = 32
}

/// How long the agent waits for what.
package struct AgentTimes: Sendable {
    /// For its first secret, before it ends.
    package var grace = Duration.seconds(30)
    /// For a client's request and until it has taken the reply.
    package var client = Duration.seconds(5)
    /// Between two looks whether its socket can still be found; without one nobody could ever lock the keys again,
    /// so it ends.
    package var inspection = Duration.seconds(60)

    package init() {}
}
