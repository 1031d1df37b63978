/// A signature without what the receiver knows already: 72 bytes, or 77 for security keys.
///
/// It is the first 8 bytes of SHA-256 of the public key's blob, the 64 bytes of the Ed25519 signature and, for security
/// keys, 1 byte of flags and 4 of counter (big-endian). With the key and the namespace it expands to the identical SSHSIG.
public struct CompactSignature: Hashable, Sendable {
    /// The form for the wire.
    public let bytes: [UInt8]

    /// The size of a key identifier in bytes.
    public static let keyIdentifierSize = 8
    private static let softwareKeySize = keyIdentifierSize + Signature.valueSize
    private static let securityKeySize = softwareKeySize + 5

    /// Takes the 72 or 77 bytes of a compact signature.
    public init(_ bytes: [UInt8]) throws(SSHFormatError) {
        guard bytes.count == Self.softwareKeySize || bytes.count == Self.securityKeySize else {
            throw SSHFormatError(.compactSignature, "it has \(bytes.count) bytes instead of 72 or 77")
        }
        self.bytes = bytes
    }

    fileprivate init(checked bytes: [UInt8]) { self.bytes = bytes }

    /// The first 8 bytes of the fingerprint of the key, for finding it.
    public var keyIdentifier: [UInt8] { Array(bytes.prefix(Self.keyIdentifierSize)) }

    /// Restores the signature; it is not verified by that.
    ///
    /// - Throws: `SSHFormatError` if `publicKey` has another identifier or is of the other kind.
    public func expanded(publicKey: PublicKey, namespace: Namespace) throws(SSHFormatError) -> Signature {
        var reader = WireReader(bytes[...], item: .compactSignature)
        guard try reader.bytes(Self.keyIdentifierSize).elementsEqual(publicKey.compactIdentifier) else {
            throw SSHFormatError(.compactSignature, "it was made with another key")
        }
        let value = Array(try reader.bytes(Signature.valueSize))
        let data = publicKey.type == .securityKeyEd25519 ? try SecurityKeyData(from: &reader) : nil
        try reader.finish()
        return Signature(
            publicKey: publicKey, namespace: namespace, hashAlgorithm: .sha512, value: value, securityKeyData: data)
    }
}

extension PublicKey {
    /// The first 8 bytes of the fingerprint, which name the key in compact signatures.
    public var compactIdentifier: [UInt8] { Array(fingerprint.bytes.prefix(CompactSignature.keyIdentifierSize)) }
}

extension Signature {
    /// The compact form.
    ///
    /// - Throws: `SSHFormatError` if the hash is not SHA-512, which the compact form takes for granted.
    public func compact() throws(SSHFormatError) -> CompactSignature {
        guard hashAlgorithm == .sha512 else {
            throw SSHFormatError(.signature, "only a signature with sha512 has a compact form")
        }
        var bytes = publicKey.compactIdentifier
        bytes += value
        securityKeyData?.append(to: &bytes)
        return CompactSignature(checked: bytes)
    }
}
