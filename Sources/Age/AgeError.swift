/// Why a file could not be sealed or opened, in words that a person understands.
public struct AgeError: Error, Hashable, Sendable {
    /// What went wrong, for a program to tell apart.
    public enum Kind: String, Hashable, Sendable {
        /// The header is well formed but none of the identities unwraps the file key.
        case noMatch
        /// The header, or a stanza addressed to one of the identities, breaks the format.
        case header
        /// The file key was unwrapped but the header's authentication code does not fit it.
        case headerMAC
        /// The ASCII armor breaks the strict PEM form.
        case armor
        /// The payload is truncated, extended or altered.
        case payload
        /// The recipients cannot be used, or not together.
        case recipients
        /// The text of a key, or a key itself, is not acceptable.
        case key
        /// The operating system refused a read, a write or memory.
        case inputOutput
    }

    /// What went wrong, for a program to tell apart.
    public let kind: Kind

    /// One line that names the cause; lower case, without a full stop, never with a secret in it.
    public let message: String

    /// What the person can do about it, where we know.
    public let hint: String?

    /// The line of the header, armor or key file, counted from 1, where one is to blame.
    public let line: Int?

    /// The payload chunk that failed, counted from 0; everything before it was authentic.
    public let chunk: UInt64?

    /// Describes a failure; for recipients and identities defined in other modules too.
    public init(_ kind: Kind, _ message: String, hint: String? = nil, line: Int? = nil, chunk: UInt64? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
        self.line = line
        self.chunk = chunk
    }
}

extension AgeError: CustomStringConvertible {
    /// The message, preceded by the place where there is one.
    public var description: String {
        if let line { return "\(place) line \(line): \(message)" }
        if let chunk { return "payload chunk \(chunk): \(message)" }
        return message
    }

    private var place: String {
        switch kind {
        case .armor: "armor"
        case .key: "key file"
        default: "header"
        }
    }
}
