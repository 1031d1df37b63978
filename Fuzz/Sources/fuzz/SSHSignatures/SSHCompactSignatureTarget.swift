import SSHSignatures

extension FuzzTarget {
    /// A compact signature by one of two known keys; the first byte of the input chooses.
    static let sshCompactSignature = FuzzTarget("ssh-compact-signature", longestInput: 96) { bytes in
        let key = SSHKeys.publicKeys[Int(bytes.first ?? 0) % SSHKeys.publicKeys.count]
        let compact = try CompactSignature(Array(bytes.dropFirst()))
        let signature = try compact.expanded(publicKey: key, namespace: "telegram@cablegram")
        promise("contracts to the same") { try signature.compact() == compact }
        promise("the blob reads back") { try Signature(blob: signature.blob) == signature }
    }
}

/// Keys without a secret, for signatures that are committed as seeds.
enum SSHKeys {
    static let privateKey: PrivateKey = {
        do { return try PrivateKey(seed: [UInt8](repeating: 4, count: 32), comment: "fuzz") } catch {
            fatalError("the private key of the SSH targets: \(error)")
        }
    }()

    static let publicKeys: [PublicKey] = {
        do {
            let key = privateKey.publicKey
            return [key, try PublicKey(securityKey: key.point, application: "ssh:")]
        } catch {
            fatalError("the public keys of the SSH targets: \(error)")
        }
    }()
}
