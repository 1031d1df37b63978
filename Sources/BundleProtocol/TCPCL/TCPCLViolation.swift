/// A rule of RFC 9174 or of our profile that the other side has broken.
public struct TCPCLViolation: Error, Hashable, Sendable, CustomStringConvertible {
    /// Offset, in all that the other side has sent, of the message that breaks the rule.
    public let offset: UInt64

    /// The rule that is broken.
    public let rule: Rule

    /// The offset and the rule in one line.
    public var description: String { "byte \(offset): \(rule.rawValue)" }
}

extension TCPCLViolation {
    /// The rules, in the words of an error message; `docs/formats/tcpcl.md` says what follows from each.
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        // Contact
        case magic = "a contact header must begin with dtn! (RFC 9174 section 4.2)"
        case version = "the version must be 4 (RFC 9174 section 4.3)"
        case tlsRequired = "the session must use TLS"
        case earlyData = "nothing may be sent between the contact header and the TLS handshake (RFC 9174 section 4.4.3)"

        // Messages
        case messageType = "the message type must be known (RFC 9174 section 5.1.2)"
        case nodeIDTooLong = "a node ID must have at most 255 bytes"
        case extensionsTooLong = "extension items must have at most 4096 bytes"
        case segmentTooLong = "a segment must be within the segment MRU (RFC 9174 section 4.6)"

        // Session initialization
        case sessionInitMissing = "SESS_INIT must come before any other message (RFC 9174 section 4.6)"
        case sessionInitRepeated = "SESS_INIT must come once (RFC 9174 section 5.1.2)"
        case sessionExtensions = "the session extension items must fill their list (RFC 9174 section 4.6)"
        case criticalSessionExtension = "a critical session extension item must be known (RFC 9174 section 4.8)"
        case nodeID = "the node ID must be a URI of the dtn or ipn scheme that names a node (RFC 9174 section 4.6)"
        case nodeIDMissing = "the other side must say which node it is"
        case nodeIDUnexpected = "the node ID must be that of the node that was to be reached"
        case nodeIDUnauthenticated = "the certificate must name the node (RFC 9174 section 4.4.4)"
        case segmentMRU = "the segment MRU must be at least 1024 bytes"

        // Incoming transfers
        case segmentWithoutStart = "a segment must belong to the transfer under way (RFC 9174 section 5.2.2)"
        case interleavedTransfers = "a transfer must end before the next one begins (RFC 9174 section 5.2.2)"
        case transferIDInUse = "a transfer ID must be unique (RFC 9174 section 5.2.1)"
        case transferExtensions = "the transfer extension items must fill their list (RFC 9174 section 5.2.2)"
        case criticalTransferExtension = "a critical transfer extension item must be known (RFC 9174 section 5.2.5)"
        case transferLengthItem = "there must be one transfer length, of eight bytes (RFC 9174 section 5.2.5.1)"
        case transferTooLong = "a transfer must be within the transfer MRU (RFC 9174 section 4.6)"
        case transferLength = "a transfer must have the length that it announced (RFC 9174 section 5.2.5.1)"

        // Answers to our transfers
        case unknownTransfer = "an answer must be to a transfer under way (RFC 9174 section 5.1.2)"
        case acknowledgedLength = "an acknowledged length must grow up to what was sent (RFC 9174 section 5.2.3)"
        case unreadAnswers = "answers must be read: more than 1 MiB of them are waiting"
    }
}

/// A rule that is broken, where the offset is not known.
struct TCPCLRuleBroken: Error {
    let rule: TCPCLViolation.Rule
}
