import SSHSignatures
import Telegrams

/// Why something sealed could not be made, opened or believed.
package enum SealingError: Error, Sendable, CustomStringConvertible {
    /// None of the keys at hand opens it.
    case noKey
    /// It was sealed under another archive key, for another purpose, or it is damaged.
    case notOurs
    /// It opened, but is not in the format that it should be.
    case malformed(FormatError)
    /// A part contradicts what was signed; the text says which.
    case contradiction(String)
    /// The signature does not verify.
    case badSignature(String)
    /// The signer is somebody else than the text says.
    case wrongSigner(expected: KeyFingerprint, found: KeyFingerprint)
    /// The letter does not list the reader: somebody passed on what was written to others.
    case notAddressed(KeyFingerprint)
    /// A key file is not what it should be.
    case badKeyFile(String)

    package var description: String {
        switch self {
        case .noKey: "none of the keys at hand opens it"
        case .notOurs: "it was sealed under another key, or is damaged"
        case .malformed(let error): "it is not in the right format: \(error)"
        case .contradiction(let text): text
        case .badSignature(let text): "the signature does not verify: \(text)"
        case .wrongSigner(let expected, let found): "it is signed by \(found), not by \(expected)"
        case .notAddressed(let reader): "it is not addressed to the key \(reader)"
        case .badKeyFile(let text): "the key file is damaged: \(text)"
        }
    }
}
