@testable import SSHSignatures

extension FuzzTarget {
    static let sshPublicKey = FuzzTarget("ssh-public-key", longestInput: 512) { bytes in
        _ = try? Fingerprint(text(bytes))
        let line = try PublicKeyLine(text(bytes))
        promise("the line reads back") { try PublicKeyLine(line.description) == line }
        promise("the fingerprint reads back") {
            try Fingerprint(line.key.fingerprint.description) == line.key.fingerprint
        }
    }

    static let sshPrivateKey = FuzzTarget("ssh-private-key", longestInput: 1024) { bytes in
        let publicKey = try PublicKey(ofPrivateKeyFile: bytes)
        let key = try PrivateKey(openSSHFile: bytes)
        promise("both readers find the same public key") { key.publicKey == publicKey }
        promise("the file reads back") {
            let read = try PrivateKey(openSSHFile: key.openSSHFile(checkNumber: 1))
            return read.publicKey == publicKey && read.comment.utf8.elementsEqual(key.comment.utf8)
        }
    }
}
