import Age
import SSHSignatures
import Telegrams

// A card is believed when the station signed the whole and each officer signed his own part.

extension OfficerEntry {
    static let namespace: Namespace = "card@cablegram"

    /// An officer's part of the card, signed by him, so that no clerk can change his keys.
    package init(_ content: OfficerContent, station: Designator, signedBy signer: any Signer) throws {
        let signature = try signer.sign(content.signedBytes(station: station), namespace: Self.namespace).compact()
        try self.init(content, signature: signature.bytes)
    }

    /// Checks the officer's own signature.
    func verify(station: Designator) throws {
        try verifyCard(signature, over: signedBytes(station: station), by: self.key, whose: "\(self.name)")
    }
}

extension Card {
    /// A station's card, signed by the station.
    package init(_ content: CardContent, signedBy signer: any Signer) throws {
        let signature = try signer.sign(content.signedBytes, namespace: OfficerEntry.namespace).compact()
        try self.init(content, signature: signature.bytes)
    }

    /// Checks the station's signature and every officer's, and that every sealing key is one.
    package func verify() throws {
        try verifyCard(signature, over: signedBytes, by: self.stationKey, whose: "\(self.station)")
        for officer in self.officers { try officer.verify(station: self.station) }
        for key in self.sealingKeys + self.officers.flatMap(\.sealingKeys) {
            _ = try HybridRecipient(key.recipient)
        }
    }

    /// The sixteen words that two people compare by voice: over all long-lived keys of the card.
    package var fingerprintWords: FingerprintWords {
        get throws { try FingerprintWords(digest: Digest256(of: fingerprintInput).bytes) }
    }
}

extension PublicKey {
    package init(_ line: KeyLine) throws {
        self = try PublicKey(blob: line.blob)
    }
}

extension KeyLine {
    package init(_ key: PublicKey) throws {
        try self.init(algorithm: key.type == .ed25519 ? .ed25519 : .hardwareEd25519, blob: key.blob)
    }
}

private func verifyCard(_ signature: [UInt8], over bytes: [UInt8], by line: KeyLine, whose name: String) throws {
    do {
        try CompactSignature(signature).expanded(publicKey: PublicKey(line), namespace: OfficerEntry.namespace)
            .verify(bytes, namespace: OfficerEntry.namespace)
    } catch {
        throw SealingError.badSignature("\(name) on the card: \(error)")
    }
}
