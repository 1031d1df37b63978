/// The kinds of key that can sign; both are Ed25519 (RFC 8032).
public enum KeyType: String, Hashable, Sendable, CaseIterable {
    /// A key held in software (RFC 8709).
    case ed25519 = "ssh-ed25519"
    /// A key held by a FIDO security key (OpenSSH's PROTOCOL.u2f).
    case securityKeyEd25519 = "sk-ssh-ed25519@openssh.com"

    init?(_ name: some Sequence<UInt8>) {
        guard let type = Self.allCases.first(where: { name.elementsEqual($0.rawValue.utf8) }) else { return nil }
        self = type
    }
}
