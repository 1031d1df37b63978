extension Bundle {
    /// How old the bundle is (RFC 9171 section 5.5), in milliseconds.
    ///
    /// The age block counts only what relays knew of, so it never makes a bundle older than it is; the clock is believed
    /// where it says more. A creation time that is zero or in the future tells nothing.
    ///
    /// - Parameters:
    ///   - now: The present DTN time in milliseconds; nil where the clock of this node is not known to be right.
    ///   - residence: Milliseconds since the bundle arrived here.
    /// - Returns: Nil when neither the clock nor an age block tells.
    public func age(atDTNTime now: UInt64?, residence: UInt64 = 0) -> UInt64? {
        let counted = age.map { $0.saturatingAdding(residence) }
        guard let now, primary.timestamp.time > 0, primary.timestamp.time <= now else { return counted }
        return max(now - primary.timestamp.time, counted ?? 0)
    }

    /// Whether the bundle is older than its lifetime.
    ///
    /// - Parameters:
    ///   - now: The present DTN time in milliseconds; nil where the clock of this node is not known to be right.
    ///   - residence: Milliseconds since the bundle arrived here.
    public func isExpired(atDTNTime now: UInt64?, residence: UInt64 = 0) -> Bool {
        age(atDTNTime: now, residence: residence).map { $0 > primary.lifetime } ?? false
    }
}
