/// The right edge of a growing Merkle tree: the roots of its perfect subtrees, which is all that is needed to append.
///
/// A tree of n leaves has one peak for every one-bit of n, the largest (leftmost) first. Appending and the root take
/// O(log n) hashes. RFC 6962 section 2.1 defines the tree; others call this value a compact range.
public struct MerkleFrontier: Hashable, Sendable {
    /// The largest tree a stored frontier may describe; it leaves room to append without overflow.
    public static let maximumSize = UInt64(Int64.max)

    /// The number of leaves appended so far.
    public private(set) var size: UInt64

    private var peaks: [MerkleHash]

    /// The frontier of the empty tree.
    public init() {
        self.size = 0
        self.peaks = []
    }

    /// Appends the next leaf, given by its leaf hash.
    public mutating func append(_ leafHash: MerkleHash) {
        var node = leafHash
        var merges = size.trailingOneBitCount
        while merges > 0, let left = peaks.popLast() {
            node = .node(left, node)
            merges -= 1
        }
        peaks.append(node)
        size += 1
    }

    /// The root of the tree; ``MerkleHash/emptyTree`` while nothing is appended.
    public var root: MerkleHash {
        guard var root = peaks.last else { return .emptyTree }
        for left in peaks.dropLast().reversed() { root = .node(left, root) }
        return root
    }
}

extension UInt64 {
    fileprivate var trailingOneBitCount: Int { (~self).trailingZeroBitCount }
}

// MARK: - Stored form

extension MerkleFrontier {
    private static let magic: [UInt8] = Array("MFR1".utf8)
    private static let headerByteCount = 12

    /// The stored form: `"MFR1" | u64 size | 32 bytes for each one-bit of size`, big-endian, largest subtree first.
    public var bytes: [UInt8] {
        Self.magic + BigEndian.bytes(size) + peaks.flatMap(\.bytes)
    }

    /// Reads the stored form, which must be exactly as ``bytes`` writes it.
    ///
    /// The hashes cannot be checked here: compare ``root`` with a checkpoint of the same size.
    public init(bytes: [UInt8]) throws(FrontierError) {
        guard bytes.starts(with: Self.magic), bytes.count >= Self.headerByteCount else { throw .wrongHeader }
        let size = BigEndian.uint64(bytes[4..<Self.headerByteCount])
        guard size <= Self.maximumSize else { throw .sizeTooLarge(size) }
        let expected = Self.headerByteCount + size.nonzeroBitCount * MerkleHash.byteCount
        guard bytes.count == expected else { throw .wrongLength(expected: expected, actual: bytes.count) }
        self.size = size
        self.peaks = stride(from: Self.headerByteCount, to: expected, by: MerkleHash.byteCount).compactMap {
            MerkleHash(bytes[$0..<$0 + MerkleHash.byteCount])
        }
    }
}
