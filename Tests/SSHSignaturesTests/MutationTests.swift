import Testing

@testable import SSHSignatures

@Suite("Damaged signatures")
struct MutationTests {
    private let message: [UInt8] = [1, 2, 3]
    private let namespace: Namespace = "n"

    private func signers() throws -> [any Signer] { [try PrivateKey.generate(), try SoftwareSecurityKey()] }

    private func isAccepted(_ signature: Signature?) -> Bool {
        (try? signature?.verify(message, namespace: namespace)) != nil
    }

    @Test("no single flipped bit of a blob leaves a signature that verifies")
    func refusesFlippedBlob() throws {
        for signer in try signers() {
            let blob = try signer.sign(message, namespace: namespace).blob
            #expect(isAccepted(try Signature(blob: blob)))
            for (position, bit) in Self.bits(of: blob) {
                let damaged = Self.flipped(blob, position, bit)
                #expect(!isAccepted(try? Signature(blob: damaged)), "byte \(position), bit \(bit)")
            }
        }
    }

    @Test("no single flipped bit of an armor leaves a signature that verifies")
    func refusesFlippedArmor() throws {
        let text = Array(try PrivateKey.generate().sign(message, namespace: namespace).armored.utf8)
        for (position, bit) in Self.bits(of: text) {
            let damaged = Self.flipped(text, position, bit)
            #expect(!isAccepted(try? Signature(armored: damaged)), "byte \(position), bit \(bit)")
        }
    }

    @Test("a blob cut short anywhere is refused")
    func refusesTruncatedBlob() throws {
        for signer in try signers() {
            let blob = try signer.sign(message, namespace: namespace).blob
            for length in 0..<blob.count {
                #expect(throws: SSHFormatError.self) { try Signature(blob: Array(blob.prefix(length))) }
            }
        }
    }

    @Test("random bytes are refused by every parser")
    func survivesRandomBytes() throws {
        let blob = try SoftwareSecurityKey().sign(message, namespace: namespace).blob
        property("random bytes", rounds: 2000) { random in
            var bytes = random.bytes(Int.random(in: 0...200, using: &random))
            if Bool.random(using: &random) {
                // Damage in several places of something right reaches deeper than noise.
                bytes = blob
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
                        in: .min ... .max, using: &random)
                }
                if bytes == blob { return }
            }
            #expect(!isAccepted(try? Signature(blob: bytes)))
            #expect((try? PublicKey(blob: bytes)) == nil)
            #expect((try? PrivateKey(openSSHFile: Armor.privateKey.encode(bytes))) == nil)
            #expect((try? Signature(armored: bytes)) == nil)
            _ = try? AllowedSigners(file: bytes)
            #expect((try? AgentMessages.signature(from: [14] + bytes, type: .ed25519)) == nil)
            _ = try? AgentMessages.identities(from: [12, 0, 0] + bytes)
        }
    }

    private static func bits(of bytes: [UInt8]) -> [(position: Int, bit: Int)] {
        bytes.indices.flatMap { position in (0..<8).map { (position, $0) } }
    }

    private static func flipped(_ bytes: [UInt8], _ position: Int, _ bit: Int) -> [UInt8] {
        var bytes = bytes
        bytes[position] ^= 1 << bit
        return bytes
    }
}
