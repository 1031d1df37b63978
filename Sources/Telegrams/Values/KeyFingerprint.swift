/// The fingerprint of an SSH public key as OpenSSH prints it: `SHA256:` and the digest of the public key blob in
/// base64 (RFC 4648, section 4) without padding, 43 characters.
package struct KeyFingerprint: Hashable, Sendable, CustomStringConvertible {
    /// SHA-256 of the public key blob.
    package let digest: Digest256

    package init(_ digest: Digest256) {
        self.digest = digest
    }

    /// Reads the one spelling that `description` prints.
    ///
    /// - Throws: `FormatError` also where the two bits that the last character has to spare are not zero.
    package init(_ text: some StringProtocol) throws(FormatError) {
        let misspelt = { FormatError("\(quoted(text)) is not a key fingerprint (SHA256: and 43 characters of base64)") }
        let characters = Array(text.utf8)
        guard characters.count == Self.prefix.count + 43, characters.starts(with: Self.prefix) else { throw misspelt() }
        var bytes: [UInt8] = []
        var pending: UInt32 = 0
        var bits = 0
        for character in characters.dropFirst(Self.prefix.count) {
            guard let value = Self.alphabet.firstIndex(of: character) else { throw misspelt() }
            pending = pending << 6 | UInt32(value)
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
        }
        guard pending & 0b11 == 0 else { throw misspelt() }
        digest = try Digest256(bytes)
    }

    package var description: String {
        var characters = Self.prefix
        let bytes = digest.bytes
        for bit in stride(from: 0, to: 256, by: 6) {
            let next = bit / 8 + 1 < 32 ? bytes[bit / 8 + 1] : 0
            let pair = UInt16(bytes[bit / 8]) << 8 | UInt16(next)
            characters.append(Self.alphabet[Int(pair >> UInt16(10 - bit % 8) & 0x3F)])
        }
        return String(decoding: characters, as: UTF8.self)
    }

    private static let prefix = Array("SHA256:".utf8)
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
