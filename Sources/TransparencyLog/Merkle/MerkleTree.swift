/// A Merkle tree seen through the array of its leaf hashes, from which it makes roots and proofs.
///
/// Every call hashes the leaves it covers again, so a proof costs O(n). A store of millions of leaves keeps the roots of
/// perfect subtrees and answers the `pathRanges` of the proof types from them.
public struct MerkleTree<LeafHashes: RandomAccessCollection & Sendable>: Sendable
where LeafHashes.Element == MerkleHash, LeafHashes.Index == Int {
    /// The leaf hashes in the order of the log.
    public let leafHashes: LeafHashes

    /// A tree over `leafHashes`.
    public init(_ leafHashes: LeafHashes) {
        self.leafHashes = leafHashes
    }

    /// The number of leaves.
    public var size: UInt64 { UInt64(leafHashes.count) }

    /// The root of the whole tree.
    public var root: MerkleHash { .root(of: leafHashes) }

    /// The root of the subtree over the leaves of `range`.
    public func root(of range: Range<UInt64>) throws(MerkleError) -> MerkleHash {
        guard range.upperBound <= size else {
            throw .notASubtree(start: range.lowerBound, end: range.upperBound, treeSize: size)
        }
        return slice(range)
    }

    /// Proof that the leaf at `index` is in this tree.
    public func inclusionProof(of index: UInt64) throws(MerkleError) -> InclusionProof {
        let ranges = try InclusionProof.pathRanges(index: index, treeSize: size)
        return InclusionProof(index: index, treeSize: size, path: ranges.map(slice))
    }

    /// Proof that this tree begins with the tree that its first `oldSize` leaves made.
    public func consistencyProof(from oldSize: UInt64) throws(MerkleError) -> ConsistencyProof {
        let ranges = try ConsistencyProof.pathRanges(oldSize: oldSize, newSize: size)
        return ConsistencyProof(oldSize: oldSize, newSize: size, path: ranges.map(slice))
    }

    /// Proof that the subtree over `leaves` stands in this tree.
    public func subtreeProof(of leaves: Range<UInt64>) throws(MerkleError) -> SubtreeProof {
        let ranges = try SubtreeProof.pathRanges(leaves: leaves, treeSize: size)
        return SubtreeProof(leaves: leaves, treeSize: size, path: ranges.map(slice))
    }

    /// The root over a range that is known to lie in the tree.
    private func slice(_ range: Range<UInt64>) -> MerkleHash {
        let first = leafHashes.startIndex
        return .root(of: leafHashes[first + Int(range.lowerBound)..<first + Int(range.upperBound)])
    }
}
