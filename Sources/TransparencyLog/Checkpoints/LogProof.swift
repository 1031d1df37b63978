/// A proof, to be verified offline, that one entry is in a log: an index, an inclusion proof and a signed checkpoint
/// (c2sp.org/tlog-proof).
///
/// Files have the extension `.tlog-proof`.
public struct LogProof: Hashable, Sendable {
    /// The largest extra data in bytes.
    public static let maximumExtraByteCount = 65_536
    /// The largest proof file in bytes.
    public static let maximumByteCount = Note.maximumByteCount + 100_000

    /// Data that nobody has signed, for the application's use; nil or at least one byte.
    public let extra: [UInt8]?
    /// The position of the entry, from zero.
    public let index: UInt64
    /// The inclusion proof in the tree of the checkpoint.
    public let path: [MerkleHash]
    /// The checkpoint with its signatures.
    public let checkpoint: SignedCheckpoint

    /// Takes the parts of a proof; the index must be in the checkpoint's tree and the path as long as that asks for.
    public init(
        index: UInt64, path: [MerkleHash], checkpoint: SignedCheckpoint, extra: [UInt8]? = nil
    ) throws(LogFormatError) {
        if let extra, !(1...Self.maximumExtraByteCount).contains(extra.count) { throw LogFormatError(.proof, .extra) }
        let ranges = try? InclusionProof.pathRanges(index: index, treeSize: checkpoint.checkpoint.treeSize)
        guard let ranges else { throw LogFormatError(.proof, .indexRange) }
        guard path.count == ranges.count else { throw LogFormatError(.proof, .pathLength) }
        self.extra = extra
        self.index = index
        self.path = path
        self.checkpoint = checkpoint
    }

    /// Checks that the entry with this leaf hash is in the log `origin`, under a checkpoint that every required key signed.
    ///
    /// - Returns: the verified checkpoint, whose cosignatures the caller may count.
    public func verify(
        leafHash: MerkleHash, origin: TextLine, policy: NotePolicy
    ) throws(VerificationError) -> VerifiedCheckpoint {
        let verified = try checkpoint.verify(origin: origin, policy: policy)
        let proof = InclusionProof(index: index, treeSize: verified.checkpoint.treeSize, path: path)
        do throws(MerkleError) {
            try proof.verify(leafHash: leafHash, root: verified.checkpoint.root)
        } catch {
            throw .notIncluded(error)
        }
        return verified
    }
}
