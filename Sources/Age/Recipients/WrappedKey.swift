import Crypto
import FoundationEssentials

/// A file key under ChaCha20-Poly1305 with an all-zero nonce, as X25519 and scrypt stanzas carry it.
///
/// The wrap key is used for this one encryption only, so that the fixed nonce never repeats under a key.
enum WrappedKey {
    /// Length of the body, in bytes: the file key and a tag.
    static let byteCount = FileKey.byteCount + 16

    private static let nonce = [UInt8](repeating: 0, count: 12)

    static func seal(_ fileKey: borrowing FileKey, under wrapKey: SymmetricKey) throws -> [UInt8] {
        let nonce = try ChaChaPoly.Nonce(data: nonce)
        let box = try fileKey.withUnsafeBytes { try ChaChaPoly.seal($0, using: wrapKey, nonce: nonce) }
        return Array(box.combined.dropFirst(Self.nonce.count))
    }

    /// Returns nil when the body was not sealed under `wrapKey`.
    static func open(_ body: [UInt8], under wrapKey: SymmetricKey) throws(AgeError) -> FileKey? {
        guard let box = try? ChaChaPoly.SealedBox(combined: nonce + body),
            var bytes = try? ChaChaPoly.open(box, using: wrapKey)
        else { return nil }
        return try FileKey(SecretBytes(moving: &bytes))
    }

    /// The partitioning-oracle check of C2SP age: the length must be right before anything is decrypted.
    static func checkLength(of stanza: Stanza) throws(AgeError) {
        guard stanza.body.count == byteCount else {
            throw AgeError(
                .header, "the body of a stanza of this type has \(byteCount) bytes, not \(stanza.body.count)")
        }
    }
}
