import Testing

@testable import SSHSignatures

@Suite("Agents that answer in unusual ways")
struct ScriptedAgentTests {
    private let message: [UInt8] = [1, 2, 3]

    /// An agent that holds one security key.
    private func agent(holding key: SoftwareSecurityKey, type: KeyType = .securityKeyEd25519) throws -> ScriptedAgent {
        try ScriptedAgent { request in
            ScriptedAgent.framed((try? Self.reply(to: request, key: key, type: type)) ?? [5])
        }
    }

    private static func reply(to request: [UInt8], key: SoftwareSecurityKey, type: KeyType) throws -> [UInt8] {
        var reader = WireReader(request[...], item: .agentReply)
        if try reader.byte() == 11 { return identities([(key.publicKey.blob, "sk")]) }
        guard try reader.string().elementsEqual(key.publicKey.blob) else { return [5] }
        var signature: [UInt8] = []
        signature.appendString(type.rawValue.utf8)
        signature.appendString(try key.value(for: Array(try reader.string())))
        signature.append(key.flags)
        signature.appendUInt32(key.counter)
        var reply: [UInt8] = [14]
        reply.appendString(signature)
        return reply
    }

    private static func identities(_ keys: [(blob: [UInt8], comment: String)]) -> [UInt8] {
        var reply: [UInt8] = [12]
        reply.appendUInt32(UInt32(keys.count))
        for key in keys {
            reply.appendString(key.blob)
            reply.appendString(key.comment.utf8)
        }
        return reply
    }

    @Test("a security key in the agent signs")
    func signsWithSecurityKey() throws {
        let key = try SoftwareSecurityKey(flags: 0x01, counter: 99)
        let agent = try agent(holding: key)
        let signature = try agent.agent.signer(for: key.publicKey).sign(message, namespace: "file")
        try signature.verify(message, namespace: "file")
        #expect(signature.securityKeyData == SecurityKeyData(flags: 1, counter: 99))
    }

    @Test("a security key that signs without a touch is not accepted from the agent either")
    func refusesAbsentUser() throws {
        let key = try SoftwareSecurityKey(flags: 0x00)
        let agent = try agent(holding: key)
        let signer = try agent.agent.signer(for: key.publicKey)
        let error = #expect(throws: AgentError.self) { try signer.sign(message, namespace: "file") }
        #expect(error?.code == .wrongSignature)
        #expect(error?.description.contains("without a touch") == true)
    }

    @Test("a signature of another type is malformed")
    func refusesOtherType() throws {
        let key = try SoftwareSecurityKey()
        let agent = try agent(holding: key, type: .ed25519)
        let signer = try agent.agent.signer(for: key.publicKey)
        let error = #expect(throws: AgentError.self) { try signer.sign(message, namespace: "file") }
        #expect(error?.code == .malformedReply)
    }

    @Test("keys of other kinds are left out of the list")
    func leavesOutOtherKeys() throws {
        var rsa: [UInt8] = []
        rsa.appendString("ssh-rsa".utf8)
        let key = try PrivateKey.generate().publicKey
        let reply = Self.identities([(rsa, "old"), (key.blob, "new"), ([], "empty")])
        let agent = try ScriptedAgent { _ in ScriptedAgent.framed(reply) }
        #expect(try agent.agent.identities() == [Agent.Identity(publicKey: key, comment: "new")])
    }

    /// Replies to a request for the list, each with the failure it must lead to.
    static let replies: [(AgentError.Code, [UInt8]?)] = [
        (.noAnswer, nil),
        (.noAnswer, []),
        (.noAnswer, [0, 0, 0]),
        (.noAnswer, [0, 0, 0, 9, 12, 0]),
        (.malformedReply, [0, 0, 0, 0]),
        (.malformedReply, [0xff, 0xff, 0xff, 0xff]),
        (.malformedReply, [0, 4, 0, 1]),
        (.malformedReply, ScriptedAgent.framed([5])),
        (.malformedReply, ScriptedAgent.framed([14])),
        (.malformedReply, ScriptedAgent.framed([12])),
        (.malformedReply, ScriptedAgent.framed([12, 0, 0, 0, 1])),
        (.malformedReply, ScriptedAgent.framed([12, 0xff, 0xff, 0xff, 0xff])),
        (.malformedReply, ScriptedAgent.framed([12, 0, 0, 0, 0, 0])),
        (.malformedReply, ScriptedAgent.framed([12, 0, 0, 0, 1, 0x7f, 0xff, 0xff, 0xff])),
    ]

    @Test("a reply that breaks the protocol is refused", arguments: 0..<replies.count)
    func refusesReply(index: Int) throws {
        let (code, reply) = Self.replies[index]
        // A second of waiting is enough for a peer that will never say more.
        let agent = try ScriptedAgent(timeout: 1) { _ in reply }
        let error = #expect(throws: AgentError.self) { try agent.agent.identities() }
        #expect(error?.code == code)
    }

    @Test("a signature cut short anywhere is malformed, and one with a flipped bit never accepted")
    func refusesDamagedSignature() throws {
        let key = try SoftwareSecurityKey()
        let digest = MessageDigest(of: message)
        let request = AgentMessages.signRequest(key: key.publicKey, data: digest.signedData(namespace: "file"))
        let reply = try Self.reply(to: request, key: key, type: .securityKeyEd25519)
        for length in 0..<reply.count {
            #expect(throws: SSHFormatError.self) {
                try AgentMessages.signature(from: Array(reply.prefix(length)), type: .securityKeyEd25519)
            }
        }
        #expect(try AgentMessages.signature(from: [5], type: .ed25519) == nil)
    }
}
