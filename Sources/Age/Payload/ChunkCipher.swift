import Crypto
import FoundationEssentials

/// Seals and opens single chunks of the payload (C2SP age, "Payload"; STREAM, eprint 2015/189).
struct ChunkCipher: Sendable {
    static let plainByteCount = 64 << 10
    static let tagByteCount = 16
    static let sealedByteCount = plainByteCount + tagByteCount
    static let nonceByteCount = 16

    private let key: SymmetricKey

    init(fileKey: borrowing FileKey, nonce: [UInt8]) {
        self.key = fileKey.payloadKey(nonce: nonce)
    }

    /// Writes the ciphertext and its tag of one chunk to the start of `output`.
    func seal(
        _ plaintext: UnsafeRawBufferPointer, number: UInt64, isFinal: Bool, into output: UnsafeMutableRawBufferPointer
    ) throws {
        let nonce = try Self.nonce(number, isFinal: isFinal)
        let box = try ChaChaPoly.seal(plaintext, using: key, nonce: nonce)
        box.combined.withUnsafeBytes { combined in
            output.copyMemory(from: UnsafeRawBufferPointer(rebasing: combined[Self.aeadNonceByteCount...]))
        }
    }

    /// Writes the plaintext of one chunk to the start of `output`, or returns false when it is not authentic.
    func open(
        _ sealed: UnsafeRawBufferPointer, number: UInt64, isFinal: Bool, into output: UnsafeMutableRawBufferPointer
    ) -> Bool {
        guard sealed.count >= Self.tagByteCount, let nonce = try? Self.nonce(number, isFinal: isFinal) else {
            return false
        }
        let end = sealed.count - Self.tagByteCount
        let ciphertext = UnsafeRawBufferPointer(rebasing: sealed[..<end])
        let tag = UnsafeRawBufferPointer(rebasing: sealed[end...])
        guard let box = try? ChaChaPoly.SealedBox(nonce: nonce, ciphertext: ciphertext, tag: tag),
            let plaintext = try? ChaChaPoly.open(box, using: key)
        else { return false }
        plaintext.withUnsafeBytes { output.copyMemory(from: $0) }
        return true
    }

    private static let aeadNonceByteCount = 12

    /// An 11-byte big-endian counter and a byte that marks the final chunk.
    private static func nonce(_ number: UInt64, isFinal: Bool) throws -> ChaChaPoly.Nonce {
        var bytes = [UInt8](repeating: 0, count: aeadNonceByteCount)
        withUnsafeBytes(of: number.bigEndian) { bytes.replaceSubrange(3..<11, with: $0) }
        bytes[11] = isFinal ? 1 : 0
        return try ChaChaPoly.Nonce(data: bytes)
    }
}
