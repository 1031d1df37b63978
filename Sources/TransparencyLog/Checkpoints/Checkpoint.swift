/// What a log states about itself at one size: its origin, the number of leaves and the root (c2sp.org/tlog-checkpoint).
public struct Checkpoint: Hashable, Sendable {
    /// The largest number of extension lines; the specification recommends none.
    public static let maximumExtensionCount = 16

    /// The identity of the log.
    public let origin: TextLine
    /// The number of leaves.
    public let treeSize: UInt64
    /// The root of the tree at that size.
    public let root: MerkleHash
    /// Further lines, which nobody audits.
    public let extensions: [TextLine]

    /// Takes the parts of a checkpoint; a tree of size zero must have the root of the empty tree.
    public init(
        origin: TextLine, treeSize: UInt64, root: MerkleHash, extensions: [TextLine] = []
    ) throws(LogFormatError) {
        guard extensions.count <= Self.maximumExtensionCount else { throw LogFormatError(.checkpoint, .lineCount) }
        guard treeSize > 0 || root == .emptyTree else { throw LogFormatError(.checkpoint, line: 3, .emptyTreeRoot) }
        self.origin = origin
        self.treeSize = treeSize
        self.root = root
        self.extensions = extensions
    }

    /// Reads the text of a note as a checkpoint; what ``text`` prints again is byte for byte what was read.
    public init(parsing text: [UInt8]) throws(LogFormatError) {
        try TextRules.check(text, in: .checkpoint)
        let limit = 3 + Self.maximumExtensionCount
        let lines = TextRules.lines(text[...], limit: limit)
        guard lines.count <= limit else { throw LogFormatError(.checkpoint, line: limit + 1, .lineCount) }
        guard lines.count >= 3 else { throw LogFormatError(.checkpoint, line: lines.count + 1, .missingLine) }
        let origin = try TextLine(bytes: Array(lines[0]), line: 1)
        guard let treeSize = Decimal.parse(lines[1]) else { throw LogFormatError(.checkpoint, line: 2, .decimal) }
        let root = try MerkleHash(base64: lines[2], in: .checkpoint, line: 3)
        var extensions: [TextLine] = []
        for (offset, line) in lines[3...].enumerated() {
            extensions.append(try TextLine(bytes: Array(line), line: 4 + offset))
        }
        try self.init(origin: origin, treeSize: treeSize, root: root, extensions: extensions)
    }

    /// The text of the note, with its final line feed.
    public var text: [UInt8] {
        let lines = [origin.bytes, Array(String(treeSize).utf8), Base64.encode(root.bytes)] + extensions.map(\.bytes)
        return lines.flatMap { $0 + [TextRules.lineFeed] }
    }

    /// Checks that `newer` begins with all the leaves of this checkpoint.
    ///
    /// From the empty tree every tree grows, with an empty path; at equal size the roots must be equal. Two checkpoints of
    /// one log between which no path leads prove that the log has forked.
    public func verifyGrowth(to newer: Checkpoint, path: [MerkleHash]) throws(VerificationError) {
        guard newer.origin == origin else { throw .wrongOrigin(expected: origin, actual: newer.origin) }
        let proof = SubtreeProof(leaves: 0..<treeSize, treeSize: newer.treeSize, path: path)
        do throws(MerkleError) {
            guard treeSize <= newer.treeSize else { throw .treeShrank(from: treeSize, to: newer.treeSize) }
            try proof.verify(subtreeRoot: root, root: newer.root)
        } catch {
            throw .inconsistent(error)
        }
    }
}

extension MerkleHash {
    init(base64 text: ArraySlice<UInt8>, in document: LogFormatError.Document, line: Int) throws(LogFormatError) {
        guard let bytes = Base64.decode(text) else { throw LogFormatError(document, line: line, .base64) }
        guard let hash = MerkleHash(bytes) else { throw LogFormatError(document, line: line, .hashLength) }
        self = hash
    }
}
