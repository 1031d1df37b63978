/// The hash functions a signature may name (PROTOCOL.sshsig, section 2).
public enum HashAlgorithm: String, Hashable, Sendable, CaseIterable {
    /// SHA-256, accepted when verifying.
    case sha256
    /// SHA-512, what `ssh-keygen` uses unless told otherwise.
    case sha512

    /// The size of a digest in bytes.
    public var digestSize: Int {
        switch self {
        case .sha256: 32
        case .sha512: 64
        }
    }

    init?(_ name: some Sequence<UInt8>) {
        guard let algorithm = Self.allCases.first(where: { name.elementsEqual($0.rawValue.utf8) }) else { return nil }
        self = algorithm
    }
}
