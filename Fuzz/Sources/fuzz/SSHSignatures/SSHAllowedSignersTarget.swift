import SSHSignatures

extension FuzzTarget {
    static let sshAllowedSigners = FuzzTarget("ssh-allowed-signers", longestInput: 1024) { bytes in
        let signers = try AllowedSigners(file: bytes)
        promise("the file reads back") { try AllowedSigners(file: Array(signers.description.utf8)) == signers }
        for signer in signers.signers {
            promise("a key listed for a name is allowed for it") {
                let time = signer.validAfter ?? 1
                return signers.keys(for: "officer@station", namespace: "file", time: time).allSatisfy {
                    signers.decision(for: $0, principal: "officer@station", namespace: "file", time: time).isAllowed
                }
            }
        }
    }
}
