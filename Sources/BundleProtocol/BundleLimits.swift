/// Bounds on what a reader takes, so that a stranger cannot make us hold more than we agreed to.
public struct BundleLimits: Hashable, Sendable {
    /// Largest payload in bytes; 64 MiB unless told otherwise.
    public var payloadLength = 64 << 20

    /// Largest content of any other block in bytes; 64 KiB unless told otherwise.
    public var blockLength = 64 << 10

    /// Most blocks after the primary block, the payload block among them; 64 unless told otherwise.
    ///
    /// A previous node block is not counted, so that forwarding never makes a bundle too large for the next reader.
    public var blockCount = 64

    /// The standard limits, to be changed one by one.
    public init() {}
}

/// Departures from the rules that a reader may be told to put up with, for bundles of other implementations.
public struct BundleTolerance: OptionSet, Hashable, Sendable {
    /// One bit for each departure.
    public let rawValue: UInt8

    /// Makes a set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Creation time zero without a bundle age block, against RFC 9171 section 4.4.2.
    public static let zeroTimestampWithoutAge = BundleTolerance(rawValue: 1 << 0)

    /// A primary block with neither a CRC nor a block integrity block on it, against RFC 9171 section 4.3.1.
    public static let primaryUnprotected = BundleTolerance(rawValue: 1 << 1)

    /// Flags that RFC 9171 names reserved, which it tells readers to ignore and which our profile refuses.
    public static let reservedFlags = BundleTolerance(rawValue: 1 << 2)

    /// Source `dtn:none`, which RFC 9171 allows and which our profile refuses: such bundles have no identity.
    public static let anonymousSource = BundleTolerance(rawValue: 1 << 3)
}
