/// The kind of CRC a block carries (RFC 9171 section 4.2.1).
public enum Checksum: UInt64, Hashable, Sendable {
    /// No checksum.
    case none = 0
    /// CRC-16/X-25, two bytes.
    case crc16 = 1
    /// CRC-32C (Castagnoli), four bytes.
    case crc32C = 2

    /// Length of the checksum field in bytes.
    var length: Int {
        switch self {
        case .none: 0
        case .crc16: 2
        case .crc32C: 4
        }
    }

    /// The checksum, big-endian, of a block given in pieces; its own field is a piece of zeros (RFC 9171 section 4.3.1).
    func bytes(over pieces: [ArraySlice<UInt8>]) -> [UInt8] {
        switch self {
        case .none:
            return []
        case .crc16:
            var crc = CRC16()
            for piece in pieces { crc.update(piece) }
            return [UInt8(crc.value >> 8), UInt8(truncatingIfNeeded: crc.value)]
        case .crc32C:
            var crc = CRC32C()
            for piece in pieces { crc.update(piece) }
            return (0..<4).map { UInt8(truncatingIfNeeded: crc.value >> (24 - 8 * UInt32($0))) }
        }
    }
}

extension CBORReader {
    mutating func readChecksumType() throws(BundleParsingError) -> Checksum {
        let offset = position
        guard let checksum = Checksum(rawValue: try readUInt()) else {
            throw BundleParsingError(offset, .checksumType)
        }
        return checksum
    }

    /// Reads the checksum and the end of a block of which all other fields have been read, and checks the one over the
    /// other.
    ///
    /// - Returns: The bytes of the whole block.
    mutating func closeBlock(
        _ array: OpenArray, after count: UInt64, _ checksum: Checksum
    ) throws(BundleParsingError) -> ArraySlice<UInt8> {
        guard checksum != .none else {
            try close(array, after: count)
            return bytes(from: array.offset)
        }
        let offset = position
        let field = try readBytes(atMost: checksum.length, orThrow: .checksumLength)
        guard field.count == checksum.length else { throw BundleParsingError(offset, .checksumLength) }
        try close(array, after: count + 1)
        let block = bytes(from: array.offset)
        let zeros = [UInt8](repeating: 0, count: field.count)
        let pieces = [block[..<field.startIndex], zeros[...], block[field.endIndex...]]
        guard checksum.bytes(over: pieces)[...] == field else { throw BundleParsingError(offset, .checksumMismatch) }
        return block
    }
}
