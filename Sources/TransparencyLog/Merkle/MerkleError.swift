/// Why a Merkle proof cannot be made or does not hold.
public enum MerkleError: Error, Hashable, Sendable {
    /// The leaf is not in the tree.
    case leafOutOfRange(index: UInt64, treeSize: UInt64)
    /// The older tree is larger than the newer one.
    case treeShrank(from: UInt64, to: UInt64)
    /// A proof from the empty tree says nothing (RFC 6962 section 2.1.2 asks for 0 < m).
    case emptyTree
    /// The leaves are no subtree: the first must be a multiple of the smallest power of two that holds them all,
    /// and the last must be in the tree.
    case notASubtree(start: UInt64, end: UInt64, treeSize: UInt64)
    /// The path has not the one length that the positions allow.
    case wrongPathLength(expected: Int, actual: Int)
    /// The path does not lead to the root of the subtree or the older tree.
    case subtreeRootMismatch
    /// The path does not lead to the root of the tree.
    case rootMismatch
}

extension MerkleError: CustomStringConvertible {
    /// One line that names the rule that was broken.
    public var description: String {
        switch self {
        case .leafOutOfRange(let index, let treeSize): "leaf \(index) is not in a tree of \(treeSize)"
        case .treeShrank(let old, let new): "a tree of \(old) leaves cannot shrink to \(new)"
        case .emptyTree: "nothing can be proved from the empty tree"
        case .notASubtree(let start, let end, let treeSize):
            "leaves \(start) up to, not including, \(end) are not a subtree of a tree of \(treeSize)"
        case .wrongPathLength(let expected, let actual): "the proof must have \(expected) hashes and has \(actual)"
        case .subtreeRootMismatch: "the proof does not lead to the root of the older tree or subtree"
        case .rootMismatch: "the proof does not lead to the root of the tree"
        }
    }
}
