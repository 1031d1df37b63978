/// A reply as the client received it; the body is wiped when dropped, because it may be a secret.
struct ReceivedReply: ~Copyable {
    let kind: ReplyKind
    private let body: LockedSecret

    /// Nil where the agent closed the connection instead of answering.
    static func read(from connection: borrowing ClientConnection) throws(KeyAgentError) -> ReceivedReply? {
        guard let head = try connection.receive(count: AgentFrame.headSize) else { return nil }
        guard let frame = try? AgentFrame(head: head), frame.bodySize <= AgentReply.largestBody,
            let kind = ReplyKind(rawValue: frame.kind)
        else { throw .badReply }
        var body = try LockedSecret(count: frame.bodySize)
        let isComplete = try body.withUnsafeMutableBytes { room throws(KeyAgentError) in
            try connection.receive(into: room)
        }
        guard isComplete else { throw .badReply }
        return ReceivedReply(kind: kind, body: body)
    }

    private init(kind: ReplyKind, body: consuming LockedSecret) {
        self.kind = kind
        self.body = body
    }

    consuming func takeBody() -> LockedSecret { body }

    func withBody<Result>(_ read: (UnsafeRawBufferPointer) -> Result) -> Result {
        body.withUnsafeBytes(read)
    }

    /// The error that a reply other than the expected one amounts to.
    func failure() -> KeyAgentError {
        guard kind == .refused, let refusal = body.withUnsafeBytes({ $0.first.flatMap(Refusal.init(rawValue:)) }) else {
            return .badReply
        }
        return KeyAgentError(.refused(refusal), refusal.explanation, hint: refusal.remedy)
    }
}

extension Refusal {
    fileprivate var remedy: String? {
        switch self {
        case .noRoom: "wipe those no longer needed with `cable lock`"
        case .memoryNotLocked: KeyAgentError.memoryNotLocked.hint
        case .unknownVersion, .unknownRequest: "end the agent with `cable lock` and unlock again"
        case .malformed, .tooLarge, .notPermitted: nil
        }
    }
}
