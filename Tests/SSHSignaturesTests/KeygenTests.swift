import Testing

@testable import SSHSignatures

@Suite("Interworking with ssh-keygen", .enabled(if: Command.isInstalled("ssh-keygen"), "ssh-keygen is not installed"))
struct KeygenTests {
    private let folder: TemporaryFolder
    private let command: Command
    private let key: PrivateKey
    private let message = Array("JOINT STATEMENT 7\nEND\n".utf8)

    init() throws {
        folder = try TemporaryFolder()
        command = Command(folder: folder)
        key = try PrivateKey.generate(comment: "test key")
        try folder.write(key.withOpenSSHFile { Array($0) }, to: "key")
        try folder.write("\(try PublicKeyLine(key: key.publicKey, comment: key.comment))\n", to: "key.pub")
        try folder.write(message, to: "message")
    }

    @Test("a key file we write is read by ssh-keygen, which gives the same public key and fingerprint")
    func readsOurKeyFile() throws {
        let shown = try command.run("ssh-keygen", "-y", "-f", folder.path("key"))
        #expect(shown.text == (try folder.text("key.pub")), "\(shown.errors)")
        let listed = try command.run("ssh-keygen", "-l", "-f", folder.path("key.pub"))
        #expect(listed.text.split(separator: " ")[1] == "\(key.publicKey.fingerprint)")
    }

    @Test("a key file of ssh-keygen is read, and written back byte for byte")
    func readsTheirKeyFile() throws {
        for comment in ["", "a", "seven b", "a longer comment"] {
            let path = folder.path(folder.uniqueName())
            let made = try command.run(
                "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", path)
            #expect(made.succeeded, "\(made.errors)")
            let name = String(path.dropFirst(folder.path.count + 1))
            let text = try folder.read(name)
            let theirs = try PrivateKey(openSSHFile: text)
            let line = try PublicKeyLine(folder.text("\(name).pub"))
            #expect(theirs.comment == comment && line.comment == comment && line.key == theirs.publicKey)
            var reader = WireReader(try PrivateKeyFile(text).secret[...], item: .privateKey)
            #expect(theirs.openSSHFile(checkNumber: try reader.uint32()) == text)
        }
    }

    @Test("an encrypted key file is refused with a hint to the agent, but names its public key")
    func refusesEncryptedKeyFile() throws {
        for cipher in ["aes256-ctr", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com"] {
            let name = folder.uniqueName()
            let made = try command.run(
                "ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-a", "1", "-Z", cipher, "-f", folder.path(name))
            #expect(made.succeeded, "\(made.errors)")
            let text = try folder.read(name)
            let error = #expect(throws: SSHFormatError.self) { try PrivateKey(openSSHFile: text) }
            #expect(error?.description == "private key: it is encrypted with a passphrase")
            #expect(error?.hint == "load it into ssh-agent with ssh-add")
            #expect(try PublicKey(ofPrivateKeyFile: text) == PublicKeyLine(folder.text("\(name).pub")).key)
        }
    }

    @Test("both make the identical armor, whatever the namespace, hash and length of the message")
    func makesIdenticalArmor() throws {
        try property("identical armor", rounds: 20) { random in
            let message = random.bytes(Int.random(in: 0...3000, using: &random))
            let name = random.text(.random(in: 1...80, using: &random), from: "abcdefgh@.-_ ")
            let algorithm = HashAlgorithm.allCases.randomElement(using: &random) ?? .sha512
            let theirs = try command.run(
                "ssh-keygen", "-Y", "sign", "-q", "-O", "hashalg=\(algorithm.rawValue)", "-f", folder.path("key"), "-n",
                name, input: message)
            let namespace = try Namespace(validating: name)
            let ours = try key.sign(MessageDigest(of: message, algorithm: algorithm), namespace: namespace)
            #expect(theirs.text == ours.armored, "\(theirs.errors)")
            try Signature(armored: theirs.output).verify(message, namespace: namespace)
        }
    }

    @Test("ssh-keygen accepts what we sign, and refuses it for other words, namespaces and people")
    func acceptsOurSignature() throws {
        try folder.write(key.sign(message, namespace: "statement@example.org").armored, to: "message.sig")
        let signer = try AllowedSigner(principals: PatternList("north@example.org"), key: key.publicKey)
        try folder.write("\(AllowedSigners([signer]))", to: "allowed")
        #expect(try verify("north@example.org", "statement@example.org", message).succeeded)
        #expect(try !verify("north@example.org", "statement@example.org", message + [0]).succeeded)
        #expect(try !verify("north@example.org", "telegram@example.org", message).succeeded)
        #expect(try !verify("south@example.org", "statement@example.org", message).succeeded)
        let checked = try command.run(
            "ssh-keygen", "-Y", "check-novalidate", "-n", "statement@example.org", "-s", folder.path("message.sig"),
            input: message)
        #expect(checked.succeeded, "\(checked.errors)")
        #expect(checked.text.contains("\(key.publicKey.fingerprint)"))
        let found = try command.run(
            "ssh-keygen", "-Y", "find-principals", "-s", folder.path("message.sig"), "-f", folder.path("allowed"))
        #expect(found.text == "north@example.org\n", "\(found.errors)")
    }

    @Test("ssh-keygen accepts a security key's signature, with a touch or without; we only with one")
    func comparesSecurityKeys() throws {
        for flags: UInt8 in [0x01, 0x00] {
            let signature = try SoftwareSecurityKey(flags: flags).sign(message, namespace: "file")
            try folder.write(signature.armored, to: "sk.sig")
            let theirs = try command.run(
                "ssh-keygen", "-Y", "check-novalidate", "-n", "file", "-s", folder.path("sk.sig"), input: message)
            #expect(theirs.succeeded, "\(theirs.errors)")
            if flags == 0x01 {
                try signature.verify(message, namespace: "file")
            } else {
                #expect(throws: VerificationFailure.userNotPresent) { try signature.verify(message, namespace: "file") }
            }
        }
    }

    @Test("what a compact signature expands to is accepted by ssh-keygen")
    func acceptsExpanded() throws {
        for signer in [key, try SoftwareSecurityKey()] as [any Signer] {
            let compact = try signer.sign(message, namespace: "file").compact()
            let expanded = try compact.expanded(publicKey: signer.publicKey, namespace: "file")
            try folder.write(expanded.armored, to: "compact.sig")
            let theirs = try command.run(
                "ssh-keygen", "-Y", "check-novalidate", "-n", "file", "-s", folder.path("compact.sig"), input: message)
            #expect(theirs.succeeded, "\(theirs.errors)")
        }
    }

    private func verify(_ principal: String, _ namespace: String, _ message: [UInt8]) throws -> Command.Result {
        try command.run(
            "ssh-keygen", "-Y", "verify", "-f", folder.path("allowed"), "-I", principal, "-n", namespace, "-s",
            folder.path("message.sig"), input: message)
    }
}
