/// The kinds of note signature this library makes and verifies (c2sp.org/signed-note, "Signature types").
public enum SignatureType: Hashable, Sendable, CaseIterable {
    /// `0x01`: Ed25519 (RFC 8032) over the text.
    case ed25519
    /// `0x04`: a timestamped Ed25519 cosignature of a checkpoint (c2sp.org/tlog-cosignature).
    case ed25519Cosignature
    /// `0xff` and ``mldsa65Identifier``: ML-DSA-65 (FIPS 204, pure, hedged) over the text, with the identifier as context.
    ///
    /// The specification assigns no byte to ML-DSA-65 (its `0x06` is ML-DSA-44), and asks private types to use `0xff`
    /// followed by a longer name. Context strings keep a key's other signatures from being passed off as notes.
    case mldsa65

    /// The name that follows `0xff` and that is the FIPS 204 context string: `note-ml-dsa-65@cablegram`.
    public static let mldsa65Identifier = Array("note-ml-dsa-65@cablegram".utf8)

    /// The bytes that stand for the type in key ids and verifier keys.
    public var identifier: [UInt8] {
        switch self {
        case .ed25519: [0x01]
        case .ed25519Cosignature: [0x04]
        case .mldsa65: [0xFF] + Self.mldsa65Identifier
        }
    }

    /// The size of the public key in bytes.
    public var publicKeyByteCount: Int {
        switch self {
        case .ed25519, .ed25519Cosignature: 32
        case .mldsa65: 1952
        }
    }
}
