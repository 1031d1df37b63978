import Glibc

/// Why something with the key agent did not work: the cause, and what to do about it.
package struct KeyAgentError: Error, Equatable, CustomStringConvertible {
    /// What a caller may want to tell apart.
    package enum Code: Equatable, Sendable {
        /// A path is relative, or longer than a socket address can hold.
        case badPath
        /// A name or a secret is outside the limits.
        case badSecret
        /// A directory is missing, wider than 0700, or somebody else's.
        case directoryNotPrivate
        /// The system does not let us keep the memory out of swap space.
        case memoryNotLocked
        /// Nobody listens on the socket.
        case noAgent
        /// The process behind the socket runs as another user.
        case foreignAgent
        /// The agent did not answer in time.
        case timedOut
        /// The agent answered something that is not in the protocol.
        case badReply
        /// The agent refused the request.
        case refused(Refusal)
        /// The agent's program did not come up.
        case startFailed
        /// A system call failed for a reason of its own.
        case system
    }

    package let code: Code
    /// The cause in one line.
    package let message: String
    /// The remedy in one line, where one is known.
    package let hint: String?

    package init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    package var description: String { message }

    /// A system call that failed, with the reason that the system gives; to be called before `errno` changes.
    static func system(_ action: String, number: CInt = errno) -> KeyAgentError {
        KeyAgentError(.system, "cannot \(action): \(String(cString: strerror(number)))")
    }
}
