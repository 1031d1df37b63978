/// Opens files sealed under a passphrase (C2SP age, "The scrypt recipient type").
public struct ScryptIdentity: Identity {
    private let passphrase: Passphrase
    private let largestWorkFactor: Int

    /// Takes over the UTF-8 bytes of a passphrase.
    ///
    /// - Parameters:
    ///   - passphrase: what the file was sealed under.
    ///   - largestWorkFactor: files that ask for more are refused, because whoever made a file decides how much
    ///     memory opening it takes: 2 to the power of the work factor, in KiB (20 is 1 GiB). At most 30.
    public init(passphrase: consuming SecretBytes, largestWorkFactor: Int = 20) {
        self.passphrase = Passphrase(passphrase)
        self.largestWorkFactor = min(largestWorkFactor, 30)
    }

    /// Unwraps an `scrypt` stanza.
    public func unwrap(_ stanzas: [Stanza]) throws -> FileKey? {
        guard let stanza = stanzas.first(where: { $0.isOfType(ScryptStanza.type) }) else { return nil }
        guard stanzas.count == 1 else { throw AgeError(.header, "a passphrase stanza must be the only one") }
        guard stanza.arguments.count == 2, let salt = Base64.decode(stanza.arguments[0]),
            salt.count == ScryptStanza.saltByteCount
        else { throw AgeError(.header, "an scrypt stanza has a salt of 16 bytes in canonical base64 and a number") }
        let workFactor = try workFactor(stanza.arguments[1])
        try WrappedKey.checkLength(of: stanza)
        let wrapKey = try ScryptStanza.wrapKey(passphrase.bytes, salt: salt, workFactor: workFactor)
        return try WrappedKey.open(stanza.body, under: wrapKey)
    }

    private func workFactor(_ text: [UInt8]) throws(AgeError) -> Int {
        guard text.first != UInt8(ascii: "0"), text.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw AgeError(.header, "the work factor of an scrypt stanza must be a decimal number")
        }
        // Three digits are beyond every limit, so longer numbers need not be read.
        let value = text.prefix(3).reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard value <= largestWorkFactor else {
            throw AgeError(
                .header, "the passphrase's work factor is beyond the limit of \(largestWorkFactor)",
                hint: "opening the file would take too much memory; raise the limit only if you trust its sender")
        }
        return value
    }
}
