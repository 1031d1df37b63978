/// Why a well-formed signature is not accepted.
public enum VerificationFailure: Error, Hashable, Sendable {
    /// The key did not sign this message: words, signature or key were altered or exchanged.
    case invalid
    /// It was made for another purpose.
    case differentNamespace(expected: Namespace, found: Namespace)
    /// The digest given was made with another hash function than the signature names.
    case differentHash(expected: HashAlgorithm, found: HashAlgorithm)
    /// A security key made it without anybody touching the key; `ssh-keygen` does not check this.
    case userNotPresent
}

extension VerificationFailure: CustomStringConvertible {
    /// The reason in one line.
    public var description: String {
        switch self {
        case .invalid: "the signature does not match the message"
        case .differentNamespace(let expected, let found):
            "the signature is for \(found.bytes.quotedForMessage), not for \(expected.bytes.quotedForMessage)"
        case .differentHash(let expected, let found):
            "the signature uses \(found.rawValue), the digest \(expected.rawValue)"
        case .userNotPresent: "the security key signed without a touch of its user"
        }
    }
}
