import SSHSignatures

extension FuzzTarget {
    static let sshSignature = FuzzTarget("ssh-signature", longestInput: 1024) { bytes in
        let signature = try Signature(armored: bytes)
        promise("the armored form reads back") { try Signature(armored: signature.armored) == signature }
        promise("the blob reads back") { try Signature(blob: signature.blob) == signature }
    }

    static let sshSignatureBlob = FuzzTarget("ssh-signature-blob", longestInput: 512) { bytes in
        let signature = try Signature(blob: bytes)
        promise("prints as it was read") { signature.blob == bytes }
        guard signature.hashAlgorithm == .sha512 else { return }
        promise("the compact form expands to the same") {
            let compact = try CompactSignature(signature.compact().bytes)
            return try compact.expanded(publicKey: signature.publicKey, namespace: signature.namespace) == signature
        }
    }
}
