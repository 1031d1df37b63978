/// What a secret is stored under: 1 to 64 bytes of UTF-8 without control characters, compared byte by byte.
struct SecretName: Hashable, Sendable {
    let bytes: [UInt8]

    init?(_ bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        guard AgentLimits.nameSize.contains(bytes.count),
            bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }),
            String(validating: bytes, as: UTF8.self) != nil
        else { return nil }
        self.bytes = bytes
    }

    /// Takes a name from a caller of the client.
    init(_ text: String) throws(KeyAgentError) {
        guard let name = SecretName(Array(text.utf8)) else {
            throw KeyAgentError(.badSecret, "a key's name must have 1 to 64 bytes and no control characters")
        }
        self = name
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
}
