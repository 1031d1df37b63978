/// Seals a file under a passphrase (C2SP age, "The scrypt recipient type"); always the only recipient.
public struct ScryptRecipient: Recipient {
    private let passphrase: Passphrase
    private let workFactor: Int

    /// The work factors that can be asked for.
    public static let workFactors = 1...22

    /// Takes over the UTF-8 bytes of a passphrase.
    ///
    /// - Parameters:
    ///   - passphrase: anything but empty.
    ///   - workFactor: the base-two logarithm of scrypt's cost; 18 takes 256 MiB and about a second.
    /// - Throws: ``AgeError`` of kind `recipients` when the passphrase is empty or the work factor out of range.
    public init(passphrase: consuming SecretBytes, workFactor: Int = 18) throws(AgeError) {
        guard !passphrase.isEmpty else { throw AgeError(.recipients, "the passphrase is empty") }
        guard Self.workFactors.contains(workFactor) else {
            throw AgeError(.recipients, "the work factor of a passphrase is between 1 and 22, not \(workFactor)")
        }
        self.passphrase = Passphrase(passphrase)
        self.workFactor = workFactor
    }

    /// Never shares a file with another recipient.
    public var kind: RecipientKind { .alone }

    /// Wraps the file key under a fresh salt.
    public func wrap(_ fileKey: borrowing FileKey) throws -> [Stanza] {
        let salt = randomBytes(count: ScryptStanza.saltByteCount)
        let wrapKey = try ScryptStanza.wrapKey(passphrase.bytes, salt: salt, workFactor: workFactor)
        let body = try WrappedKey.seal(fileKey, under: wrapKey)
        let arguments = [Base64.encode(salt), [UInt8](String(workFactor).utf8)]
        return [Stanza(unchecked: ScryptStanza.typeBytes, arguments: arguments, body: body)]
    }
}
