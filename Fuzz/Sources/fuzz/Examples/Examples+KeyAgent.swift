@testable import KeyAgent

extension Examples {
    static func keyAgent() throws -> [(FuzzTarget, [[UInt8]])] {
        let name = try SecretName("FILIPPOV@MOSCOW")
        let bodies: [(RequestKind, [UInt8])] = [
            (.store, AgentRequest.storePrefix(name, lifetime: 3600) + Array("secret".utf8)), (.fetch, name.bytes),
            (.forget, name.bytes), (.forgetAll, []), (.status, []),
        ]
        let requests = bodies.map { kind, body in AgentFrame(kind: kind.rawValue, bodySize: body.count).head + body }
        let held = [HeldSecret(name: name.text, secondsLeft: 60), HeldSecret(name: "KIM", secondsLeft: 1)]
        let tables = [[], held].map { Array(AgentReply.status($0).messageBeforeSecret.dropFirst(AgentFrame.headSize)) }
        return [(.keyAgentRequest, requests), (.keyAgentStatus, tables)]
    }
}
