import Crypto

/// Computes the digest of a message that arrives in parts.
public struct MessageHasher: Sendable {
    private enum State: Sendable {
        case sha256(SHA256)
        case sha512(SHA512)
    }

    private var state: State

    /// Starts with an empty message.
    public init(algorithm: HashAlgorithm = .sha512) {
        state =
            switch algorithm {
            case .sha256: .sha256(SHA256())
            case .sha512: .sha512(SHA512())
            }
    }

    /// Appends a part of the message.
    public mutating func update(_ part: [UInt8]) {
        part.withUnsafeBytes { update($0) }
    }

    /// Appends a part of the message.
    public mutating func update(_ part: UnsafeRawBufferPointer) {
        switch state {
        case .sha256(var hash):
            hash.update(bufferPointer: part)
            state = .sha256(hash)
        case .sha512(var hash):
            hash.update(bufferPointer: part)
            state = .sha512(hash)
        }
    }

    /// The digest of everything appended so far.
    public func digest() -> MessageDigest {
        switch state {
        case .sha256(let hash):
            MessageDigest(algorithm: .sha256, checked: hash.finalize().withUnsafeBytes(Array.init))
        case .sha512(let hash):
            MessageDigest(algorithm: .sha512, checked: hash.finalize().withUnsafeBytes(Array.init))
        }
    }
}
