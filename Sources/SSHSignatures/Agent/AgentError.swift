/// Why an SSH agent did not do what it was asked.
public struct AgentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: Hashable, Sendable {
        /// Nothing answers at the socket.
        case unreachable
        /// The agent did not answer in time, or hung up.
        case noAnswer
        /// The agent does not hold the key.
        case keyNotHeld
        /// The agent holds the key and will not sign: its user declined or did not touch the security key.
        case refused
        /// The answer is not what the protocol allows.
        case malformedReply
        /// The agent gave a signature that does not verify.
        case wrongSignature
    }

    /// The kind of failure.
    public let code: Code
    /// The cause in one line.
    public let description: String
    /// What the user can do about it, if there is something.
    public let hint: String?

    init(_ code: Code, _ description: String, hint: String? = nil) {
        self.code = code
        self.description = description
        self.hint = hint
    }
}
