import Testing

@testable import SSHSignatures

@Suite("Private keys")
struct PrivateKeyTests {
    @Test("a key survives its file and its seed")
    func survivesFileAndSeed() throws {
        let key = try PrivateKey.generate(comment: "wire room")
        let fromFile = try PrivateKey(openSSHFile: key.withOpenSSHFile { Array($0) })
        #expect(fromFile.publicKey == key.publicKey)
        #expect(fromFile.comment == "wire room")
        let fromSeed = try key.withSeed { try PrivateKey(seed: $0) }
        #expect(fromSeed.publicKey == key.publicKey)
        #expect(try fromSeed.sign([1], namespace: "file") == key.sign([1], namespace: "file"))
    }

    @Test("lending the seed or the file leaves the key as it was")
    func lendsWithoutHarm() throws {
        let key = try PrivateKey.generate()
        let before = try key.sign([1], namespace: "file")
        let seeds = (0..<3).map { _ in key.withSeed { Array($0) } }
        let files = (0..<3).map { _ in key.openSSHFile(checkNumber: 7) }
        #expect(Set(seeds).count == 1 && Set(files).count == 1)
        #expect(try key.sign([1], namespace: "file") == before)
        try before.verify([1], namespace: "file")
    }

    @Test("a seed of another size is refused", arguments: [0, 31, 33, 64])
    func refusesSeed(size: Int) {
        #expect(throws: SSHFormatError.self) { try PrivateKey(seed: [UInt8](repeating: 1, count: size)) }
    }

    @Test("a comment with a line end is refused, because it would become a second line of a key file")
    func refusesComment() {
        #expect(throws: SSHFormatError.self) { try PrivateKey.generate(comment: "a\nssh-ed25519 AAAA") }
    }

    @Test("the comment may have any length of padding after it")
    func padsEveryLength() throws {
        for length in 0..<20 {
            let key = try PrivateKey.generate(comment: String(repeating: "c", count: length))
            #expect(try PrivateKey(openSSHFile: key.withOpenSSHFile { Array($0) }).comment == key.comment)
        }
    }

    @Test("no description or dump shows the secret")
    func hidesSecret() throws {
        let key = try PrivateKey(seed: [UInt8](repeating: 0x41, count: 32))
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!(dumped + "\(key)").contains("[65, 65"))
        #expect(!dumped.contains("Curve25519.Signing.PrivateKey"))
        #expect("\(key)" == "private half of \(key.publicKey.fingerprint)")
    }

    @Test("a file cut short anywhere is refused")
    func refusesTruncation() throws {
        let text = try PrivateKey.generate(comment: "c").withOpenSSHFile { Array($0) }
        // Without its last line end the file is still complete.
        for length in 0..<(text.count - 1) {
            #expect(throws: SSHFormatError.self) { try PrivateKey(openSSHFile: Array(text.prefix(length))) }
        }
    }

    @Test("a flipped bit is refused, or harms the comment alone")
    func survivesBitFlips() throws {
        let key = try PrivateKey.generate(comment: "c")
        let text = key.withOpenSSHFile { Array($0) }
        for position in text.indices {
            for bit in 0..<8 {
                var damaged = text
                damaged[position] ^= 1 << bit
                guard let read = try? PrivateKey(openSSHFile: damaged) else { continue }
                #expect(read.publicKey == key.publicKey)
            }
        }
    }

    /// Changes to the fields of a file, each of which must be noticed.
    static let damages: [(String, @Sendable (inout FileFields) -> Void)] = [
        ("it is not of the form openssh-key-v1", { $0.magic[0] = UInt8(ascii: "O") }),
        ("it does not hold exactly one key", { $0.count = 2 }),
        ("it does not hold exactly one key", { $0.count = 0 }),
        ("it has key derivation options but no passphrase", { $0.derivationOptions = [1] }),
        ("it is encrypted with a passphrase", { $0.cipher = Array("aes256-ctr".utf8) }),
        ("its check numbers differ", { $0.check.1 += 1 }),
        ("its public key is wrong", { $0.innerPoint[0] ^= 1 }),
        ("its public and private halves differ", { $0.seed[0] ^= 1 }),
        ("its public and private halves differ", { $0.pairPoint[0] ^= 1 }),
        ("its padding is wrong", { $0.padding = [1, 2, 4] }),
        ("its padding is wrong", { $0.padding += [4] }),
        ("its padding is wrong", { $0.padding += Array(4...11) }),
        ("its padding is wrong", { $0.padding = [] }),
        ("bytes follow its end", { $0.trailer = [0] }),
    ]

    @Test("a file with a wrong field is refused with its own reason", arguments: 0..<damages.count)
    func refusesWrongField(index: Int) throws {
        let (reason, damage) = Self.damages[index]
        var fields = try FileFields()
        #expect(try PrivateKey(openSSHFile: fields.text).publicKey.point == fields.innerPoint)
        damage(&fields)
        let error = #expect(throws: SSHFormatError.self) { try PrivateKey(openSSHFile: fields.text) }
        #expect(error?.reason == reason)
    }
}

/// The fields of a key file, put together here independently of the library.
struct FileFields {
    var magic = Array("openssh-key-v1\0".utf8)
    var cipher = Array("none".utf8)
    var derivationOptions: [UInt8] = []
    var count: UInt32 = 1
    var check: (UInt32, UInt32) = (9, 9)
    var innerPoint: [UInt8]
    var seed: [UInt8]
    var pairPoint: [UInt8]
    var padding: [UInt8] = [1, 2, 3]
    var trailer: [UInt8] = []
    private let publicKey: PublicKey

    init() throws {
        let key = try PrivateKey.generate()
        publicKey = key.publicKey
        innerPoint = publicKey.point
        pairPoint = publicKey.point
        seed = key.withSeed { Array($0) }
    }

    var text: [UInt8] {
        var list: [UInt8] = []
        list.appendUInt32(check.0)
        list.appendUInt32(check.1)
        list.appendString("ssh-ed25519".utf8)
        list.appendString(innerPoint)
        list.appendString(seed + pairPoint)
        list.appendString("ab".utf8)
        list += padding
        var blob = magic
        blob.appendString(cipher)
        blob.appendString("none".utf8)
        blob.appendString(derivationOptions)
        blob.appendUInt32(count)
        blob.appendString(publicKey.blob)
        blob.appendString(list)
        return Armor.privateKey.encode(blob + trailer)
    }
}
