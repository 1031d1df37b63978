/// Proof that a tree begins with all the leaves of an older one (RFC 6962 section 2.1.2, RFC 9162 section 2.1.4).
public struct ConsistencyProof: Hashable, Sendable {
    /// The number of leaves of the older tree, at least one.
    public let oldSize: UInt64
    /// The number of leaves of the newer tree.
    public let newSize: UInt64
    /// The hashes of the proof in the order of the RFC; empty when the sizes are equal.
    public let path: [MerkleHash]

    /// Takes a proof as received; nothing is checked before ``verify(oldRoot:newRoot:)``.
    public init(oldSize: UInt64, newSize: UInt64, path: [MerkleHash]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.path = path
    }

    /// The leaf ranges whose roots make up the path, in the RFC's order; at most 65.
    public static func pathRanges(oldSize: UInt64, newSize: UInt64) throws(MerkleError) -> [Range<UInt64>] {
        try checkSizes(oldSize, newSize)
        return try SubtreeProof.pathRanges(leaves: 0..<oldSize, treeSize: newSize)
    }

    /// Checks that the path has exactly the length the sizes ask for and leads to both roots.
    public func verify(oldRoot: MerkleHash, newRoot: MerkleHash) throws(MerkleError) {
        try Self.checkSizes(oldSize, newSize)
        let proof = SubtreeProof(leaves: 0..<oldSize, treeSize: newSize, path: path)
        try proof.verify(subtreeRoot: oldRoot, root: newRoot)
    }

    private static func checkSizes(_ oldSize: UInt64, _ newSize: UInt64) throws(MerkleError) {
        guard oldSize > 0 else { throw .emptyTree }
        guard oldSize <= newSize else { throw .treeShrank(from: oldSize, to: newSize) }
    }
}
