/// The first block of a bundle, which never changes on its way (RFC 9171 section 4.3.1).
public struct PrimaryBlock: Hashable, Sendable {
    /// What holds for the bundle as a whole.
    public let flags: BundleFlags
    /// The kind of CRC in the block.
    public let checksum: Checksum
    /// Where the bundle goes.
    public let destination: EndpointID
    /// The node that made the bundle.
    public let source: EndpointID
    /// Where status reports would go.
    public let reportTo: EndpointID
    /// When the bundle was made.
    public let timestamp: CreationTimestamp
    /// Milliseconds from the creation to the expiry.
    public let lifetime: UInt64

    /// The block as it was read or made.
    public let encoding: ArraySlice<UInt8>

    /// Makes the primary block of a new bundle, with a CRC-32C.
    init(
        destination: EndpointID, source: EndpointID, reportTo: EndpointID, timestamp: CreationTimestamp,
        lifetime: UInt64
    ) {
        flags = .mustNotFragment
        checksum = .crc32C
        self.destination = destination
        self.source = source
        self.reportTo = reportTo
        self.timestamp = timestamp
        self.lifetime = lifetime

        var writer = CBORWriter()
        writer.append(arrayOf: 9)
        writer.append(Self.version)
        writer.append(flags.rawValue)
        writer.append(checksum.rawValue)
        for endpoint in [destination, source, reportTo] { endpoint.encode(to: &writer) }
        timestamp.encode(to: &writer)
        writer.append(lifetime)
        writer.appendChecksum()
        encoding = writer.bytes[...]
    }

    /// Reads a block and checks its CRC before what the fields say, so that damage is called damage.
    init(from reader: inout CBORReader, tolerating tolerance: BundleTolerance) throws(BundleParsingError) {
        let array = try reader.openArray()
        var offsets = Offsets(version: reader.position)
        guard try reader.readUInt() == Self.version else { throw BundleParsingError(offsets.version, .version) }
        offsets.flags = reader.position
        flags = BundleFlags(rawValue: try reader.readUInt())
        checksum = try reader.readChecksumType()
        let count: UInt64 = flags.contains(.fragment) ? 10 : 8
        try array.require(checksum == .none ? count : count + 1)
        offsets.destination = reader.position
        destination = try EndpointID(from: &reader)
        offsets.source = reader.position
        source = try EndpointID(from: &reader)
        reportTo = try EndpointID(from: &reader)
        timestamp = try CreationTimestamp(from: &reader)
        lifetime = try reader.readUInt()
        if flags.contains(.fragment) { try Self.skipFragmentFields(&reader) }
        encoding = try reader.closeBlock(array, after: count, checksum)
        try checkFlags(at: offsets.flags, tolerance)
        try checkEndpoints(at: offsets, tolerance)
    }
}

extension PrimaryBlock {
    private static let version: UInt64 = 7

    /// Where the fields stand that a rule may object to.
    private struct Offsets {
        let version: Int
        var flags = 0
        var destination = 0
        var source = 0
    }

    /// Fragment offset and total length.
    ///
    /// Fragments are refused, but only once the CRC has shown that this is one.
    private static func skipFragmentFields(_ reader: inout CBORReader) throws(BundleParsingError) {
        _ = try reader.readUInt()
        _ = try reader.readUInt()
    }

    private func checkFlags(at offset: Int, _ tolerance: BundleTolerance) throws(BundleParsingError) {
        if flags.contains(.fragment) { throw BundleParsingError(offset, .fragment) }
        if !flags.isDisjoint(with: .reserved), !tolerance.contains(.reservedFlags) {
            throw BundleParsingError(offset, .reservedBundleFlag)
        }
        if forbidsReports, !flags.isDisjoint(with: .anyReport) {
            throw BundleParsingError(offset, .statusReportForbidden)
        }
    }

    private func checkEndpoints(at offsets: Offsets, _ tolerance: BundleTolerance) throws(BundleParsingError) {
        if destination.isNone { throw BundleParsingError(offsets.destination, .nullDestination) }
        if destination.isLocalNode { throw BundleParsingError(offsets.destination, .localNode) }
        if source.isLocalNode { throw BundleParsingError(offsets.source, .localNode) }
        guard source.isNone else { return }
        if !tolerance.contains(.anonymousSource) { throw BundleParsingError(offsets.source, .anonymousSource) }
        if !flags.contains(.mustNotFragment) { throw BundleParsingError(offsets.flags, .anonymousFragmentable) }
    }

    /// Whether no block may ask for a status report (RFC 9171 sections 4.2.3 and 4.2.4).
    var forbidsReports: Bool { flags.contains(.administrativeRecord) || source.isNone }
}
