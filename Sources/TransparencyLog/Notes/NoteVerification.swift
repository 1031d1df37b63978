import Crypto

/// A signature that was verified.
public struct VerifiedSignature: Hashable, Sendable {
    /// The key that signed.
    public let key: NoteVerifierKey
    /// The time of a cosignature in seconds since 1970; nil for signatures that state none.
    ///
    /// It is what the cosigner claims. Whoever cares about its age, or about times to come, compares it with a clock.
    public let time: UInt64?
}

extension Note {
    /// Judges the note by the keys that must have signed it.
    ///
    /// Signatures of unknown keys are ignored. Each signature of a known key must verify and be that key's only one, and
    /// every required key must have signed; one good signature never makes up for a missing or a bad one.
    ///
    /// - Returns: the signatures of known keys, in the order of their lines.
    public func verify(_ policy: NotePolicy) throws(VerificationError) -> [VerifiedSignature] {
        var verified: [VerifiedSignature] = []
        for (offset, signature) in signatures.enumerated() {
            guard let key = policy.key(for: signature) else { continue }
            let line = firstSignatureLine + offset
            guard !verified.contains(where: { $0.key == key }) else {
                throw .repeatedSignature(key.name, line: line)
            }
            verified.append(try key.verify(signature, of: text, line: line))
        }
        let missing = policy.required.filter { key in !verified.contains { $0.key == key } }
        guard missing.isEmpty else { throw .missingSignatures(missing) }
        return verified
    }
}

extension NoteVerifierKey {
    fileprivate func verify(
        _ line: NoteSignature, of text: [UInt8], line number: Int
    ) throws(VerificationError) -> VerifiedSignature {
        var time: UInt64?
        let isValid: Bool
        switch type {
        case .ed25519:
            isValid = isValidEd25519(line.signature, of: text)
        case .mldsa65:
            isValid = isValidMLDSA65(line.signature, of: text)
        case .ed25519Cosignature:
            try requireCheckpoint(text)
            let cosignature = Cosignature(line.signature)
            time = cosignature?.time
            isValid = cosignature.map { isValidEd25519($0.signature, of: $0.message(text)) } ?? false
        }
        guard isValid else { throw .invalidSignature(name, line: number) }
        return VerifiedSignature(key: self, time: time)
    }

    private func isValidEd25519(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: message)
    }

    private func isValidMLDSA65(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let key = try? MLDSA65.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: message, context: SignatureType.mldsa65Identifier)
    }

    private func requireCheckpoint(_ text: [UInt8]) throws(VerificationError) {
        do throws(LogFormatError) {
            _ = try Checkpoint(parsing: text)
        } catch {
            throw .notACheckpoint(error)
        }
    }
}
