import Crypto
import FoundationEssentials

/// The 16-byte secret that a file's header carries and its payload is encrypted with (C2SP age, "File key").
///
/// A file key must never encrypt two different payloads. Keeping it (sealed elsewhere) allows a header to be
/// replaced without touching the payload.
public struct FileKey: ~Copyable, Sendable {
    /// The length of every file key, in bytes.
    public static let byteCount = 16

    private let secret: SecretBytes

    /// Generates a fresh file key.
    public init() {
        self.secret = .random(count: Self.byteCount)
    }

    /// Takes over a file key kept elsewhere.
    ///
    /// - Throws: ``AgeError`` of kind `key` unless there are exactly 16 bytes.
    public init(_ secret: consuming SecretBytes) throws(AgeError) {
        guard secret.count == Self.byteCount else {
            throw AgeError(.key, "a file key has \(Self.byteCount) bytes, not \(secret.count)")
        }
        self.secret = secret
    }

    /// Lends the 16 bytes for the duration of `body`; the pointer must not escape.
    public borrowing func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try secret.withUnsafeBytes(body)
    }

    /// The bytes as a secret of their own, to be stored sealed elsewhere.
    public borrowing func copyBytes() -> SecretBytes {
        secret.copy()
    }

    /// Compares two file keys in constant time.
    public borrowing func isEqual(to other: borrowing FileKey) -> Bool {
        secret.isEqual(to: other.secret)
    }

    borrowing func headerKey() -> SymmetricKey {
        derive(salt: [], info: Self.headerInfo)
    }

    borrowing func payloadKey(nonce: [UInt8]) -> SymmetricKey {
        derive(salt: nonce, info: Self.payloadInfo)
    }

    private static let headerInfo = [UInt8]("header".utf8)
    private static let payloadInfo = [UInt8]("payload".utf8)

    private borrowing func derive(salt: [UInt8], info: [UInt8]) -> SymmetricKey {
        let input = secret.withUnsafeBytes { SymmetricKey(data: $0) }
        return HKDF<SHA256>.deriveKey(inputKeyMaterial: input, salt: salt, info: info, outputByteCount: 32)
    }
}
