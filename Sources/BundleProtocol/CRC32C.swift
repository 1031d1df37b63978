/// CRC-32C, the Castagnoli checksum (RFC 7143 appendix A.4), computed incrementally.
///
/// Slicing by sixteen: sixteen tables let one step take in sixteen bytes without a carry from byte to byte.
package struct CRC32C: Sendable {
    private var register: UInt32 = .max

    /// Starts a checksum over no bytes.
    package init() {}

    /// The checksum of everything taken in so far.
    package var value: UInt32 { ~register }

    /// Takes in further bytes.
    package mutating func update(_ bytes: ArraySlice<UInt8>) {
        let register = register
        self.register = bytes.withUnsafeBytes { input in
            Self.tables.withUnsafeBufferPointer { Self.advance(register, over: input, tables: $0) }
        }
    }

    private static func advance(
        _ start: UInt32, over input: UnsafeRawBufferPointer, tables: UnsafeBufferPointer<UInt32>
    ) -> UInt32 {
        var register = start
        var offset = 0
        while input.count &- offset >= 16 {
            let first = word(input, at: offset) ^ register
            register =
                lookUp(first, tables, from: 15)
                ^ lookUp(word(input, at: offset &+ 4), tables, from: 11)
                ^ lookUp(word(input, at: offset &+ 8), tables, from: 7)
                ^ lookUp(word(input, at: offset &+ 12), tables, from: 3)
            offset &+= 16
        }
        while offset < input.count {
            register = tables[Int((register ^ UInt32(input[offset])) & 0xFF)] ^ (register >> 8)
            offset &+= 1
        }
        return register
    }

    @inline(__always)
    private static func word(_ input: UnsafeRawBufferPointer, at offset: Int) -> UInt32 {
        UInt32(littleEndian: input.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// The share of four input bytes in the register; the first of them is the furthest from the end of the step.
    @inline(__always)
    private static func lookUp(_ word: UInt32, _ tables: UnsafeBufferPointer<UInt32>, from table: Int) -> UInt32 {
        tables[table &* 256 &+ Int(word & 0xFF)]
            ^ tables[(table &- 1) &* 256 &+ Int((word >> 8) & 0xFF)]
            ^ tables[(table &- 2) &* 256 &+ Int((word >> 16) & 0xFF)]
            ^ tables[(table &- 3) &* 256 &+ Int(word >> 24)]
    }

    /// Table `k` holds, at `k * 256 + b`, the register after byte `b` and `k` zero bytes.
    private static let tables: [UInt32] = {
        var tables = (0..<UInt32(256)).map { byte in
            (0..<8).reduce(byte) { remainder, _ in (remainder >> 1) ^ (remainder & 1 == 1 ? 0x82F6_3B78 : 0) }
        }
        for index in 256..<(16 * 256) {
            let previous = tables[index - 256]
            tables.append(tables[Int(previous & 0xFF)] ^ (previous >> 8))
        }
        return tables
    }()
}
