extension Bundle {
    /// What decides when the bundle is over.
    public var aging: BundleAging {
        BundleAging(created: primary.timestamp.time, lifetime: primary.lifetime, counted: age)
    }

    /// How old the bundle is (RFC 9171 section 5.5), in milliseconds; see ``BundleAging/age(atDTNTime:residence:)``.
    ///
    /// - Parameters:
    ///   - now: The present DTN time in milliseconds; nil where the clock of this node is not known to be right.
    ///   - residence: Milliseconds since the bundle arrived here.
    /// - Returns: Nil when neither the clock nor an age block tells.
    public func age(atDTNTime now: UInt64?, residence: UInt64 = 0) -> UInt64? {
        aging.age(atDTNTime: now, residence: residence)
    }

    /// Whether the bundle is older than its lifetime.
    ///
    /// - Parameters:
    ///   - now: The present DTN time in milliseconds; nil where the clock of this node is not known to be right.
    ///   - residence: Milliseconds since the bundle arrived here.
    public func isExpired(atDTNTime now: UInt64?, residence: UInt64 = 0) -> Bool {
        aging.isExpired(atDTNTime: now, residence: residence)
    }
}
