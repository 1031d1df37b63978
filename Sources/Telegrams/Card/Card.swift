/// A station's card: its keys, its officers and theirs, and how to reach it.
///
/// Two layers are signed. Each officer signs his own entry, and the station signs the whole, so that a corrupt clerk
/// cannot swap an officer's keys. No signature is verified here.
@dynamicMemberLookup
package struct Card: Hashable, Sendable {
    package static let title = "CABLEGRAM CARD 1"
    /// The SSHSIG namespace of both layers; their first lines tell them apart.
    package static let namespace = "card@cablegram"
    /// The largest card accepted, in bytes.
    package static let sizeLimit = 2_097_152
    package static let sealingKeyLimit = 8
    package static let endpointLimit = 16
    /// Bytes in one endpoint.
    package static let endpointSizeLimit = 256
    package static let officerLimit = 64
    package static let serialLimit = 999_999_999

    package let content: CardContent
    /// The compact SSHSIG by the station's key over `signedBytes`, not verified here.
    package let signature: [UInt8]

    /// - Throws: `FormatError` unless the signature has the size that the key's algorithm asks for.
    package init(_ content: CardContent, signature: [UInt8]) throws(FormatError) {
        self.content = content
        self.signature = signature
        try Self.checkSize(of: signature, by: content.stationKey)
    }

    /// Reads a card, strictly: nothing is repaired on the way.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        var parser = CardParser(lines: try CanonicalText.lines(of: bytes, limit: Self.sizeLimit))
        self = try parser.card()
    }

    package subscript<Value>(dynamicMember member: KeyPath<CardContent, Value>) -> Value {
        content[keyPath: member]
    }

    /// The card, byte for byte.
    package var bytes: [UInt8] {
        Self.text(content.lines + ["signature: \(CanonicalBase64.encode(signature))"])
    }

    /// Exactly the bytes that the station's signature covers.
    package var signedBytes: [UInt8] { content.signedBytes }

    package func officer(_ name: Codename) -> OfficerEntry? {
        content.officers.first { $0.name == name }
    }

    /// The key to which a letter for this station is sealed now.
    package func newestSealingKey(at now: Instant) -> SealingKeyChoice {
        .newest(of: content.sealingKeys, at: now)
    }

    /// What the fingerprint words stand for: hash these bytes with SHA-256 and hand the digest to `FingerprintWords`.
    ///
    /// Only what lives long is in it, so that the words stay while sealing keys are renewed.
    package var fingerprintInput: [UInt8] {
        let head = [
            "CABLEGRAM FINGERPRINT 1", "station: \(content.station)", "station-key: \(content.stationKey)",
            "post-quantum-key: \(content.postQuantumKey)", "log-key: \(content.logKey?.description ?? "none")",
        ]
        return Self.text(head + content.officers.flatMap { ["officer: \($0.name)", "officer-key: \($0.key)"] })
    }

    static func text(_ lines: [String]) -> [UInt8] {
        lines.flatMap { Array($0.utf8) + [0x0A] }
    }

    static func checkSize(of signature: [UInt8], by key: KeyLine) throws(FormatError) {
        let size = key.algorithm.compactSignatureSize
        guard signature.count == size else {
            throw FormatError(
                "a compact signature by \(key.algorithm.rawValue) has \(size) bytes, not \(signature.count)")
        }
    }
}
