/// Proof that one leaf is in a tree (RFC 6962 section 2.1.1, RFC 9162 section 2.1.3).
public struct InclusionProof: Hashable, Sendable {
    /// The position of the leaf, from zero.
    public let index: UInt64
    /// The number of leaves of the tree.
    public let treeSize: UInt64
    /// The hashes of the proof: the leaf's sibling first, the root's child last.
    public let path: [MerkleHash]

    /// Takes a proof as received; nothing is checked before ``verify(leafHash:root:)``.
    public init(index: UInt64, treeSize: UInt64, path: [MerkleHash]) {
        self.index = index
        self.treeSize = treeSize
        self.path = path
    }

    /// The leaf ranges whose roots make up the path, the leaf's sibling first; at most 64.
    public static func pathRanges(index: UInt64, treeSize: UInt64) throws(MerkleError) -> [Range<UInt64>] {
        guard index < treeSize else { throw .leafOutOfRange(index: index, treeSize: treeSize) }
        return try SubtreeProof.pathRanges(leaves: index..<index + 1, treeSize: treeSize)
    }

    /// Checks that the path has exactly the length its position asks for and leads from the leaf to the root.
    public func verify(leafHash: MerkleHash, root: MerkleHash) throws(MerkleError) {
        guard index < treeSize else { throw .leafOutOfRange(index: index, treeSize: treeSize) }
        let proof = SubtreeProof(leaves: index..<index + 1, treeSize: treeSize, path: path)
        try proof.verify(subtreeRoot: leafHash, root: root)
    }
}

extension InclusionProof {
    /// Takes a proof that the leaf at `index` is in the subtree over `subtree`, which is a tree of its own.
    public init(index: UInt64, subtree: Range<UInt64>, path: [MerkleHash]) throws(MerkleError) {
        try SubtreeProof.checkPosition(subtree, subtree.upperBound)
        guard subtree.contains(index) else { throw .leafOutOfRange(index: index, treeSize: subtree.upperBound) }
        let (start, end) = (subtree.lowerBound, subtree.upperBound)
        self.init(index: index - start, treeSize: end - start, path: path)
    }
}
