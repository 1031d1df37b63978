/// Any block after the primary block (RFC 9171 section 4.3.2).
public struct CanonicalBlock: Hashable, Sendable {
    /// What the block holds.
    public let type: BlockType
    /// The number by which other blocks refer to this one; 1 for the payload.
    public let number: UInt64
    /// What to do with the block where it is unknown.
    public let flags: BlockFlags
    /// The kind of CRC in the block.
    public let checksum: Checksum
    /// The block-type-specific data.
    public let content: ArraySlice<UInt8>

    /// The block as it was read or made.
    public let encoding: ArraySlice<UInt8>

    /// Makes a block with a CRC-32C, copying the content once.
    init(_ type: BlockType, number: UInt64, flags: BlockFlags = [], content: ArraySlice<UInt8>) {
        self.type = type
        self.number = number
        self.flags = flags
        checksum = .crc32C

        var writer = CBORWriter(reserving: content.count + 32)
        writer.append(arrayOf: 6)
        writer.append(type.rawValue)
        writer.append(number)
        writer.append(flags.rawValue)
        writer.append(checksum.rawValue)
        writer.append(byteString: content)
        let contentEnd = writer.bytes.count
        writer.appendChecksum()
        encoding = writer.bytes[...]
        self.content = encoding[(contentEnd - content.count)..<contentEnd]
    }

    /// Makes a block whose content is written by `write`.
    init(_ type: BlockType, number: UInt64, flags: BlockFlags = [], write: (inout CBORWriter) -> Void) {
        var writer = CBORWriter()
        write(&writer)
        self.init(type, number: number, flags: flags, content: writer.bytes[...])
    }

    init(
        from reader: inout CBORReader, limits: BundleLimits, tolerating tolerance: BundleTolerance
    ) throws(BundleParsingError) {
        let array = try reader.openArray()
        type = BlockType(rawValue: try reader.readUInt())
        let numberOffset = reader.position
        number = try reader.readUInt()
        let flagsOffset = reader.position
        flags = BlockFlags(rawValue: try reader.readUInt())
        checksum = try reader.readChecksumType()
        try array.require(checksum == .none ? 5 : 6)
        content =
            type == .payload
            ? try reader.readBytes(atMost: limits.payloadLength, orThrow: .payloadTooLong)
            : try reader.readBytes(atMost: limits.blockLength, orThrow: .blockTooLong)
        encoding = try reader.closeBlock(array, after: 5, checksum)
        guard type == .payload ? number == 1 : number > 1 else {
            throw BundleParsingError(numberOffset, .blockNumber)
        }
        guard flags.isDisjoint(with: .reserved) || tolerance.contains(.reservedFlags) else {
            throw BundleParsingError(flagsOffset, .reservedBlockFlag)
        }
    }
}
