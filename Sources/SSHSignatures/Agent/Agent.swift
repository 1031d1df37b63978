/// A running `ssh-agent`, reached through its socket (draft-miller-ssh-agent).
///
/// Calls block until the agent answers, which for a security key means until somebody touches it. Each call connects
/// anew, so the value holds nothing open and can be used from several threads.
public struct Agent: Sendable {
    /// A key the agent holds.
    public struct Identity: Hashable, Sendable {
        /// The key.
        public let publicKey: PublicKey
        /// What the agent calls it; any text, invalid UTF-8 replaced.
        public let comment: String
    }

    /// The path of the agent's socket, mostly from the variable `SSH_AUTH_SOCK`, which the caller reads.
    public let socketPath: String
    /// How long to wait for a part of an answer, in seconds.
    public let timeout: Int

    /// An agent that listens at `socketPath`; nothing is connected yet.
    public init(socketPath: String, timeout: Int = 120) {
        self.socketPath = socketPath
        self.timeout = timeout
    }

    /// The keys the agent holds; those of a kind that is not supported are left out.
    public func identities() throws(AgentError) -> [Identity] {
        let reply = try request(AgentMessages.listRequest)
        do {
            return try AgentMessages.identities(from: reply)
        } catch {
            throw AgentError(.malformedReply, "\(error)")
        }
    }

    /// A signer that lets the agent sign with `publicKey`.
    ///
    /// - Throws: `AgentError` if the agent cannot be reached or does not hold the key.
    public func signer(for publicKey: PublicKey) throws(AgentError) -> AgentKey {
        try requireHeld(publicKey)
        return AgentKey(agent: self, publicKey: publicKey)
    }

    /// Lets the agent sign `data` with `key`.
    func sign(
        _ data: [UInt8], with key: PublicKey
    ) throws(AgentError) -> (value: [UInt8], securityKeyData: SecurityKeyData?) {
        let reply = try request(AgentMessages.signRequest(key: key, data: data))
        let answer: (value: [UInt8], securityKeyData: SecurityKeyData?)?
        do {
            answer = try AgentMessages.signature(from: reply, type: key.type)
        } catch {
            throw AgentError(.malformedReply, "\(error)")
        }
        guard let answer else { throw try refusal(of: key) }
        return answer
    }

    private func request(_ message: [UInt8]) throws(AgentError) -> [UInt8] {
        let connection = try AgentConnection.open(path: socketPath, timeout: timeout)
        return try connection.exchange(message)
    }

    private func requireHeld(_ key: PublicKey) throws(AgentError) {
        guard try identities().contains(where: { $0.publicKey == key }) else {
            throw AgentError(
                .keyNotHeld, "the ssh-agent does not hold the key \(key.fingerprint)",
                hint: "load it with ssh-add, or unlock the agent with ssh-add -X")
        }
    }

    /// The protocol has one answer for all failures; asking again tells a missing key from a refusal.
    private func refusal(of key: PublicKey) throws(AgentError) -> AgentError {
        try requireHeld(key)
        return AgentError(
            .refused, "the ssh-agent refused to sign with the key \(key.fingerprint)",
            hint: "confirm the request when the agent asks, and touch the security key if the key is on one")
    }
}
