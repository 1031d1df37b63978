/// CRC-16/X-25 (ITU-T X.25), computed incrementally.
///
/// We only read it: every block we make carries CRC-32C.
package struct CRC16: Sendable {
    private var register: UInt16 = .max

    /// Starts a checksum over no bytes.
    package init() {}

    /// The checksum of everything taken in so far.
    package var value: UInt16 { ~register }

    /// Takes in further bytes.
    package mutating func update(_ bytes: ArraySlice<UInt8>) {
        let start = register
        register = Self.table.withUnsafeBufferPointer { table in
            bytes.withUnsafeBytes { input in
                input.reduce(start) { table[Int(($0 ^ UInt16($1)) & 0xFF)] ^ ($0 >> 8) }
            }
        }
    }

    private static let table: [UInt16] = (0..<UInt16(256)).map { byte in
        (0..<8).reduce(byte) { remainder, _ in (remainder >> 1) ^ (remainder & 1 == 1 ? 0x8408 : 0) }
    }
}
