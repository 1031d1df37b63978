extension PrivateKey {
    /// Reads an unencrypted `openssh-key-v1` file (PROTOCOL.key).
    ///
    /// The check numbers, both copies of the public key, the padding and all lengths must be right. The caller checks
    /// the file's permissions and wipes `text`.
    ///
    /// - Throws: `SSHFormatError`. An encrypted file is refused with a hint to use an agent: a passphrase is best typed
    ///   into `ssh-add`, so the key derivation of these files is left out on purpose.
    public init(openSSHFile text: [UInt8]) throws(SSHFormatError) {
        var file = try PrivateKeyFile(text)
        defer { file.wipe() }
        guard file.publicKey.type == .ed25519 else {
            throw SSHFormatError(
                .privateKey, "its secret is inside a security key", hint: "load it into ssh-agent with ssh-add")
        }
        guard !file.isEncrypted else {
            throw SSHFormatError(
                .privateKey, "it is encrypted with a passphrase", hint: "load it into ssh-agent with ssh-add")
        }
        try self.init(list: file.secret, publicKey: file.publicKey)
    }

    /// Reads the unencrypted list of private keys (PROTOCOL.key, section 3), which holds one.
    private init(list: [UInt8], publicKey: PublicKey) throws(SSHFormatError) {
        var reader = WireReader(list[...], item: .privateKey)
        guard try reader.uint32() == reader.uint32() else {
            throw SSHFormatError(.privateKey, "its check numbers differ")
        }
        let point = publicKey.point
        try reader.string(equalTo: KeyType.ed25519.rawValue.utf8, name: "key type")
        try reader.string(equalTo: point, name: "public key")
        let pair = try reader.string(count: 2 * Ed25519Point.size, name: "secret")
        guard pair.suffix(Ed25519Point.size).elementsEqual(point) else {
            throw SSHFormatError(.privateKey, "its public and private halves differ")
        }
        let comment = try Comment.read(reader.string(), item: .privateKey)
        try Self.checkPadding(reader.remainder(), listSize: list.count)
        try self.init(pair: pair, comment: comment)
        guard self.publicKey == publicKey else {
            throw SSHFormatError(.privateKey, "its public and private halves differ")
        }
    }

    private init(pair: ArraySlice<UInt8>, comment: String) throws(SSHFormatError) {
        var seed = Array(pair.prefix(Ed25519Point.size))
        defer { seed.wipe() }
        try self.init(seed: seed, comment: comment)
    }

    /// The padding counts up from 1 until the list fills a block.
    private static func checkPadding(_ padding: ArraySlice<UInt8>, listSize: Int) throws(SSHFormatError) {
        guard listSize % PrivateKeyFile.blockSize == 0, padding.count < PrivateKeyFile.blockSize,
            zip(padding, 1...).allSatisfy({ $0 == $1 })
        else { throw SSHFormatError(.privateKey, "its padding is wrong") }
    }
}
