import Crypto

/// A node of an RFC 6962 Merkle tree: a SHA-256 value of 32 bytes.
///
/// The bytes are held inline, so that a hundred thousand of them need no allocation each.
public struct MerkleHash: Hashable, Sendable {
    /// The size of a hash in bytes.
    public static let byteCount = 32

    /// The root of a tree without leaves: SHA-256 of nothing (RFC 6962 section 2.1).
    public static let emptyTree = MerkleHash(SHA256().finalize())

    /// No vector: a value that is aligned to more than 16 bytes breaks the allocator of tasks (Swift 6.3).
    private let words: InlineArray<4, UInt64>

    /// Takes the bytes of a hash; nil unless there are exactly 32.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.words = Self.load { $0.copyBytes(from: bytes) }
    }

    private init(_ digest: SHA256Digest) {
        self.words = digest.withUnsafeBytes { source in Self.load { $0.copyMemory(from: source) } }
    }

    /// The 32 bytes of the hash.
    public var bytes: [UInt8] {
        withUnsafeBytes(of: words) { [UInt8]($0) }
    }

    /// The hash of a leaf: `SHA256(0x00 | entry)` (RFC 6962 section 2.1).
    public static func leaf(_ entry: some Collection<UInt8>) -> MerkleHash {
        var hasher = SHA256()
        withUnsafeBytes(of: UInt8(0x00)) { hasher.update(bufferPointer: $0) }
        if entry.withContiguousStorageIfAvailable({ hasher.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
            hasher.update(data: [UInt8](entry))
        }
        return MerkleHash(hasher.finalize())
    }

    /// The hash of an inner node: `SHA256(0x01 | left | right)` (RFC 6962 section 2.1).
    public static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * byteCount, alignment: 8) { buffer in
            buffer[0] = 0x01
            buffer.storeBytes(of: left.words, toByteOffset: 1, as: InlineArray<4, UInt64>.self)
            buffer.storeBytes(of: right.words, toByteOffset: 1 + byteCount, as: InlineArray<4, UInt64>.self)
            var hasher = SHA256()
            hasher.update(bufferPointer: UnsafeRawBufferPointer(buffer))
            return MerkleHash(hasher.finalize())
        }
    }

    /// The root of the tree with these leaf hashes, in one pass and with memory for one path.
    public static func root(of leafHashes: some Sequence<MerkleHash>) -> MerkleHash {
        var frontier = MerkleFrontier()
        for leafHash in leafHashes { frontier.append(leafHash) }
        return frontier.root
    }

    private static func load(_ fill: (UnsafeMutableRawBufferPointer) -> Void) -> InlineArray<4, UInt64> {
        var words = InlineArray<4, UInt64>(repeating: 0)
        withUnsafeMutableBytes(of: &words, fill)
        return words
    }

    /// Whether all 32 bytes are the same.
    public static func == (left: MerkleHash, right: MerkleHash) -> Bool {
        left.words.indices.allSatisfy { left.words[$0] == right.words[$0] }
    }

    /// Feeds the 32 bytes to a hasher.
    public func hash(into hasher: inout Hasher) {
        for index in words.indices { hasher.combine(words[index]) }
    }
}

extension MerkleHash: CustomStringConvertible {
    /// The hash in base64, as checkpoints show it.
    public var description: String { String(decoding: Base64.encode(bytes), as: UTF8.self) }
}
