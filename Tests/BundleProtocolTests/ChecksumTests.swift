import BundleProtocol
import Testing

@Suite struct ChecksumTests {
    private func crc32C(_ bytes: [UInt8]) -> UInt32 {
        var crc = CRC32C()
        crc.update(bytes[...])
        return crc.value
    }

    @Test func `CRC-32C of the check string is E3069283`() {
        #expect(crc32C(Array("123456789".utf8)) == 0xE306_9283)
        #expect(crc32C([]) == 0)
    }

    @Test func `CRC-32C agrees with RFC 7143 appendix A.4`() {
        #expect(crc32C([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(crc32C([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(crc32C(Array(0...31)) == 0x46DD_794E)
        #expect(crc32C((0...31).reversed()) == 0x113F_DB5C)
    }

    @Test func `CRC-16/X-25 of the check string is 906E`() {
        var crc = CRC16()
        crc.update(Array("123456789".utf8)[...])
        #expect(crc.value == 0x906E)
    }

    @Test func `checksums do not depend on how the bytes are cut`() {
        let bytes = (0..<100).map { UInt8($0 * 7 % 251) }
        var whole16 = CRC16()
        whole16.update(bytes[...])
        for cut in 0...bytes.count {
            var crc = CRC32C()
            var crc16 = CRC16()
            for piece in [bytes[..<cut], bytes[cut...]] {
                crc.update(piece)
                crc16.update(piece)
            }
            #expect(crc.value == crc32C(bytes))
            #expect(crc16.value == whole16.value)
        }
    }

    @Test func `the step of sixteen bytes agrees with the bitwise definition`() {
        var generator = SeededGenerator(seed: 7143)
        for length in 0...70 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let remainder = bytes.reduce(UInt32.max) { register, byte in
                (0..<8).reduce(register ^ UInt32(byte)) { value, _ in
                    (value >> 1) ^ (value & 1 == 1 ? 0x82F6_3B78 : 0)
                }
            }
            #expect(crc32C(bytes) == ~remainder)
        }
    }
}
