/// Hops made and allowed, against bundles that run in circles (RFC 9171 section 4.4.3).
public struct HopCount: Hashable, Sendable {
    /// Most hops allowed, 1 to 255.
    public let limit: UInt8

    /// Hops made so far.
    public let count: UInt64

    /// The count after one more hop; nil when that exceeds the limit.
    var next: HopCount? {
        count < UInt64(limit) ? HopCount(limit: limit, count: count + 1) : nil
    }
}
