/// Public keys for which anybody can make signatures that verify, and which the primitives below accept nevertheless.
enum WeakKeys {
    static func contains(_ publicKey: [UInt8], type: SignatureType) -> Bool {
        switch type {
        case .ed25519, .ed25519Cosignature: isLowOrder(publicKey)
        case .mldsa65: publicKey.dropFirst(mldsaSeedByteCount).allSatisfy { $0 == 0 }
        }
    }

    /// The seed rho at the front of an ML-DSA public key (FIPS 204 algorithm 22).
    ///
    /// With t1 = 0 behind it the verification
    /// equation no longer depends on a secret, whatever rho is; the all-zero key is one of these.
    private static let mldsaSeedByteCount = 32

    /// Whether an Ed25519 key is one of the points of order 1, 2, 4 or 8, in any encoding and with either sign bit.
    private static func isLowOrder(_ publicKey: [UInt8]) -> Bool {
        guard let last = publicKey.last else { return true }
        let ordinate = publicKey.dropLast() + [last & 0x7F]
        return lowOrderOrdinates.contains { $0.elementsEqual(ordinate) }
    }

    private static let lowOrderOrdinates: [[UInt8]] = [
        littleEndian(first: 0x00, middle: 0x00, last: 0x00),
        littleEndian(first: 0x01, middle: 0x00, last: 0x00),
        littleEndian(first: 0xEC, middle: 0xFF, last: 0x7F),
        littleEndian(first: 0xED, middle: 0xFF, last: 0x7F),
        littleEndian(first: 0xEE, middle: 0xFF, last: 0x7F),
        [
            0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0,
            0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05,
        ],
        [
            0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F,
            0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
        ],
    ]

    private static func littleEndian(first: UInt8, middle: UInt8, last: UInt8) -> [UInt8] {
        [first] + [UInt8](repeating: middle, count: 30) + [last]
    }
}
