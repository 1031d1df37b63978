/// A checkpoint and the signatures and cosignatures below it; not believed before ``verify(origin:policy:)``.
public struct SignedCheckpoint: Hashable, Sendable {
    /// The note whose text is the checkpoint.
    public let note: Note
    /// The checkpoint as the text states it.
    public let checkpoint: Checkpoint

    /// Signs a checkpoint with every one of `keys`.
    public init(_ checkpoint: Checkpoint, signedBy keys: [NoteSigningKey]) throws {
        self.note = try Note(text: checkpoint.text, signedBy: keys)
        self.checkpoint = checkpoint
    }

    /// Takes a note whose text must be a checkpoint.
    public init(_ note: Note) throws(LogFormatError) {
        self.checkpoint = try Checkpoint(parsing: note.text)
        self.note = note
    }

    /// Reads a signed checkpoint; what ``bytes`` prints again is byte for byte what was read.
    public init(parsing bytes: [UInt8]) throws(LogFormatError) {
        try self.init(Note(parsing: bytes))
    }

    /// The note as it is stored and sent.
    public var bytes: [UInt8] { note.bytes }

    /// The same checkpoint with further signatures, for example cosignatures, below the others.
    public func adding(_ signatures: [NoteSignature]) throws(LogFormatError) -> SignedCheckpoint {
        try SignedCheckpoint(note.adding(signatures))
    }

    /// Checks that the checkpoint is of the log `origin` and signed by every required key of the policy.
    public func verify(origin: TextLine, policy: NotePolicy) throws(VerificationError) -> VerifiedCheckpoint {
        guard checkpoint.origin == origin else {
            throw .wrongOrigin(expected: origin, actual: checkpoint.origin)
        }
        return VerifiedCheckpoint(checkpoint: checkpoint, signatures: try note.verify(policy))
    }
}

/// A checkpoint that every required key has signed; only verification makes one.
public struct VerifiedCheckpoint: Hashable, Sendable {
    /// The checkpoint.
    public let checkpoint: Checkpoint
    /// The signatures of known keys, required and optional, in the order of their lines.
    public let signatures: [VerifiedSignature]

    init(checkpoint: Checkpoint, signatures: [VerifiedSignature]) {
        self.checkpoint = checkpoint
        self.signatures = signatures
    }
}
