/// Why a note, checkpoint or proof is not believed.
public enum VerificationError: Error, Hashable, Sendable {
    /// These required keys have not signed.
    case missingSignatures([NoteVerifierKey])
    /// The signature of a known key on this line does not verify: the text was altered or the signature is forged.
    case invalidSignature(KeyName, line: Int)
    /// A known key signs a second time on this line.
    case repeatedSignature(KeyName, line: Int)
    /// A cosignature stands under a text that is not a checkpoint.
    case notACheckpoint(LogFormatError)
    /// The checkpoint is another log's.
    case wrongOrigin(expected: TextLine, actual: TextLine)
    /// The inclusion proof does not lead from the entry to the checkpoint.
    case notIncluded(MerkleError)
    /// The consistency proof does not lead from the older checkpoint to the newer one.
    case inconsistent(MerkleError)
}

extension VerificationError: CustomStringConvertible {
    /// One line that names the cause.
    public var description: String {
        switch self {
        case .missingSignatures(let keys): "not signed by " + keys.map(\.name.text).joined(separator: ", ")
        case .invalidSignature(let name, let line): "line \(line): the signature of \(name) does not verify"
        case .repeatedSignature(let name, let line): "line \(line): \(name) signs a second time"
        case .notACheckpoint(let error): "a cosignature needs a checkpoint: \(error)"
        case .wrongOrigin(let expected, let actual): "the log is \(actual.text), not \(expected.text)"
        case .notIncluded(let error): "the entry is not proved to be in the log: \(error)"
        case .inconsistent(let error): "the log is not proved to have only grown: \(error)"
        }
    }
}
