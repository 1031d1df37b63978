/// The name under which a bundle is filed and spoken of, such as `ipn-2147483649.1-817992000123-7-3f5c0e4f9a1b2d7c`: its
/// identity and the beginning of a digest.
///
/// Whoever has seen a bundle can make another with its identity. The digest tells them apart, so that the one that comes
/// first does not pass for the other.
public struct BundleName: Hashable, Sendable, CustomStringConvertible {
    /// Source and creation timestamp.
    public let identity: BundleIdentity

    /// The first eight bytes of SHA-256 over ``Bundle/unchangingPieces``, as a big-endian number.
    public let digest: UInt64

    /// Makes the name of a bundle of this identity; whoever calls it has the digest from a library for it.
    public init(identity: BundleIdentity, digest: UInt64) {
        self.identity = identity
        self.digest = digest
    }

    /// The name in at most 267 characters, those of ``BundleIdentity/fileName``.
    public var fileName: String {
        let digits = String(digest, radix: 16)
        return identity.fileName + "-" + String(repeating: "0", count: Self.digitCount - digits.count) + digits
    }

    /// The same as ``fileName``.
    public var description: String { fileName }

    /// Parses a file name in exactly the spelling of ``fileName``; nil for any other.
    public init?(fileName: String) {
        let bytes = Array(fileName.utf8)
        guard let hyphen = bytes.lastIndex(of: UInt8(ascii: "-")) else { return nil }
        let digits = bytes[(hyphen + 1)...]
        guard digits.count == Self.digitCount, digits.allSatisfy(Self.isLowerHexadecimal),
            let digest = UInt64(String(decoding: digits, as: UTF8.self), radix: 16),
            let identity = BundleIdentity(fileName: String(decoding: bytes[..<hyphen], as: UTF8.self))
        else { return nil }
        self.init(identity: identity, digest: digest)
    }

    private static let digitCount = 16

    private static func isLowerHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}

extension Bundle {
    /// What no station on the way may change: the primary block and the payload block, as they stand.
    public var unchangingPieces: [ArraySlice<UInt8>] {
        [primary.encoding] + blocks.suffix(1).map(\.encoding)
    }
}
