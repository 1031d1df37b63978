import Crypto
import TransparencyLog

/// The log of the seeds: five leaves, and keys without a secret.
enum LogKeys {
    static let leafIndex: UInt64 = 2
    static let tree = MerkleTree((0..<5).map { MerkleHash.leaf([$0]) })
    static let leaf = MerkleHash.leaf([2])

    static let signer = made { NoteSigningKey(name: try KeyName("station.example/log"), ed25519: try key(5)) }
    static let witness = made { CosigningKey(name: try KeyName("witness.example"), key: try key(6)) }
    static let origin = made { try TextLine("station.example/log") }
    static let checkpoint = made { try Checkpoint(origin: origin, treeSize: tree.size, root: tree.root) }
    static let policy = made { try NotePolicy(required: [signer.verifierKey], optional: [witness.verifierKey]) }

    static let plainText = Array("This is an example message.\n".utf8)
    static let signedTexts: Set<[UInt8]> = [plainText, checkpoint.text]

    private static func key(_ byte: UInt8) throws -> Curve25519.Signing.PrivateKey {
        try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: byte, count: 32))
    }

    private static func made<Value>(_ make: () throws -> Value) -> Value {
        do { return try make() } catch { fatalError("the log of the seeds: \(error)") }
    }
}
