/// The parts of an `openssh-key-v1` file (PROTOCOL.key, section 1) that can be read without a passphrase.
struct PrivateKeyFile {
    let publicKey: PublicKey
    let isEncrypted: Bool
    /// The list of private keys; secret unless encrypted.
    private(set) var secret: [UInt8]

    static let magic = Array("openssh-key-v1\0".utf8)
    static let none = Array("none".utf8)
    /// The block size of the cipher `none`.
    static let blockSize = 8

    init(_ text: [UInt8]) throws(SSHFormatError) {
        var blob = try Armor.privateKey.decode(text)
        defer { blob.wipe() }
        self = try PrivateKeyFile(blob: blob)
    }

    private init(blob: [UInt8]) throws(SSHFormatError) {
        var reader = WireReader(blob[...], item: .privateKey)
        guard try reader.bytes(Self.magic.count).elementsEqual(Self.magic) else {
            throw SSHFormatError(.privateKey, "it is not of the form openssh-key-v1")
        }
        let cipher = try reader.string()
        let derivation = try reader.string()
        let derivationOptions = try reader.string()
        isEncrypted = !(cipher.elementsEqual(Self.none) && derivation.elementsEqual(Self.none))
        guard isEncrypted || derivationOptions.isEmpty else {
            throw SSHFormatError(.privateKey, "it has key derivation options but no passphrase")
        }
        guard try reader.uint32() == 1 else { throw SSHFormatError(.privateKey, "it does not hold exactly one key") }
        publicKey = try PublicKey(blob: Array(reader.string()))
        secret = Array(try reader.string())
        // An authenticated cipher puts its tag behind the encrypted part.
        guard isEncrypted || reader.isAtEnd else { throw SSHFormatError(.privateKey, "bytes follow its end") }
    }

    mutating func wipe() { secret.wipe() }
}

extension PublicKey {
    /// The public half that every `openssh-key-v1` file names in clear, even an encrypted one or that of a security
    /// key: with it the key can be found in an agent.
    public init(ofPrivateKeyFile text: [UInt8]) throws(SSHFormatError) {
        var file = try PrivateKeyFile(text)
        defer { file.wipe() }
        self = file.publicKey
    }
}
