@testable import SSHSignatures

extension FuzzTarget {
    /// The two answers of an agent that are read; what is accepted prints back.
    static let sshAgentReply = FuzzTarget("ssh-agent-reply", longestInput: 512) { bytes in
        for type in KeyType.allCases {
            guard let answer = try? AgentMessages.signature(from: bytes, type: type) else { continue }
            promise("a signature prints as it was read") { reply(answer, type) == bytes }
        }
        let identities = try AgentMessages.identities(from: bytes)
        promise("a list of known keys prints as it was read") {
            let count = bytes[1..<5].reduce(0) { $0 << 8 | Int($1) }
            let isRepaired = identities.contains { $0.comment.unicodeScalars.contains("\u{FFFD}") }
            return identities.count < count || isRepaired || reply(identities) == bytes
        }
    }

    private static func reply(_ identities: [Agent.Identity]) -> [UInt8] {
        var message: [UInt8] = [12]
        message.appendUInt32(UInt32(identities.count))
        for identity in identities {
            message.appendString(identity.publicKey.blob)
            message.appendString(identity.comment.utf8)
        }
        return message
    }

    private static func reply(_ answer: (value: [UInt8], securityKeyData: SecurityKeyData?), _ type: KeyType) -> [UInt8]
    {
        var signature: [UInt8] = []
        signature.appendString(type.rawValue.utf8)
        signature.appendString(answer.value)
        answer.securityKeyData?.append(to: &signature)
        var message: [UInt8] = [14]
        message.appendString(signature)
        return message
    }
}
