import CChaChaPoly
import Crypto
import Foundation
import Testing

@Suite("ChaCha20-Poly1305 between buffers")
struct ChaChaPolyTests {
    static let lengths = [0, 1, 15, 16, 17, 63, 64, 65, 255, 256, 1_000, 65_535, 65_536]

    @Test("the result is swift-crypto's, and each opens what the other has sealed", arguments: lengths)
    func agreement(length: Int) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let (plain, key, nonce) = (generator.bytes(length), generator.bytes(32), generator.bytes(12))
        let box = try ChaChaPoly.seal(plain, using: SymmetricKey(data: key), nonce: ChaChaPoly.Nonce(data: nonce))
        let expected = Array(box.ciphertext + box.tag)

        var sealed = [UInt8](repeating: 0, count: length + 16)
        #expect(chacha_poly_seal(&sealed, plain, length, key, nonce))
        #expect(sealed == expected, "seed \(seed)")
        var opened = [UInt8](repeating: 0, count: length)
        #expect(chacha_poly_open(&opened, expected, expected.count, key, nonce))
        #expect(opened == plain, "seed \(seed)")
    }

    @Test("nothing that was altered opens, and nothing of it is given out", arguments: lengths)
    func alteration(length: Int) {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let (plain, key, nonce) = (generator.bytes(length), generator.bytes(32), generator.bytes(12))
        var sealed = [UInt8](repeating: 0, count: length + 16)
        #expect(chacha_poly_seal(&sealed, plain, length, key, nonce))
        for position in [0, length / 2, length, length + 15] {
            var altered = sealed
            altered[position] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            var opened = [UInt8](repeating: 0, count: length)
            #expect(!chacha_poly_open(&opened, altered, altered.count, key, nonce), "seed \(seed)")
            #expect(opened.allSatisfy { $0 == 0 }, "seed \(seed)")
        }
    }

    @Test("what is shorter than a tag is not authentic", arguments: 0..<16)
    func tooShort(length: Int) {
        var opened: UInt8 = 0
        let sealed = [UInt8](repeating: 0, count: 16)
        #expect(!chacha_poly_open(&opened, sealed, length, [UInt8](repeating: 0, count: 32), sealed))
    }
}
