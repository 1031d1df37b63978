/// What an officer says of himself on his station's card, before he has signed it.
package struct OfficerContent: Hashable, Sendable {
    package let name: Codename
    /// When the officer wrote this entry; only a later one replaces it.
    package let issued: Instant
    package let key: KeyLine
    /// Oldest first; empty for an officer who signs but to whom nothing is sealed.
    package let sealingKeys: [SealingKey]

    /// - Throws: `FormatError` where a reader of the entry would refuse it.
    package init(name: Codename, issued: Instant, key: KeyLine, sealingKeys: [SealingKey]) throws(FormatError) {
        self.init(uncheckedName: name, issued: issued, key: key, sealingKeys: sealingKeys)
        var parser = CardParser(lines: lines)
        guard try parser.officerContent() == self else { throw FormatError("the times of a card are whole seconds") }
    }

    init(uncheckedName name: Codename, issued: Instant, key: KeyLine, sealingKeys: [SealingKey]) {
        self.name = name
        self.issued = issued
        self.key = key
        self.sealingKeys = sealingKeys
    }

    var lines: [String] {
        ["officer: \(name)", "officer-issued: \(issued)", "officer-key: \(key)"]
            + sealingKeys.map { "officer-sealing-key: \($0)" }
    }

    /// Exactly the bytes that the officer signs, in the namespace of cards.
    ///
    /// The name of the station is among them, so
    /// that nobody moves an officer to another station.
    package func signedBytes(station: Designator) -> [UInt8] {
        Card.text(["CABLEGRAM OFFICER 1", "station: \(station)"] + lines)
    }
}

/// An officer's entry on a card, with the officer's own signature: the clerk who signs the card cannot alter it.
@dynamicMemberLookup
package struct OfficerEntry: Hashable, Sendable {
    package let content: OfficerContent
    /// The compact SSHSIG by the officer's key over `signedBytes(station:)`, not verified here.
    package let signature: [UInt8]

    /// - Throws: `FormatError` unless the signature has the size that the key's algorithm asks for.
    package init(_ content: OfficerContent, signature: [UInt8]) throws(FormatError) {
        self.content = content
        self.signature = signature
        try Card.checkSize(of: signature, by: content.key)
    }

    package subscript<Value>(dynamicMember member: KeyPath<OfficerContent, Value>) -> Value {
        content[keyPath: member]
    }

    package func signedBytes(station: Designator) -> [UInt8] { content.signedBytes(station: station) }

    /// The key to which a letter for this officer is sealed now.
    package func newestSealingKey(at now: Instant) -> SealingKeyChoice {
        .newest(of: content.sealingKeys, at: now)
    }

    var lines: [String] { content.lines + ["officer-signature: \(CanonicalBase64.encode(signature))"] }
}
