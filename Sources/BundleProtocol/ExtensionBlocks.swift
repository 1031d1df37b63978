/// What the extension blocks of a bundle say, as far as this library knows them.
struct ExtensionBlocks: Hashable, Sendable {
    var previousNode: EndpointID?
    var age: UInt64?
    var hopCount: HopCount?
    var precedence: BundlePrecedence?

    /// Takes in a block whose content is not encrypted.
    ///
    /// Blocks of other types are left alone.
    mutating func read(_ block: CanonicalBlock) throws(BundleParsingError) {
        var reader = CBORReader(block.content)
        switch block.type {
        case .previousNode: previousNode = try Self.readPreviousNode(&reader)
        case .bundleAge: age = try reader.readUInt()
        case .hopCount: hopCount = try HopCount(from: &reader)
        case .precedence: precedence = try BundlePrecedence(from: &reader)
        default: return
        }
        try reader.finish(orThrow: .blockContent)
    }

    private static func readPreviousNode(_ reader: inout CBORReader) throws(BundleParsingError) -> EndpointID {
        let offset = reader.position
        let node = try EndpointID(from: &reader)
        guard !node.isNone else { throw BundleParsingError(offset, .previousNode) }
        return node
    }
}

extension HopCount {
    init(from reader: inout CBORReader) throws(BundleParsingError) {
        let array = try reader.openArray()
        let offset = reader.position
        guard let limit = UInt8(exactly: try reader.readUInt()), limit > 0 else {
            throw BundleParsingError(offset, .hopLimit)
        }
        self.limit = limit
        count = try reader.readUInt()
        try reader.close(array, after: 2)
    }

    func encode(to writer: inout CBORWriter) {
        writer.append(arrayOf: 2)
        writer.append(UInt64(limit))
        writer.append(count)
    }
}

extension BundlePrecedence {
    init(from reader: inout CBORReader) throws(BundleParsingError) {
        let offset = reader.position
        guard let precedence = Self(rawValue: try reader.readUInt()) else {
            throw BundleParsingError(offset, .precedence)
        }
        self = precedence
    }
}
