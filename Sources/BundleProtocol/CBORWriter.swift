/// Writes the part of CBOR that bundles use, in the deterministic encoding of RFC 8949 section 4.2.1.
struct CBORWriter {
    private(set) var bytes: [UInt8] = []

    init(reserving capacity: Int = 64) {
        bytes.reserveCapacity(capacity)
    }

    mutating func append(_ value: UInt64) { appendHead(0x00, value) }

    mutating func append(byteString: ArraySlice<UInt8>) {
        appendHead(0x40, UInt64(byteString.count))
        bytes += byteString
    }

    mutating func append(text: some Collection<UInt8>) {
        appendHead(0x60, UInt64(text.count))
        bytes += text
    }

    mutating func append(arrayOf count: UInt64) { appendHead(0x80, count) }

    /// Ends a block, which is all that was written so far, with its CRC-32C.
    mutating func appendChecksum() {
        let kind = Checksum.crc32C
        append(byteString: [UInt8](repeating: 0, count: kind.length)[...])
        let checksum = kind.bytes(over: [bytes[...]])
        bytes.replaceSubrange((bytes.count - kind.length)..., with: checksum)
    }

    private mutating func appendHead(_ major: UInt8, _ argument: UInt64) {
        let (information, length): (UInt8, Int) =
            switch argument {
            case ..<24: (UInt8(argument), 0)
            case ...0xFF: (24, 1)
            case ...0xFFFF: (25, 2)
            case ...0xFFFF_FFFF: (26, 4)
            default: (27, 8)
            }
        bytes.append(major | information)
        for index in (0..<length).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: argument >> (8 * UInt64(index))))
        }
    }
}
