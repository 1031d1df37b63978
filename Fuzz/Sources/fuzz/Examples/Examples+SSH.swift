@testable import SSHSignatures

extension Examples {
    static func ssh() throws -> [(FuzzTarget, [[UInt8]])] {
        let key = SSHKeys.privateKey
        let message = Array("Agree to a meeting at once.\n".utf8)
        let signature = try key.sign(message, namespace: "telegram@cablegram")
        let shorter = try key.sign(MessageDigest(of: message, algorithm: .sha256), namespace: "file")
        let touched = Signature(
            publicKey: SSHKeys.publicKeys[1], namespace: "file", hashAlgorithm: .sha512, value: signature.value,
            securityKeyData: SecurityKeyData(flags: 1, counter: 7))
        let signatures = [signature, shorter, touched]
        let lines = try SSHKeys.publicKeys.map { try PublicKeyLine(key: $0, comment: "filippov@moscow").description }
        return [
            (.sshSignature, signatures.map { Array($0.armored.utf8) }),
            (.sshSignatureBlob, signatures.map(\.blob)),
            (.sshCompactSignature, [[0] + (try signature.compact().bytes), [1] + (try touched.compact().bytes)]),
            (.sshPublicKey, lines.map { Array($0.utf8) }),
            (.sshPrivateKey, [key.openSSHFile(checkNumber: 1)]),
            (.sshAllowedSigners, [Array(allowedSigners(lines).utf8), Array("* \(lines[0])\n".utf8)]),
            (.sshAgentReply, agentReplies(touched)),
        ]
    }

    private static func allowedSigners(_ lines: [String]) -> String {
        """
        # who may sign
        filippov@moscow,*@beijing,!kim@beijing \(lines[0])
        "officer@station" namespaces="file,*@cablegram",valid-after="20260630",valid-before="20991231235959Z" \(lines[1])

        """
    }

    private static func agentReplies(_ signature: Signature) -> [[UInt8]] {
        var list: [UInt8] = [12]
        list.appendUInt32(2)
        for key in SSHKeys.publicKeys {
            list.appendString(key.blob)
            list.appendString("comment".utf8)
        }
        return [list, [12, 0, 0, 0, 0]]
    }
}
