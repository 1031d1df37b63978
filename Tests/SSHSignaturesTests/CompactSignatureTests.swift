import Testing

@testable import SSHSignatures

@Suite("Compact signatures")
struct CompactSignatureTests {
    @Test("a compact signature expands to the identical armor")
    func expands() throws {
        try property("compact signatures", rounds: 40) { random in
            let message = random.bytes(Int.random(in: 0...300, using: &random))
            let length = Int.random(in: 1...100, using: &random)
            let namespace = try Namespace(validating: random.text(length, from: "abcXYZ@.-é"))
            let security = try SoftwareSecurityKey(counter: .random(in: .min ... .max, using: &random))
            for signer in [try PrivateKey.generate(), security] as [any Signer] {
                let signature = try signer.sign(message, namespace: namespace)
                let compact = try CompactSignature(signature.compact().bytes)
                #expect(compact.bytes.count == (signer.publicKey.type == .ed25519 ? 72 : 77))
                #expect(compact.keyIdentifier == signer.publicKey.compactIdentifier)
                let expanded = try compact.expanded(publicKey: signer.publicKey, namespace: namespace)
                #expect(Array(expanded.armored.utf8) == Array(signature.armored.utf8))
                try expanded.verify(message, namespace: namespace)
            }
        }
    }

    @Test("another size is refused", arguments: [0, 71, 73, 76, 78])
    func refusesSize(count: Int) {
        #expect(throws: SSHFormatError.self) { try CompactSignature([UInt8](repeating: 0, count: count)) }
    }

    @Test("another key, or the same identifier on the other kind of key, is refused")
    func refusesOtherKey() throws {
        let key = try PrivateKey.generate()
        let compact = try key.sign([], namespace: "file").compact()
        let other = try PrivateKey.generate().publicKey
        #expect(throws: SSHFormatError.self) { try compact.expanded(publicKey: other, namespace: "file") }
        let hardware = try SoftwareSecurityKey().publicKey
        for (signer, size) in [(key.publicKey, 77), (hardware, 72)] {
            let bytes = signer.compactIdentifier + [UInt8](repeating: 0, count: size - 8)
            let compact = try CompactSignature(bytes)
            #expect(throws: SSHFormatError.self) { try compact.expanded(publicKey: signer, namespace: "file") }
        }
    }

    @Test("no flipped bit of a compact signature leaves one that verifies")
    func refusesFlips() throws {
        let key = try SoftwareSecurityKey()
        let bytes = try key.sign([1], namespace: "file").compact().bytes
        for position in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[position] ^= 1 << bit
                let compact = try CompactSignature(damaged)
                let expanded = try? compact.expanded(publicKey: key.publicKey, namespace: "file")
                #expect((try? expanded?.verify([1], namespace: "file")) == nil)
            }
        }
    }

    @Test("a signature with sha256 has no compact form")
    func refusesSHA256() throws {
        let signature = try PrivateKey.generate().sign(MessageDigest(of: [], algorithm: .sha256), namespace: "file")
        #expect(throws: SSHFormatError.self) { try signature.compact() }
    }
}
