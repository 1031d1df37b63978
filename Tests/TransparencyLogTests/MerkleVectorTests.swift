import Foundation
import Testing

@testable import TransparencyLog

/// Every JSON file of transparency-dev/merkle `testdata`, good and bad.
struct MerkleVectorTests {
    private struct Vector: Decodable {
        let desc: String
        let wantErr: Bool
        let proof: [Data]?
        let leafIdx: UInt64?
        let treeSize: UInt64?
        let start: UInt64?
        let end: UInt64?
        let size: UInt64?
        let size1: UInt64?
        let size2: UInt64?
        let leafHash: Data?
        let root: Data?
        let root1: Data?
        let root2: Data?
    }

    private struct NotAHash: Error {}

    /// Some files say "don't care" where a root goes, and some of these are to be accepted.
    ///
    /// A ``MerkleHash`` has always 32
    /// bytes, so the words stand for their own hash: equal words stay equal, different ones different.
    private func hash(_ data: Data?) throws -> MerkleHash {
        let bytes = [UInt8](try #require(data))
        if bytes.starts(with: utf8("don't care")) { return .leaf(bytes) }
        guard let hash = MerkleHash(bytes) else { throw NotAHash() }
        return hash
    }

    private func path(_ vector: Vector) throws -> [MerkleHash] {
        try (vector.proof ?? []).map { try hash($0) }
    }

    private func leaves(_ vector: Vector) throws -> Range<UInt64> {
        let (start, end) = (try #require(vector.start), try #require(vector.end))
        guard start <= end else { throw MerkleError.notASubtree(start: start, end: end, treeSize: end) }
        return start..<end
    }

    private func check(_ vector: Vector, kind: String) throws {
        switch kind {
        case "inclusion":
            let index = try #require(vector.leafIdx)
            let proof = InclusionProof(index: index, treeSize: try #require(vector.treeSize), path: try path(vector))
            try proof.verify(leafHash: hash(vector.leafHash), root: hash(vector.root))
        case "consistency":
            let (old, new) = (try #require(vector.size1), try #require(vector.size2))
            let proof = ConsistencyProof(oldSize: old, newSize: new, path: try path(vector))
            try proof.verify(oldRoot: hash(vector.root1), newRoot: hash(vector.root2))
        case "subtreeinclusion":
            let subtree = try leaves(vector)
            let proof = try InclusionProof(index: #require(vector.leafIdx), subtree: subtree, path: path(vector))
            try proof.verify(leafHash: hash(vector.leafHash), root: hash(vector.root))
        case "subtreeconsistency":
            let treeSize = try #require(vector.size)
            let proof = SubtreeProof(leaves: try leaves(vector), treeSize: treeSize, path: try path(vector))
            try proof.verify(subtreeRoot: hash(vector.root1), root: hash(vector.root2))
        default:
            Issue.record("unknown kind of vector: \(kind)")
        }
    }

    /// Whether the proof holds.
    ///
    /// Only the library's refusals count as "no": a vector that cannot be read fails the test.
    private func isAccepted(_ vector: Vector, kind: String) throws -> Bool {
        do {
            try check(vector, kind: kind)
            return true
        } catch is MerkleError {
            return false
        } catch is NotAHash {
            return false
        }
    }

    @Test("every published Merkle proof is accepted or refused as its file says")
    func publishedProofs() throws {
        let folder = "merkle/testdata"
        var counts: [String: (good: Int, bad: Int)] = [:]
        for file in try Vectors.files(in: folder) {
            let kind = String(file.prefix { $0 != "/" })
            let vector = try JSONDecoder().decode(Vector.self, from: Data(Vectors.data("\(folder)/\(file)")))
            #expect(try isAccepted(vector, kind: kind) == !vector.wantErr, "\(file): \(vector.desc)")
            counts[kind, default: (0, 0)].good += vector.wantErr ? 0 : 1
            counts[kind, default: (0, 0)].bad += vector.wantErr ? 1 : 0
        }
        for (kind, count) in counts.sorted(by: { $0.key < $1.key }) {
            print("merkle vectors, \(kind): \(count.good + count.bad) ran, \(count.good) good, \(count.bad) bad")
        }
        #expect(counts.count == 4)
    }
}
