import Crypto

/// The SHA-256 digest of a public key's wire blob.
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    /// The 32 bytes of the digest.
    public let bytes: [UInt8]

    private static let prefix = "SHA256:"
    private static let size = 32

    init(of blob: [UInt8]) {
        bytes = SHA256.hash(data: blob).withUnsafeBytes(Array.init)
    }

    /// Reads the form `SHA256:` and 43 characters of Base64 without padding.
    public init(_ text: String) throws(SSHFormatError) {
        let prefix = Self.prefix.utf8
        let digest = Array(text.utf8.dropFirst(prefix.count))
        guard text.utf8.starts(with: prefix), digest.count == 43,
            let bytes = Base64.decode((digest + [UInt8(ascii: "=")])[...]), bytes.count == Self.size
        else {
            throw SSHFormatError(.fingerprint, "it is not \(Self.prefix) and 43 characters of Base64")
        }
        self.bytes = bytes
    }

    /// `SHA256:` and the digest in Base64 without padding, as OpenSSH prints it.
    public var description: String {
        Self.prefix + String(decoding: Base64.encode(bytes, padded: false), as: UTF8.self)
    }
}
