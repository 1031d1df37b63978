/// Hops made and allowed, against bundles that run in circles (RFC 9171 section 4.4.3).
public struct HopCount: Hashable, Sendable {
    /// Most hops allowed, 1 to 255.
    public let limit: UInt8

    /// Hops made so far.
    public let count: UInt64

    /// Makes a hop count.
    ///
    /// - Parameters:
    ///   - limit: Most hops allowed, 1 to 255.
    ///   - count: Hops made so far.
    public init(limit: UInt8, count: UInt64) {
        self.limit = limit
        self.count = count
    }

    /// The count after one more hop; nil when that exceeds the limit.
    public var next: HopCount? {
        count < UInt64(limit) ? HopCount(limit: limit, count: count + 1) : nil
    }
}
