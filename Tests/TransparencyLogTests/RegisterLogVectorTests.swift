import Crypto
import Testing

@testable import TransparencyLog

/// `Tests/Vectors/register-log`: what `docs/formats/register-log.md` describes, made with another implementation of every
/// primitive and of the tree (Python with OpenSSL 4.0).
struct RegisterLogVectorTests {
    private let keys: [NoteVerifierKey]
    private let rows: [[String]]
    private let origin: TextLine

    init() throws {
        keys = try Self.lines("keys.txt").map { try NoteVerifierKey(parsing: $0) }
        rows = try Self.lines("leaves.txt").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: " ").map(String.init) }
        origin = try TextLine("north.example/register")
    }

    private static func lines(_ file: String) throws -> [String] {
        try String(decoding: Vectors.own("register-log/\(file)"), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func leafHashes() throws -> [MerkleHash] { try rows.map { .leaf(try bytes(hex: $0[5])) } }

    private func policy() throws -> NotePolicy {
        try NotePolicy(required: Array(keys.prefix(2)), optional: Array(keys.suffix(1)))
    }

    private func checkpoint(_ file: String) throws -> VerifiedCheckpoint {
        try SignedCheckpoint(parsing: Vectors.own("register-log/\(file)")).verify(origin: origin, policy: policy())
    }

    @Test("the leaves are laid out as the page says")
    func leaves() throws {
        let kinds = ["received": 1, "sent": 2, "void": 3] as [String: UInt8]
        for (row, expected) in zip(rows, UInt64(3915)..<3922) {
            let number = try #require(UInt64(row[0]))
            #expect(number == expected)
            let content = try bytes(hex: row[3]) + (row[4] == "-" ? [] : bytes(hex: row[4]))
            let head = utf8("TGR1") + BigEndian.bytes(number) + [try #require(kinds[row[1]])]
            let leaf = head + BigEndian.bytes(try #require(UInt64(row[2]))) + SHA256.hash(data: content)
            #expect(try leaf == bytes(hex: row[5]))
            #expect(leaf.count == 53)
        }
        #expect(rows.count == 7)
        print("register-log vectors: \(rows.count) leaves ran")
    }

    @Test("the checkpoints are signed with both algorithms, cosigned, and have the roots of the leaves")
    func checkpoints() throws {
        let (older, newer) = (try checkpoint("checkpoint.5"), try checkpoint("checkpoint.7"))
        #expect(older.signatures.map(\.key.type) == [.ed25519, .mldsa65])
        #expect(newer.signatures.map(\.time) == [nil, nil, 1_795_435_800])
        let leafHashes = try leafHashes()
        #expect(older.checkpoint.root == .root(of: leafHashes.prefix(5)))
        #expect(newer.checkpoint.root == .root(of: leafHashes))
        let path = try Self.lines("5-to-7.consistency").map {
            try #require(Base64.decode(utf8($0)).flatMap { MerkleHash($0) })
        }
        #expect(try path == MerkleTree(leafHashes).consistencyProof(from: 5).path)
        try older.checkpoint.verifyGrowth(to: newer.checkpoint, path: path)
    }

    @Test("a checkpoint without one of the station's two signatures is refused")
    func oneSignature() {
        #expect(throws: VerificationError.missingSignatures([keys[1]])) { try checkpoint("no-ml-dsa-65.checkpoint") }
        #expect(throws: VerificationError.missingSignatures([keys[0]])) { try checkpoint("no-ed25519.checkpoint") }
    }

    @Test("the proofs show a telegram and a void number to be in the register", arguments: [3917, 3918])
    func proofs(number: Int) throws {
        let proof = try LogProof(parsing: Vectors.own("register-log/\(number).tlog-proof"))
        #expect(proof.index == UInt64(number - 3915))
        _ = try proof.verify(leafHash: leafHashes()[number - 3915], origin: origin, policy: policy())
        #expect(throws: VerificationError.notIncluded(.rootMismatch)) {
            try proof.verify(leafHash: leafHashes()[0], origin: origin, policy: policy())
        }
    }
}
