extension PrivateKey {
    /// Lends the text of an unencrypted `openssh-key-v1` file (PROTOCOL.key) and wipes it afterwards.
    ///
    /// The caller creates the file with mode 0600.
    public func withOpenSSHFile<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        var text = openSSHFile(checkNumber: .random(in: .min ... .max))
        defer { text.wipe() }
        return try text.withUnsafeBytes(body)
    }

    /// The file's text, secret; `checkNumber` is random in real files.
    func openSSHFile(checkNumber: UInt32) -> [UInt8] {
        var list = list(checkNumber: checkNumber)
        defer { list.wipe() }
        var blob: [UInt8] = []
        defer { blob.wipe() }
        blob.reserveCapacity(list.count + publicKey.blob.count + 64)
        blob += PrivateKeyFile.magic
        blob.appendString(PrivateKeyFile.none)
        blob.appendString(PrivateKeyFile.none)
        blob.appendString([])
        blob.appendUInt32(1)
        blob.appendString(publicKey.blob)
        blob.appendString(list)
        return Armor.privateKey.encode(blob)
    }

    /// PROTOCOL.key, section 3.
    private func list(checkNumber: UInt32) -> [UInt8] {
        let point = publicKey.point
        var list: [UInt8] = []
        // Reserved, because growing would leave unwiped copies of the secret behind.
        list.reserveCapacity(256 + comment.utf8.count)
        list.appendUInt32(checkNumber)
        list.appendUInt32(checkNumber)
        list.appendString(KeyType.ed25519.rawValue.utf8)
        list.appendString(point)
        list.appendUInt32(UInt32(2 * Ed25519Point.size))
        withSeed { list += $0 }
        list += point
        list.appendString(comment.utf8)
        var padding: UInt8 = 1
        while list.count % PrivateKeyFile.blockSize != 0 {
            list.append(padding)
            padding += 1
        }
        return list
    }
}
