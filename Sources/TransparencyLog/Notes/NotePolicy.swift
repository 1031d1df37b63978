/// The keys that must have signed a note, and those whose signatures are checked and reported if they are there.
///
/// Every required key must have signed: a note is never accepted because one signature of several is good.
public struct NotePolicy: Hashable, Sendable {
    /// The keys that must all have signed; at least one.
    public let required: [NoteVerifierKey]
    /// The keys that may have signed, for example witnesses that are counted afterwards.
    public let optional: [NoteVerifierKey]

    /// Takes the keys; no public key may occur twice, under whatever name or type, for then one signer would count as two.
    public init(required: [NoteVerifierKey], optional: [NoteVerifierKey] = []) throws(NotePolicyError) {
        guard !required.isEmpty else { throw .nothingRequired }
        var owners: [[UInt8]: KeyName] = [:]
        var labels: Set<Label> = []
        for key in required + optional {
            if let first = owners.updateValue(key.name, forKey: key.publicKey) { throw .sameKeyTwice(first, key.name) }
            guard labels.insert(Label(key.name, key.keyID)).inserted else { throw .ambiguousKeys(key.name) }
        }
        self.required = required
        self.optional = optional
    }

    /// The key that a signature line speaks of, or nil if it is unknown and the line is to be ignored.
    func key(for signature: NoteSignature) -> NoteVerifierKey? {
        (required + optional).first { $0.keyID == signature.keyID && $0.name == signature.name }
    }

    /// What identifies a key on a signature line.
    private struct Label: Hashable {
        let name: KeyName
        let keyID: UInt32

        init(_ name: KeyName, _ keyID: UInt32) {
            self.name = name
            self.keyID = keyID
        }
    }
}

/// Why keys do not make a policy.
public enum NotePolicyError: Error, Hashable, Sendable {
    /// Nothing is required, so that a note without any known signature would pass.
    case nothingRequired
    /// One public key is listed twice, under these names.
    case sameKeyTwice(KeyName, KeyName)
    /// Two different keys have this name and the same key id, so that a signature line could be either's.
    case ambiguousKeys(KeyName)
}

extension NotePolicyError: CustomStringConvertible {
    /// One line that names the keys concerned.
    public var description: String {
        switch self {
        case .nothingRequired: "a policy must require at least one key"
        case .sameKeyTwice(let first, let second): "\(first) and \(second) are one and the same public key"
        case .ambiguousKeys(let name): "two keys named \(name) have the same key id"
        }
    }
}
