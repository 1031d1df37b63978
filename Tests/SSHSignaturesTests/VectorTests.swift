import Testing

@testable import SSHSignatures

@Suite("The published SSHSIG vectors of OpenSSH")
struct VectorTests {
    /// A `.sig` file belongs to the `.pub` file of the same name, and a file without ending is that key's private half.
    @Test("every signature verifies, every key is read, and everything prints back byte for byte")
    func everyVectorPasses() throws {
        let files = try Vectors.files(of: "sshsig")
        let message = try #require(files["signed-data"])
        let name = String(decoding: try #require(files["namespace"]), as: UTF8.self)
        let namespace = try Namespace(validating: name)
        var counts = (signatures: 0, publicKeys: 0, privateKeys: 0)
        for (file, content) in files.sorted(by: { $0.key < $1.key }) {
            if file.hasSuffix(".sig") {
                try check(signature: content, message: message, namespace: namespace, stem: stem(file), files)
                counts.signatures += 1
            } else if file.hasSuffix(".pub") {
                let text = String(decoding: content, as: UTF8.self)
                #expect("\(try PublicKeyLine(text))\n" == (text.hasSuffix("\n") ? text : text + "\n"))
                counts.publicKeys += 1
            } else if files["\(file).pub"] != nil {
                try check(privateKey: content, publicKey: try key(file, files))
                counts.privateKeys += 1
            }
        }
        print(
            "sshsig vectors: \(counts.signatures) signatures, \(counts.publicKeys) public and",
            "\(counts.privateKeys) private keys")
        #expect(counts.signatures > 0 && counts.publicKeys > 0 && counts.privateKeys > 0)
    }

    private func check(
        signature text: [UInt8], message: [UInt8], namespace: Namespace, stem: String, _ files: [String: [UInt8]]
    ) throws {
        let signature = try Signature(armored: text)
        #expect(signature.publicKey == (try key(stem, files)))
        try signature.verify(message, namespace: namespace)
        #expect(Array(signature.armored.utf8) == text)
        let compact = try signature.compact()
        #expect(compact.bytes.count == (signature.publicKey.type == .ed25519 ? 72 : 77))
        let expanded = try compact.expanded(publicKey: signature.publicKey, namespace: namespace)
        #expect(Array(expanded.armored.utf8) == text)
        #expect(throws: VerificationFailure.invalid) { try signature.verify(message + [0], namespace: namespace) }
        #expect(throws: VerificationFailure.self) { try signature.verify(message, namespace: "other") }
    }

    private func check(privateKey text: [UInt8], publicKey: PublicKey) throws {
        #expect(try PublicKey(ofPrivateKeyFile: text) == publicKey)
        if publicKey.type == .ed25519 {
            let key = try PrivateKey(openSSHFile: text)
            #expect(key.publicKey == publicKey)
            #expect(key.openSSHFile(checkNumber: try checkNumber(of: text)) == text)
        } else {
            let error = #expect(throws: SSHFormatError.self) { try PrivateKey(openSSHFile: text) }
            #expect(error?.reason == "its secret is inside a security key")
        }
    }

    private func key(_ stem: String, _ files: [String: [UInt8]]) throws -> PublicKey {
        try PublicKeyLine(String(decoding: try #require(files["\(stem).pub"]), as: UTF8.self)).key
    }

    private func stem(_ file: String) -> String { String(file.dropLast(4)) }

    private func checkNumber(of text: [UInt8]) throws -> UInt32 {
        var reader = WireReader(try PrivateKeyFile(text).secret[...], item: .privateKey)
        return try reader.uint32()
    }
}
