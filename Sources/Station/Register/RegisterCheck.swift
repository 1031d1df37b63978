import Crypto
import Register
import Telegrams
import TransparencyLog

/// The result of examining a station's register, with a checkpoint that commits to all of it.
package struct RegisterCheck: Sendable {
    package var findings: RegisterFindings
    /// RFC 6962 root over the leaves, in base64.
    package var root: String
    /// The signed checkpoint (C2SP tlog-checkpoint): Ed25519 and ML-DSA-65.
    package var checkpoint: String

    package var isGood: Bool { findings.faults.isEmpty }
}

extension Station {
    /// The name under which the station's log signs.
    private var logOrigin: String { "cablegram/\(designator)/\(record.node)" }

    /// Examines every number of the register and signs a checkpoint over it.
    package func checkRegister(progress: (Int) -> Void = { _ in }) throws -> RegisterCheck {
        let findings = try register.read { try $0.examine(progress: progress) }
        let root = MerkleHash.root(of: findings.leaves.map { MerkleHash.leaf($0) })
        let checkpoint = try Checkpoint(
            origin: TextLine(logOrigin), treeSize: UInt64(findings.count), root: root)
        let signed = try SignedCheckpoint(checkpoint, signedBy: logKeys())
        return RegisterCheck(
            findings: findings, root: root.description, checkpoint: String(decoding: signed.bytes, as: UTF8.self))
    }

    private func logKeys() throws -> [NoteSigningKey] {
        let name = try KeyName(logOrigin)
        let key = try keys.logKey.withSeed { try Curve25519.Signing.PrivateKey(rawRepresentation: $0) }
        return [
            NoteSigningKey(name: name, ed25519: key), NoteSigningKey(name: name, mldsa65: keys.postQuantumKey),
        ]
    }
}
