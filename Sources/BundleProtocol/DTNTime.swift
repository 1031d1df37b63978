/// DTN time: milliseconds since 2000-01-01 00:00:00 UTC, without leap seconds (RFC 9171 section 4.2.6).
public enum DTNTime {
    /// The DTN epoch in milliseconds since the Unix epoch.
    public static let epochInUnixMilliseconds: Int64 = 946_684_800_000

    /// The DTN time of a Unix time in milliseconds.
    ///
    /// - Returns: Nil at or before the DTN epoch, because DTN time zero stands for "unknown".
    public static func fromUnix(milliseconds: Int64) -> UInt64? {
        guard milliseconds > epochInUnixMilliseconds else { return nil }
        return UInt64(milliseconds - epochInUnixMilliseconds)
    }
}

/// When a bundle was made (RFC 9171 section 4.2.7).
///
/// With the source it identifies the bundle.
public struct CreationTimestamp: Hashable, Sendable, Comparable {
    /// DTN time in milliseconds; zero where the source has no clock.
    public let time: UInt64

    /// Tells apart the bundles of one source and one time.
    public let sequence: UInt64

    /// Makes a timestamp from a DTN time in milliseconds and a sequence number.
    public init(time: UInt64, sequence: UInt64) {
        self.time = time
        self.sequence = sequence
    }

    /// Whether `left` is the earlier one.
    public static func < (left: CreationTimestamp, right: CreationTimestamp) -> Bool {
        (left.time, left.sequence) < (right.time, right.sequence)
    }

    init(from reader: inout CBORReader) throws(BundleParsingError) {
        let array = try reader.openArray()
        time = try reader.readUInt()
        sequence = try reader.readUInt()
        try reader.close(array, after: 2)
    }

    func encode(to writer: inout CBORWriter) {
        writer.append(arrayOf: 2)
        writer.append(time)
        writer.append(sequence)
    }
}
