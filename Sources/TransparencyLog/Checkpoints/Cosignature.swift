public import Crypto

/// The inside of an Ed25519 cosignature: a time and a signature over both it and the checkpoint
/// (c2sp.org/tlog-cosignature, "Format" and "Ed25519 signed message").
struct Cosignature {
    static let maximumTime = UInt64(Int64.max)
    private static let timeByteCount = 8
    private static let signatureByteCount = 64

    let time: UInt64
    let signature: [UInt8]

    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.timeByteCount + Self.signatureByteCount else { return nil }
        self.time = BigEndian.uint64(bytes.prefix(Self.timeByteCount))
        self.signature = Array(bytes.dropFirst(Self.timeByteCount))
        guard time <= Self.maximumTime else { return nil }
    }

    func message(_ text: [UInt8]) -> [UInt8] { Self.message(text, time: time) }

    static func message(_ text: [UInt8], time: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n".utf8) + text
    }
}

/// The private key of a witness: it states that, at a time, this was the largest consistent checkpoint of a log it had seen.
///
/// The key must be used for nothing else, because the signed message does not name the cosigner.
public struct CosigningKey: Sendable {
    /// The public key, to be handed to those who verify.
    public let verifierKey: NoteVerifierKey

    private let secret: Curve25519.Signing.PrivateKey

    /// A key that makes signatures of type ``SignatureType/ed25519Cosignature``.
    public init(name: KeyName, key: Curve25519.Signing.PrivateKey) {
        let publicKey = [UInt8](key.publicKey.rawRepresentation)
        self.verifierKey = NoteVerifierKey(name: name, type: .ed25519Cosignature, ownPublicKey: publicKey)
        self.secret = key
    }

    /// Cosigns a checkpoint whose log's signature has been verified.
    ///
    /// The caller has checked before, and stored, that the checkpoint extends the last one he cosigned
    /// (``Checkpoint/verifyGrowth(to:path:)``).
    ///
    /// - Parameter time: seconds since 1970, at most 2^63 - 1.
    public func cosign(_ checkpoint: VerifiedCheckpoint, time: UInt64) throws -> NoteSignature {
        guard time <= Cosignature.maximumTime else { throw LogFormatError(.cosignature, .timestamp) }
        let message = Cosignature.message(checkpoint.checkpoint.text, time: time)
        let signature = BigEndian.bytes(time) + [UInt8](try secret.signature(for: message))
        return try NoteSignature(name: verifierKey.name, keyID: verifierKey.keyID, signature: signature)
    }
}
