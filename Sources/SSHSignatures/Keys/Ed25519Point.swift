/// Checks on encoded Ed25519 points that RFC 8032 leaves to the application.
enum Ed25519Point {
    static let size = 32

    /// The y coordinates of the eight points whose order divides 8, without the sign bit.
    ///
    /// Under such a key, signatures can be made that verify for any message.
    private static let smallOrder: [[UInt8]] = [
        [0x00] + [UInt8](repeating: 0x00, count: 31),
        [0x01] + [UInt8](repeating: 0x00, count: 31),
        [0xec] + [UInt8](repeating: 0xff, count: 30) + [0x7f],
        [
            0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
            0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
        ],
        [
            0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
            0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
        ],
    ]

    /// Whether y is below the field's prime 2^255 - 19 (RFC 8032, section 5.1.3, step 1) and the order is not small.
    static func isCanonicalAndStrong(_ point: ArraySlice<UInt8>) -> Bool {
        guard let last = point.last, let first = point.first, point.count == size else { return false }
        let y = point.dropLast() + [last & 0x7f]
        let isBelowPrime = first < 0xed || y.last != 0x7f || y.dropFirst().dropLast().contains { $0 != 0xff }
        return isBelowPrime && !smallOrder.contains { $0.elementsEqual(y) }
    }
}
