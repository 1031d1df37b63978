import Testing

@testable import TransparencyLog

struct MerkleProofTests {
    @Test("every inclusion proof is the RFC's path and verifies; none does after an altered byte")
    func inclusion() throws {
        var random = SeededGenerator("inclusion proofs")
        for size in 1...40 {
            let leafHashes = random.leafHashes(size)
            let tree = MerkleTree(leafHashes)
            for index in 0..<size {
                let proof = try tree.inclusionProof(of: UInt64(index))
                #expect(proof.path.map(\.bytes) == ReferenceTree.path(index, leafHashes[...]))
                try proof.verify(leafHash: leafHashes[index], root: tree.root)
                refuse(proof, leafHash: random.alter(leafHashes[index]), root: tree.root)
                refuse(proof, leafHash: leafHashes[index], root: random.alter(tree.root))
                for path in alterations(of: proof.path, using: &random) {
                    let altered = InclusionProof(index: proof.index, treeSize: proof.treeSize, path: path)
                    refuse(altered, leafHash: leafHashes[index], root: tree.root)
                }
                for other in 0...UInt64(size) where other != proof.index {
                    let moved = InclusionProof(index: other, treeSize: proof.treeSize, path: proof.path)
                    refuse(moved, leafHash: leafHashes[index], root: tree.root)
                }
            }
        }
    }

    @Test("every consistency proof is the RFC's and verifies; none does after an altered byte")
    func consistency() throws {
        var random = SeededGenerator("consistency proofs")
        for size in 1...40 {
            let leafHashes = random.leafHashes(size)
            let tree = MerkleTree(leafHashes)
            for oldSize in 1...size {
                let proof = try tree.consistencyProof(from: UInt64(oldSize))
                let oldRoot = try tree.root(of: 0..<UInt64(oldSize))
                #expect(proof.path.map(\.bytes) == ReferenceTree.subproof(oldSize, leafHashes[...], true))
                try proof.verify(oldRoot: oldRoot, newRoot: tree.root)
                refuse(proof, oldRoot: random.alter(oldRoot), newRoot: tree.root)
                refuse(proof, oldRoot: oldRoot, newRoot: random.alter(tree.root))
                for path in alterations(of: proof.path, using: &random) {
                    let altered = ConsistencyProof(oldSize: proof.oldSize, newSize: proof.newSize, path: path)
                    refuse(altered, oldRoot: oldRoot, newRoot: tree.root)
                }
            }
        }
    }

    @Test("every aligned subtree is proved to stand in its tree; none is after an altered byte")
    func subtrees() throws {
        var random = SeededGenerator("subtree proofs")
        let leafHashes = random.leafHashes(37)
        let tree = MerkleTree(leafHashes)
        var count = 0
        for start in 0..<tree.size {
            for end in start + 1...tree.size {
                guard let proof = try? tree.subtreeProof(of: start..<end) else { continue }
                count += 1
                let subtreeRoot = try tree.root(of: start..<end)
                try proof.verify(subtreeRoot: subtreeRoot, root: tree.root)
                for path in alterations(of: proof.path, using: &random) {
                    let altered = SubtreeProof(leaves: start..<end, treeSize: tree.size, path: path)
                    #expect(throws: MerkleError.self) {
                        try altered.verify(subtreeRoot: subtreeRoot, root: tree.root)
                    }
                }
            }
        }
        #expect(count == alignedRuns(in: tree.size))
    }

    @Test("proofs for positions outside the tree are refused, and the largest sizes do no harm")
    func positions() throws {
        let tree = MerkleTree([MerkleHash.leaf([1]), .leaf([2]), .leaf([3])])
        #expect(throws: MerkleError.leafOutOfRange(index: 3, treeSize: 3)) { try tree.inclusionProof(of: 3) }
        #expect(throws: MerkleError.emptyTree) { try tree.consistencyProof(from: 0) }
        #expect(throws: MerkleError.treeShrank(from: 4, to: 3)) { try tree.consistencyProof(from: 4) }
        #expect(throws: MerkleError.notASubtree(start: 1, end: 3, treeSize: 3)) { try tree.subtreeProof(of: 1..<3) }
        #expect(throws: MerkleError.self) { try tree.root(of: 2..<4) }
        #expect(try InclusionProof.pathRanges(index: .max - 1, treeSize: .max).count == 63)
        #expect(try InclusionProof.pathRanges(index: 0, treeSize: .max).count == 64)
        #expect(try ConsistencyProof.pathRanges(oldSize: .max - 1, newSize: .max).count == 64)
        #expect(try ConsistencyProof.pathRanges(oldSize: 3, newSize: .max).count == 65)
    }

    // MARK: Helpers

    private func refuse(_ proof: InclusionProof, leafHash: MerkleHash, root: MerkleHash) {
        #expect(throws: MerkleError.self) { try proof.verify(leafHash: leafHash, root: root) }
    }

    private func refuse(_ proof: ConsistencyProof, oldRoot: MerkleHash, newRoot: MerkleHash) {
        #expect(throws: MerkleError.self) { try proof.verify(oldRoot: oldRoot, newRoot: newRoot) }
    }

    /// The path with one byte of each hash altered, one hash missing, one too many, and two exchanged.
    private func alterations(of path: [MerkleHash], using random: inout SeededGenerator) -> [[MerkleHash]] {
        var altered = [path + [.emptyTree], [.emptyTree] + path]
        for position in path.indices {
            var copy = path
            copy[position] = random.alter(path[position])
            altered.append(copy)
            copy = path
            copy.remove(at: position)
            altered.append(copy)
            if position > 0 {
                copy = path
                copy.swapAt(position, position - 1)
                altered.append(copy)
            }
        }
        return altered
    }

    private func alignedRuns(in size: UInt64) -> Int {
        (0..<size).map { start in
            (start + 1...size).count { end in
                var power: UInt64 = 1
                while power < end - start { power *= 2 }
                return start.isMultiple(of: power)
            }
        }.reduce(0, +)
    }
}
