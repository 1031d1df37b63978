/// The messages of the SSH agent protocol that listing and signing need (draft-miller-ssh-agent, section 3).
enum AgentMessages {
    private static let failure: UInt8 = 5
    private static let requestIdentities: UInt8 = 11
    private static let identitiesAnswer: UInt8 = 12
    private static let signRequest: UInt8 = 13
    private static let signResponse: UInt8 = 14

    /// The bounds OpenSSH's own client sets.
    static let longestReply = 256 * 1024
    private static let mostIdentities: UInt32 = 2048

    static let listRequest: [UInt8] = [requestIdentities]

    static func signRequest(key: PublicKey, data: [UInt8]) -> [UInt8] {
        var message = [signRequest]
        message.appendString(key.blob)
        message.appendString(data)
        message.appendUInt32(0)
        return message
    }

    /// The keys an agent lists; those of a kind that is not supported here are left out.
    static func identities(from reply: [UInt8]) throws(SSHFormatError) -> [Agent.Identity] {
        var reader = WireReader(reply[...], item: .agentReply)
        guard try reader.byte() == identitiesAnswer else {
            throw SSHFormatError(.agentReply, "it is not a list of keys")
        }
        let count = try reader.uint32()
        guard count <= mostIdentities else {
            throw SSHFormatError(.agentReply, "it lists more than \(mostIdentities) keys")
        }
        var identities: [Agent.Identity] = []
        for _ in 0..<count {
            let blob = Array(try reader.string())
            let comment = String(decoding: try reader.string(), as: UTF8.self)
            guard let key = try? PublicKey(blob: blob) else { continue }
            identities.append(Agent.Identity(publicKey: key, comment: comment))
        }
        try reader.finish()
        return identities
    }

    /// The bare signature an agent gives, or nil if it refuses.
    static func signature(
        from reply: [UInt8], type: KeyType
    ) throws(SSHFormatError) -> (value: [UInt8], securityKeyData: SecurityKeyData?)? {
        var reader = WireReader(reply[...], item: .agentReply)
        let kind = try reader.byte()
        if kind == failure { return nil }
        guard kind == signResponse else { throw SSHFormatError(.agentReply, "it is not a signature") }
        let signature = try Signature.readValue(reader.string(), type: type, item: .agentReply)
        try reader.finish()
        return signature
    }
}
