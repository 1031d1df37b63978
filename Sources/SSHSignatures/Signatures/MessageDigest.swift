import Crypto

/// The digest of a message, which is what gets signed: a large message need not be in memory.
public struct MessageDigest: Hashable, Sendable {
    /// The hash function it was made with.
    public let algorithm: HashAlgorithm
    /// The digest's 32 or 64 bytes.
    public let bytes: [UInt8]

    /// The digest of `message`.
    public init(of message: [UInt8], algorithm: HashAlgorithm = .sha512) {
        self.algorithm = algorithm
        bytes =
            switch algorithm {
            case .sha256: SHA256.hash(data: message).withUnsafeBytes(Array.init)
            case .sha512: SHA512.hash(data: message).withUnsafeBytes(Array.init)
            }
    }

    /// A digest computed elsewhere.
    ///
    /// - Throws: `SSHFormatError` if it does not have the size of its algorithm's digests.
    public init(_ bytes: [UInt8], algorithm: HashAlgorithm = .sha512) throws(SSHFormatError) {
        guard bytes.count == algorithm.digestSize else {
            throw SSHFormatError(.digest, "a \(algorithm.rawValue) digest has \(algorithm.digestSize) bytes")
        }
        self.init(algorithm: algorithm, checked: bytes)
    }

    init(algorithm: HashAlgorithm, checked bytes: [UInt8]) {
        self.algorithm = algorithm
        self.bytes = bytes
    }

    private static let preamble = Array("SSHSIG".utf8)

    /// The bytes a key signs (PROTOCOL.sshsig, section 3).
    func signedData(namespace: Namespace) -> [UInt8] {
        let name = algorithm.rawValue.utf8
        var data: [UInt8] = []
        data.reserveCapacity(Self.preamble.count + 16 + namespace.bytes.count + name.count + bytes.count)
        data += Self.preamble
        data.appendString(namespace.bytes)
        data.appendString([])
        data.appendString(name)
        data.appendString(bytes)
        return data
    }
}
