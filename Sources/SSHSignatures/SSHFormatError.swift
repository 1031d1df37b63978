/// Input that is not what its format allows: what was being read, where, which rule it breaks, and the remedy if
/// there is one.
public struct SSHFormatError: Error, Hashable, Sendable {
    /// The kind of text or blob that was being read.
    public enum Item: String, Sendable {
        /// A public key: its wire blob or its one-line form.
        case publicKey = "public key"
        /// An `openssh-key-v1` private key file, or a raw seed.
        case privateKey = "private key"
        /// A key fingerprint.
        case fingerprint
        /// An SSHSIG signature.
        case signature
        /// A compact signature of 72 or 77 bytes.
        case compactSignature = "compact signature"
        /// A message digest given by the caller.
        case digest
        /// A signature namespace.
        case namespace
        /// A list of principal or namespace patterns.
        case patternList = "pattern list"
        /// An `allowed_signers` file or one of its lines.
        case allowedSigners = "allowed signers"
        /// A message from an SSH agent.
        case agentReply = "agent reply"
    }

    /// What was being read.
    public let item: Item
    /// The line the rule is broken on, counted from 1, where the format has lines.
    public let line: Int?
    /// The rule that is broken, in lower case without a full stop; it never contains secrets or control characters.
    public let reason: String
    /// What the user can do about it, if there is something.
    public let hint: String?

    init(_ item: Item, line: Int? = nil, _ reason: String, hint: String? = nil) {
        self.item = item
        self.line = line
        self.reason = reason
        self.hint = hint
    }

    /// The same error, reported as found inside a numbered line of something larger.
    func inside(_ outer: Item, line: Int) -> SSHFormatError {
        SSHFormatError(outer, line: line, "\(item.rawValue): \(reason)", hint: hint)
    }
}

extension SSHFormatError: CustomStringConvertible {
    /// One line that names the cause: `allowed signers, line 3: unknown option "foo"`.
    public var description: String {
        let place = line.map { ", line \($0)" } ?? ""
        return "\(item.rawValue)\(place): \(reason)"
    }
}
