@testable import KeyAgent

extension FuzzTarget {
    /// A whole message of a client: head and body.
    static let keyAgentRequest = FuzzTarget("key-agent-request", longestInput: 256) { bytes in
        let frame = try AgentFrame(head: Array(bytes.prefix(AgentFrame.headSize)))
        promise("the head prints as it was read") { frame.head == Array(bytes.prefix(AgentFrame.headSize)) }
        let kind = try RequestKind(frame)
        let body = Array(bytes.dropFirst(AgentFrame.headSize).prefix(frame.bodySize))
        guard body.count == frame.bodySize else { throw Refusal.malformed }
        let request = try body.withUnsafeBytes { try AgentRequest(kind, body: $0) }
        promise("the body prints as it was read") { printed(request, body) == body }
    }

    static let keyAgentStatus = FuzzTarget("key-agent-status", longestInput: 256) { bytes in
        guard let held = bytes.withUnsafeBytes({ StatusTable.parse($0) }) else { throw NotText() }
        promise("prints as it was read") {
            AgentReply.status(held).messageBeforeSecret.dropFirst(AgentFrame.headSize).elementsEqual(bytes)
        }
    }

    private static func printed(_ request: AgentRequest, _ body: [UInt8]) -> [UInt8] {
        switch request {
        case .store(let name, let lifetime, let secret):
            AgentRequest.storePrefix(name, lifetime: UInt32(lifetime.components.seconds)) + body[secret]
        case .fetch(let name), .forget(let name): name.bytes
        case .forgetAll, .status: []
        }
    }
}
