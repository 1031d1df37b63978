/// Bundle processing control flags (RFC 9171 section 4.2.3).
public struct BundleFlags: OptionSet, Hashable, Sendable {
    /// The flags as they stand in the primary block.
    public let rawValue: UInt64

    /// Makes a set from its bits.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The bundle is a fragment.
    public static let fragment = BundleFlags(rawValue: 0x00_0001)
    /// The payload is an administrative record.
    public static let administrativeRecord = BundleFlags(rawValue: 0x00_0002)
    /// The bundle must not be fragmented; set on every bundle we make.
    public static let mustNotFragment = BundleFlags(rawValue: 0x00_0004)
    /// The receiving application is asked to acknowledge.
    public static let acknowledgementRequested = BundleFlags(rawValue: 0x00_0020)
    /// Status reports are to state the time.
    public static let statusTimeRequested = BundleFlags(rawValue: 0x00_0040)
    /// A report of reception is asked for.
    public static let receptionReport = BundleFlags(rawValue: 0x00_4000)
    /// A report of forwarding is asked for.
    public static let forwardingReport = BundleFlags(rawValue: 0x01_0000)
    /// A report of delivery is asked for.
    public static let deliveryReport = BundleFlags(rawValue: 0x02_0000)
    /// A report of deletion is asked for.
    public static let deletionReport = BundleFlags(rawValue: 0x04_0000)

    static let anyReport: BundleFlags = [.receptionReport, .forwardingReport, .deliveryReport, .deletionReport]

    /// Bits 3, 4, 7 to 13, 15, 19 and 20.
    ///
    /// Bits 21 to 63 are merely unassigned and must be ignored.
    static let reserved = BundleFlags(rawValue: 0x18_BF98)
}

/// Block processing control flags (RFC 9171 section 4.2.4).
public struct BlockFlags: OptionSet, Hashable, Sendable {
    /// The flags as they stand in the block.
    public let rawValue: UInt64

    /// Makes a set from its bits.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Every fragment gets a copy of the block.
    public static let replicateInFragments = BlockFlags(rawValue: 0x01)
    /// A node that cannot process the block is to report it.
    public static let reportIfUnprocessable = BlockFlags(rawValue: 0x02)
    /// A node that cannot process the block is to delete the bundle.
    public static let deleteBundleIfUnprocessable = BlockFlags(rawValue: 0x04)
    /// A node that cannot process the block is to leave it out.
    public static let discardIfUnprocessable = BlockFlags(rawValue: 0x10)

    /// Bits 3, 5 and 6.
    ///
    /// Bits 7 to 63 are merely unassigned and must be ignored.
    static let reserved = BlockFlags(rawValue: 0x68)
}
