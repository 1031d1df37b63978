import Crypto
import Telegrams

/// The salted commitments to a telegram's segments, and the root over them that is signed.
///
///     d_i    = SHA256(0x00 | "telegram-segment/v1\n" | salt_i[16] | u32 i | u8 kind | text)
///     root   = SHA256(0x01 | u32 n | d_0 ... d_(n-1))
///     salt_i = HMAC-SHA256(seed[32], "salt" | u32 i)[0..<16]
///
/// Integers are big-endian. A passage can later be withheld by publishing its d_i in place of its text; without the
/// seed, which travels only inside the cipher, d_i tells nothing of a short or guessable passage.
/// See `docs/formats/letter.md`.
package struct SegmentCommitments: Sendable {
    private let seed: SymmetricKey

    /// - Parameter seed: 32 random bytes, new for each telegram.
    package init(seed: some Sequence<UInt8>) {
        self.seed = SymmetricKey(data: Array(seed))
    }

    package func root(of segments: [Segment]) -> Digest256 {
        var hash = SHA256()
        hash.update(data: [0x01])
        hash.update(data: Self.bytes(of: segments.count))
        for (index, segment) in segments.enumerated() {
            commitment(to: segment, at: index).withUnsafeBytes { hash.update(bufferPointer: $0) }
        }
        return Digest256(hash.finalize())
    }

    func commitment(to segment: Segment, at index: Int) -> SHA256.Digest {
        var hash = SHA256()
        hash.update(data: Self.prefix)
        salt(at: index).withUnsafeBytes { hash.update(bufferPointer: .init(rebasing: $0.prefix(16))) }
        hash.update(data: Self.bytes(of: index))
        hash.update(data: [segment.kind.rawValue])
        hash.update(data: segment.text)
        return hash.finalize()
    }

    private func salt(at index: Int) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Array("salt".utf8) + Self.bytes(of: index), using: seed)
    }

    private static let prefix: [UInt8] = [0x00] + Array("telegram-segment/v1\n".utf8)

    private static func bytes(of index: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: index >> (24 - 8 * $0)) }
    }
}

extension Digest256 {
    /// The digest as the domain's value.
    package init(_ digest: SHA256.Digest) {
        self = digest.withUnsafeBytes { bytes in
            Digest256(
                words: InlineArray { index in
                    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
                })
        }
    }

    /// SHA-256 of some bytes.
    package init(of bytes: some Sequence<UInt8>) {
        self.init(SHA256.hash(data: Array(bytes)))
    }

    /// SHA-256 of pieces one after the other, none of them copied.
    package init(of pieces: [ArraySlice<UInt8>]) {
        var hash = SHA256()
        for piece in pieces { piece.withUnsafeBytes { hash.update(bufferPointer: $0) } }
        self.init(hash.finalize())
    }
}
