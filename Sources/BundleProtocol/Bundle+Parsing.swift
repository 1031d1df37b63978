extension Bundle {
    /// Reads a bundle that arrived from elsewhere and checks all of its CRCs (RFC 9171 section 5.6).
    ///
    /// The bytes are shared, not copied. `encoded()` gives them back exactly. Blocks of unknown types are kept; those that
    /// ask to be discarded go when the bundle is forwarded.
    ///
    /// - Parameters:
    ///   - bytes: One whole bundle.
    ///   - limits: Bounds on the sizes of things.
    ///   - tolerance: Departures from the rules to put up with; none unless told otherwise.
    /// - Throws: The first rule that is broken, and where.
    public init(
        parsing bytes: [UInt8], limits: BundleLimits = BundleLimits(), tolerating tolerance: BundleTolerance = []
    ) throws(BundleParsingError) {
        var parser = BundleParser(bytes, limits: limits, tolerance: tolerance)
        self = try parser.parse()
    }
}

private struct BundleParser {
    private let bytes: [UInt8]
    private let limits: BundleLimits
    private let tolerance: BundleTolerance
    private var reader: CBORReader
    /// Where each block begins, the payload block at the end.
    private var offsets: [Int] = []
    private var blocks: [CanonicalBlock] = []

    init(_ bytes: [UInt8], limits: BundleLimits, tolerance: BundleTolerance) {
        self.bytes = bytes
        self.limits = limits
        self.tolerance = tolerance
        reader = CBORReader(bytes[...])
    }

    mutating func parse() throws(BundleParsingError) -> Bundle {
        let array = try reader.openArray()
        guard array.count == nil else { throw BundleParsingError(array.offset, .outerArray) }
        let primaryOffset = reader.position
        let primary = try PrimaryBlock(from: &reader, tolerating: tolerance)
        let payload = try readBlocks()
        let targets = SecurityTargets(of: blocks)
        try checkNumbers()
        try checkFlags(of: blocks + [payload], forbiddingReports: primary.forbidsReports)
        try checkProtection(of: primary, at: primaryOffset, by: targets)
        let extensions = try readExtensions(targets)
        try checkAge(extensions, of: primary, at: primaryOffset)
        return Bundle(primary: primary, extensions: extensions, blocks: blocks, payload: payload, original: bytes)
    }

    /// Reads the blocks up to and including the payload block, and the end of the bundle.
    private mutating func readBlocks() throws(BundleParsingError) -> CanonicalBlock {
        var hasPreviousNode = false
        while true {
            let offset = reader.position
            if reader.isAtBreak { throw BundleParsingError(offset, .payloadMissing) }
            let block = try CanonicalBlock(from: &reader, limits: limits, tolerating: tolerance)
            offsets.append(offset)
            if block.type == .previousNode { hasPreviousNode = true }
            guard offsets.count <= limits.blockCount + (hasPreviousNode ? 1 : 0) else {
                throw BundleParsingError(offset, .tooManyBlocks)
            }
            if block.type == .payload {
                try readEnd()
                return block
            }
            blocks.append(block)
        }
    }

    private mutating func readEnd() throws(BundleParsingError) {
        if reader.isAtEnd { throw BundleParsingError(reader.position, .truncated) }
        if !reader.isAtBreak { throw BundleParsingError(reader.position, .payloadNotLast) }
        reader.skipBreak()
        try reader.finish(orThrow: .trailingBytes)
    }

    private func checkNumbers() throws(BundleParsingError) {
        var numbers: Set<UInt64> = []
        for (block, offset) in zip(blocks, offsets) where !numbers.insert(block.number).inserted {
            throw BundleParsingError(offset, .duplicateBlockNumber)
        }
    }

    /// Step 4 of RFC 9171 section 5.6, as far as it concerns the bundle as a whole.
    private func checkFlags(of blocks: [CanonicalBlock], forbiddingReports: Bool) throws(BundleParsingError) {
        for (block, offset) in zip(blocks, offsets) {
            if forbiddingReports, block.flags.contains(.reportIfUnprocessable) {
                throw BundleParsingError(offset, .statusReportForbidden)
            }
            if !block.type.isProcessable, block.flags.contains(.deleteBundleIfUnprocessable) {
                throw BundleParsingError(offset, .unprocessableBlock)
            }
        }
    }

    private func checkProtection(
        of primary: PrimaryBlock, at offset: Int, by targets: SecurityTargets
    ) throws(BundleParsingError) {
        guard primary.checksum == .none, !targets.protectPrimary else { return }
        guard tolerance.contains(.primaryUnprotected) else { throw BundleParsingError(offset, .primaryUnprotected) }
    }

    private func readExtensions(_ targets: SecurityTargets) throws(BundleParsingError) -> ExtensionBlocks {
        var extensions = ExtensionBlocks()
        var types: Set<BlockType> = []
        for (block, offset) in zip(blocks, offsets) where block.type.isProcessable {
            guard types.insert(block.type).inserted else { throw BundleParsingError(offset, .duplicateBlock) }
            if targets.canRead(block) { try extensions.read(block) }
        }
        return extensions
    }

    private func checkAge(
        _ extensions: ExtensionBlocks, of primary: PrimaryBlock, at offset: Int
    ) throws(BundleParsingError) {
        guard primary.timestamp.time == 0, extensions.age == nil else { return }
        guard tolerance.contains(.zeroTimestampWithoutAge) else {
            throw BundleParsingError(offset, .zeroTimestampWithoutAge)
        }
    }
}
