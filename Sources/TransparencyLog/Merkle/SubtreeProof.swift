/// Proof that a run of leaves with a known root stands in a larger tree.
///
/// Inclusion of one leaf and consistency with an older tree are the two special cases that RFC 6962 section 2.1 defines;
/// draft-ietf-plants-merkle-tree-certs (section "Subtrees") gives the general form.
public struct SubtreeProof: Hashable, Sendable {
    /// The leaves of the subtree.
    public let leaves: Range<UInt64>
    /// The number of leaves of the tree.
    public let treeSize: UInt64
    /// The hashes of the proof, the deepest first.
    public let path: [MerkleHash]

    /// Takes a proof as received; nothing is checked before ``verify(subtreeRoot:root:)``.
    public init(leaves: Range<UInt64>, treeSize: UInt64, path: [MerkleHash]) {
        self.leaves = leaves
        self.treeSize = treeSize
        self.path = path
    }

    /// The leaf ranges whose roots make up the path, the deepest first; at most 65.
    ///
    /// A store that keeps the roots of larger subtrees can answer from them; ``MerkleTree/root(of:)`` answers from leaves.
    public static func pathRanges(leaves: Range<UInt64>, treeSize: UInt64) throws(MerkleError) -> [Range<UInt64>] {
        try checkPosition(leaves, treeSize)
        return leaves.isEmpty ? [] : ranges(from: leaves, in: 0..<treeSize, isRootKnown: true)
    }

    /// Checks that the path has exactly the length its position asks for and leads to both roots.
    ///
    /// An empty run of leaves stands in every tree: then the path must be empty and the subtree's root ``MerkleHash/emptyTree``.
    public func verify(subtreeRoot: MerkleHash, root: MerkleHash) throws(MerkleError) {
        let ranges = try Self.pathRanges(leaves: leaves, treeSize: treeSize)
        guard path.count == ranges.count else {
            throw .wrongPathLength(expected: ranges.count, actual: path.count)
        }
        guard !leaves.isEmpty else {
            guard subtreeRoot == .emptyTree else { throw .subtreeRootMismatch }
            return
        }
        let found = climb(ranges, from: subtreeRoot)
        guard found.subtree == subtreeRoot else { throw .subtreeRootMismatch }
        guard found.tree == root else { throw .rootMismatch }
    }

    /// Climbs to the root of the subtree and to that of the tree at once: a left neighbour inside the subtree belongs to
    /// both, everything else to the tree alone.
    private func climb(_ ranges: [Range<UInt64>], from subtreeRoot: MerkleHash) -> (
        subtree: MerkleHash, tree: MerkleHash
    ) {
        var subtree = subtreeRoot
        var tree = subtreeRoot
        for (range, hash) in zip(ranges, path) {
            if range.upperBound == leaves.upperBound {
                (subtree, tree) = (hash, hash)
            } else if range.lowerBound >= leaves.upperBound {
                tree = .node(tree, hash)
            } else {
                tree = .node(hash, tree)
                if range.lowerBound >= leaves.lowerBound { subtree = .node(hash, subtree) }
            }
        }
        return (subtree, tree)
    }
}

// MARK: - Positions

extension SubtreeProof {
    static func checkPosition(_ leaves: Range<UInt64>, _ treeSize: UInt64) throws(MerkleError) {
        let (start, end) = (leaves.lowerBound, leaves.upperBound)
        let isAligned = leaves.isEmpty || start & (UInt64.max >> (end - start - 1).leadingZeroBitCount) == 0
        guard isAligned, end <= treeSize else { throw .notASubtree(start: start, end: end, treeSize: treeSize) }
    }

    /// SUBPROOF of RFC 6962 section 2.1.2, generalised to leaves that do not begin at zero.
    ///
    /// `isRootKnown` is the RFC's b: whether the verifier already has the root of `leaves`.
    private static func ranges(
        from leaves: Range<UInt64>, in tree: Range<UInt64>, isRootKnown: Bool
    ) -> [Range<UInt64>] {
        if leaves == tree { return isRootKnown ? [] : [tree] }
        let lastOffset = tree.upperBound - tree.lowerBound - 1
        let split = tree.lowerBound + (1 << (UInt64.bitWidth - 1 - lastOffset.leadingZeroBitCount))
        let (left, right) = (tree.lowerBound..<split, split..<tree.upperBound)
        if leaves.upperBound <= split { return ranges(from: leaves, in: left, isRootKnown: isRootKnown) + [right] }
        if leaves.lowerBound >= split { return ranges(from: leaves, in: right, isRootKnown: isRootKnown) + [left] }
        return ranges(from: split..<leaves.upperBound, in: right, isRootKnown: false) + [left]
    }
}
