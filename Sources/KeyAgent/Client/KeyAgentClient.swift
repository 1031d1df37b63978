/// What came of asking the agent for a secret.
package enum FetchedSecret: ~Copyable {
    case found(LockedSecret)
    /// There is an agent, but it does not hold this one (any more).
    case notHeld
    case noAgent

    /// The secret, where there is one.
    package consuming func secret() -> LockedSecret? {
        switch consume self {
        case .found(let secret): secret
        case .notHeld: nil
        case .noAgent: nil
        }
    }
}

/// Talks to the key agent of a station.
///
/// Each call is a connection of its own and ends within the time limit.
package struct KeyAgentClient: Sendable {
    private let socket: String
    private let timeLimit: Duration

    /// - Parameters:
    ///   - socket: where the agent listens: `KeyAgentSocket.path`.
    ///   - timeLimit: for one call as a whole.
    package init(socket: String, timeLimit: Duration = .seconds(2)) {
        self.socket = socket
        self.timeLimit = timeLimit
    }

    /// Hands a secret of 1 to 16,384 bytes to the agent, in place of what it held under that name.
    ///
    /// - Parameters:
    ///   - secret: the bytes, which stay the caller's to wipe.
    ///   - lifetime: whole seconds from now, a week at most; time spent suspended counts.
    /// - Throws: `.noAgent`, `.badSecret` outside the limits, `.refused` where the agent has no room or memory.
    package func store(_ secret: UnsafeRawBufferPointer, as name: String, lifetime: UInt32) throws(KeyAgentError) {
        let name = try SecretName(name)
        guard AgentLimits.secretSize.contains(secret.count), AgentLimits.lifetime.contains(lifetime) else {
            throw KeyAgentError(
                .badSecret, "the key agent takes keys of 1 to 16384 bytes, for 1 to 604800 seconds")
        }
        let prefix = AgentRequest.storePrefix(name, lifetime: lifetime)
        guard let reply = try ask(.store, prefix, secret) else { throw .noAgent }
        guard reply.kind == .stored else { throw reply.failure() }
    }

    /// Fetches a secret; having no agent, or an agent without this secret, is no error.
    package func fetch(_ name: String) throws(KeyAgentError) -> FetchedSecret {
        guard let reply = try ask(.fetch, try SecretName(name).bytes) else { return .noAgent }
        switch reply.kind {
        case .secret: return .found(reply.takeBody())
        case .notHeld: return .notHeld
        default: throw reply.failure()
        }
    }

    /// Makes the agent wipe a secret; false where it held none of that name, or there is no agent.
    @discardableResult
    package func forget(_ name: String) throws(KeyAgentError) -> Bool {
        try forgotten(ask(.forget, try SecretName(name).bytes)) > 0
    }

    /// Makes the agent wipe everything, upon which it ends; returns how many secrets there were.
    @discardableResult
    package func forgetAll() throws(KeyAgentError) -> Int {
        try forgotten(ask(.forgetAll))
    }

    /// What the agent holds, ordered by name; nil where there is no agent.
    package func status() throws(KeyAgentError) -> [HeldSecret]? {
        guard let reply = try ask(.status) else { return nil }
        guard reply.kind == .status else { throw reply.failure() }
        guard let held = reply.withBody(StatusTable.parse) else { throw .badReply }
        return held
    }

    /// The agent's process, as the kernel knows it; nil where there is no agent.
    package func process() throws(KeyAgentError) -> Int32? {
        guard let connection = try ClientConnection.open(socket, deadline: .now() + timeLimit) else { return nil }
        return try connection.process
    }

    private func forgotten(_ reply: consuming ReceivedReply?) throws(KeyAgentError) -> Int {
        guard let reply else { return 0 }
        guard reply.kind == .forgotten else { throw reply.failure() }
        return reply.withBody { Int(UInt16(bigEndianBytes: $0)) }
    }

    /// Sends a request, whose body may come in two parts, and reads the reply; nil where there is no agent.
    private func ask(
        _ kind: RequestKind, _ start: [UInt8] = [], _ secret: UnsafeRawBufferPointer = .init(start: nil, count: 0)
    ) throws(KeyAgentError) -> ReceivedReply? {
        guard let connection = try ClientConnection.open(socket, deadline: .now() + timeLimit) else { return nil }
        let message = AgentFrame(kind: kind.rawValue, bodySize: start.count + secret.count).head + start
        if try connection.send(message) {
            _ = try connection.send(secret)
        }
        // An agent that ends closes its connections without a word, and is no agent any more.
        return try ReceivedReply.read(from: connection)
    }
}

extension KeyAgentError {
    static var noAgent: KeyAgentError {
        KeyAgentError(.noAgent, "no key agent is running", hint: "start one with `cable unlock`")
    }
}
