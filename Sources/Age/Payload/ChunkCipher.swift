import CChaChaPoly
import Crypto

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
    ) {
        precondition(output.count >= plaintext.count + Self.tagByteCount)
        let isSealed = withKey(nonce: Self.nonce(number, isFinal: isFinal)) { key, nonce in
            chacha_poly_seal(output.baseAddress, plaintext.baseAddress, plaintext.count, key, nonce)
        }
        precondition(isSealed, "with room for the result, sealing cannot fail")
    }

    /// Writes the plaintext of one chunk to the start of `output`, or returns false when it is not authentic.
    func open(
        _ sealed: UnsafeRawBufferPointer, number: UInt64, isFinal: Bool, into output: UnsafeMutableRawBufferPointer
    ) -> Bool {
        precondition(output.count >= sealed.count - Self.tagByteCount)
        return withKey(nonce: Self.nonce(number, isFinal: isFinal)) { key, nonce in
            chacha_poly_open(output.baseAddress, sealed.baseAddress, sealed.count, key, nonce)
        }
    }

    private func withKey(
        nonce: [UInt8], _ body: (UnsafeRawPointer?, UnsafeRawPointer?) -> Bool
    ) -> Bool {
        key.withUnsafeBytes { key in nonce.withUnsafeBytes { body(key.baseAddress, $0.baseAddress) } }
    }

    private static let aeadNonceByteCount = 12

    /// An 11-byte big-endian counter and a byte that marks the final chunk.
    private static func nonce(_ number: UInt64, isFinal: Bool) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: aeadNonceByteCount)
        withUnsafeBytes(of: number.bigEndian) { bytes.replaceSubrange(3..<11, with: $0) }
        bytes[11] = isFinal ? 1 : 0
        return bytes
    }
}
