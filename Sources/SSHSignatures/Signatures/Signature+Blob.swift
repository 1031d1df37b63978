extension Signature {
    private static let preamble = Array("SSHSIG".utf8)
    private static let version: UInt32 = 1

    /// Reads the armored form that `ssh-keygen -Y sign` writes into `.sig` files: at most 4,096 bytes, in lines of at
    /// most 76 characters that end in LF or CRLF, with nothing before or after it.
    ///
    /// - Throws: `SSHFormatError`. Stricter than `ssh-keygen`, so that a signature has one blob: the version must be 1,
    ///   the reserved field empty, the Base64 canonical.
    public init(armored text: [UInt8]) throws(SSHFormatError) {
        try self.init(blob: Armor.signature.decode(text))
    }

    /// Reads the armored form from text.
    public init(armored text: String) throws(SSHFormatError) {
        try self.init(armored: Array(text.utf8))
    }

    /// Reads the binary form (PROTOCOL.sshsig, section 2).
    public init(blob: [UInt8]) throws(SSHFormatError) {
        var reader = WireReader(blob[...], item: .signature)
        guard try reader.bytes(Self.preamble.count).elementsEqual(Self.preamble) else {
            throw SSHFormatError(.signature, "it does not begin with SSHSIG")
        }
        let version = try reader.uint32()
        guard version == Self.version else {
            throw SSHFormatError(.signature, "its version is \(version), only 1 is known")
        }
        publicKey = try PublicKey(blob: Array(reader.string()))
        namespace = try Namespace(bytes: reader.string())
        try reader.string(equalTo: [], name: "reserved field")
        let name = try reader.string()
        guard let hashAlgorithm = HashAlgorithm(name) else {
            throw SSHFormatError(.signature, "the hash \(name.quotedForMessage) is not supported")
        }
        self.hashAlgorithm = hashAlgorithm
        (value, securityKeyData) = try Self.readValue(reader.string(), type: publicKey.type, item: .signature)
        try reader.finish()
    }

    /// The armored form, byte for byte what `ssh-keygen` writes.
    public var armored: String { String(decoding: Armor.signature.encode(blob), as: UTF8.self) }

    /// The binary form (PROTOCOL.sshsig, section 2).
    public var blob: [UInt8] {
        var blob = Self.preamble
        blob.reserveCapacity(512)
        blob.appendUInt32(Self.version)
        blob.appendString(publicKey.blob)
        blob.appendString(namespace.bytes)
        blob.appendString([])
        blob.appendString(hashAlgorithm.rawValue.utf8)
        blob.appendString(valueBlob)
        return blob
    }

    /// The innermost part (RFC 8709, section 6, or PROTOCOL.u2f), which is also what an agent answers.
    static func readValue(
        _ bytes: ArraySlice<UInt8>, type: KeyType, item: SSHFormatError.Item
    ) throws(SSHFormatError) -> (value: [UInt8], securityKeyData: SecurityKeyData?) {
        var reader = WireReader(bytes, item: item)
        try reader.string(equalTo: type.rawValue.utf8, name: "signature type")
        let value = Array(try reader.string(count: valueSize, name: "Ed25519 signature"))
        let data = type == .securityKeyEd25519 ? try SecurityKeyData(from: &reader) : nil
        try reader.finish()
        return (value, data)
    }

    private var valueBlob: [UInt8] {
        var blob: [UInt8] = []
        blob.appendString(publicKey.type.rawValue.utf8)
        blob.appendString(value)
        securityKeyData?.append(to: &blob)
        return blob
    }
}
