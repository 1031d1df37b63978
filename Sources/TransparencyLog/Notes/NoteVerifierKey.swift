import Crypto

/// The public key of a signer of notes, with its name and signature type (c2sp.org/signed-note, "Verifier keys").
public struct NoteVerifierKey: Hashable, Sendable {
    /// The largest key text in bytes.
    public static let maximumByteCount = 4096

    /// The name that the signature lines show.
    public let name: KeyName
    /// The kind of signature the key makes.
    public let type: SignatureType
    /// The public key: 32 bytes for Ed25519, 1,952 for ML-DSA-65.
    public let publicKey: [UInt8]
    /// The first four bytes of `SHA256(name | 0x0A | type | public key)`, big-endian.
    public let keyID: UInt32

    /// Takes a public key; it must have its type's size and not be one for which anybody can sign.
    public init(name: KeyName, type: SignatureType, publicKey: [UInt8]) throws(LogFormatError) {
        guard publicKey.count == type.publicKeyByteCount else { throw LogFormatError(.verifierKey, .publicKeyLength) }
        guard !WeakKeys.contains(publicKey, type: type) else { throw LogFormatError(.verifierKey, .weakPublicKey) }
        self.init(name: name, type: type, ownPublicKey: publicKey)
    }

    /// Takes the public half of a private key, which needs no check.
    init(name: KeyName, type: SignatureType, ownPublicKey publicKey: [UInt8]) {
        self.name = name
        self.type = type
        self.publicKey = publicKey
        let digest = SHA256.hash(data: name.bytes + [TextRules.lineFeed] + type.identifier + publicKey)
        self.keyID = BigEndian.uint32(digest.prefix(NoteSignature.keyIDByteCount))
    }
}

// MARK: - Text form

extension NoteVerifierKey {
    private static let plus = UInt8(ascii: "+")

    /// Reads `name+keyid+base64(type | public key)`; the key id must be the one that belongs to the key.
    public init(parsing text: String) throws(LogFormatError) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.maximumByteCount else { throw LogFormatError(.verifierKey, .size) }
        let parts = bytes.split(separator: Self.plus, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw LogFormatError(.verifierKey, .verifierKey) }
        let name = try KeyName(bytes: Array(parts[0]), in: .verifierKey, line: nil)
        guard let material = Base64.decode(parts[2]) else { throw LogFormatError(.verifierKey, .base64) }
        guard let type = SignatureType.allCases.first(where: { material.starts(with: $0.identifier) }) else {
            throw LogFormatError(.verifierKey, .signatureType)
        }
        try self.init(name: name, type: type, publicKey: Array(material.dropFirst(type.identifier.count)))
        guard parts[1].elementsEqual(keyIDText) else {
            let isHex = parts[1].count == 8 && parts[1].allSatisfy(Self.hexDigits.contains)
            throw LogFormatError(.verifierKey, isHex ? .keyID : .verifierKey)
        }
    }

    /// The key in the form that ``init(parsing:)`` reads, to be handed to those who verify.
    public var text: String {
        let material = Base64.encode(type.identifier + publicKey)
        return String(decoding: name.bytes + [Self.plus] + keyIDText + [Self.plus] + material, as: UTF8.self)
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)

    private var keyIDText: [UInt8] {
        BigEndian.bytes(keyID).flatMap { [Self.hexDigits[Int($0 >> 4)], Self.hexDigits[Int($0 & 0x0F)]] }
    }
}
