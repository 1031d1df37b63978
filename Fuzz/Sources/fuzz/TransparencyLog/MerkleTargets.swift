import TransparencyLog

extension FuzzTarget {
    static let merkleFrontier = FuzzTarget("merkle-frontier", longestInput: 2100) { bytes in
        var frontier = try MerkleFrontier(bytes: bytes)
        promise("prints as it was read") { frontier.bytes == bytes }
        let size = frontier.size
        frontier.append(.leaf(bytes))
        promise("is greater by the leaf appended") { frontier.size == size + 1 }
        guard frontier.size <= MerkleFrontier.maximumSize else { return }
        promise("reads back") {
            let read = try MerkleFrontier(bytes: frontier.bytes)
            return read == frontier && read.root == frontier.root
        }
    }

    /// Positions and paths as anybody may send them: from, to and size of a tree, then hashes.
    static let merkleProof = FuzzTarget("merkle-proof", longestInput: 2100) { bytes in
        var pieces = Pieces(bytes)
        let (first, second, size) = (pieces.number(), pieces.number(), pieces.number())
        let leaves = min(first, second)..<max(first, second)
        let path = stride(from: pieces.rest.startIndex, to: pieces.rest.endIndex, by: 32)
            .compactMap { MerkleHash(pieces.rest[$0...].prefix(32)) }
        let leaf = MerkleHash.leaf(bytes)
        let root = path.last ?? leaf
        _ = try? InclusionProof(index: first, treeSize: size, path: path).verify(leafHash: leaf, root: root)
        _ = try? InclusionProof(index: size, subtree: leaves, path: path).verify(leafHash: leaf, root: root)
        _ = try? ConsistencyProof(oldSize: first, newSize: size, path: path).verify(oldRoot: leaf, newRoot: root)
        _ = try? SubtreeProof(leaves: leaves, treeSize: size, path: path).verify(subtreeRoot: leaf, root: root)
        let ranges = try SubtreeProof.pathRanges(leaves: leaves, treeSize: size)
        guard !leaves.isEmpty else { return }
        promise("the path covers the rest of the tree, and nothing twice") { covers(ranges, leaves, size) }
    }

    /// Whether the ranges with what they replace make up the whole tree.
    ///
    /// Ranges inside `leaves` are there where the root of the leaves has to be computed too: then they are all of them.
    private static func covers(_ ranges: [Range<UInt64>], _ leaves: Range<UInt64>, _ size: UInt64) -> Bool {
        let outside = ranges.filter { !$0.overlaps(leaves) }
        let inside = ranges.filter { $0.overlaps(leaves) }.sorted { $0.lowerBound < $1.lowerBound }
        let whole = (outside + [leaves]).sorted { $0.lowerBound < $1.lowerBound }
        return ranges.count <= 65 && whole.first?.lowerBound == 0 && whole.last?.upperBound == size
            && isSeamless(whole) && isSeamless(inside) && inside.allSatisfy { leaves.contains($0) }
            && (inside.isEmpty
                || inside.first?.lowerBound == leaves.lowerBound && inside.last?.upperBound == leaves.upperBound)
    }

    private static func isSeamless(_ ranges: [Range<UInt64>]) -> Bool {
        zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound }
    }
}

extension Range {
    fileprivate func contains(_ other: Range) -> Bool {
        lowerBound <= other.lowerBound && other.upperBound <= upperBound
    }
}
