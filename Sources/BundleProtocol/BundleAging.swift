/// What decides when a bundle is over: its creation, its lifetime and the age that was counted on the way.
public struct BundleAging: Hashable, Sendable {
    /// The DTN time of the creation in milliseconds; zero where the source has no clock.
    public var created: UInt64

    /// Milliseconds from the creation to the expiry.
    public var lifetime: UInt64

    /// Milliseconds since the creation, as counted up to the last time the bundle was forwarded; nil where nobody counts.
    public var counted: UInt64?

    /// Makes the facts of a bundle that exists only as such.
    public init(created: UInt64, lifetime: UInt64, counted: UInt64?) {
        self.created = created
        self.lifetime = lifetime
        self.counted = counted
    }

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
        let counted = counted.map { $0.saturatingAdding(residence) }
        guard let now, created > 0, created <= now else { return counted }
        return max(now - created, counted ?? 0)
    }

    /// Whether the bundle is older than its lifetime.
    ///
    /// - Parameters:
    ///   - now: The present DTN time in milliseconds; nil where the clock of this node is not known to be right.
    ///   - residence: Milliseconds since the bundle arrived here.
    public func isExpired(atDTNTime now: UInt64?, residence: UInt64 = 0) -> Bool {
        age(atDTNTime: now, residence: residence).map { $0 > lifetime } ?? false
    }

    /// How much of its lifetime is left, in milliseconds: 0 where it is over, nil where nobody can tell.
    ///
    /// - Parameter now: The present DTN time in milliseconds; nil where the clock of this node is not known to be right.
    public func remainder(atDTNTime now: UInt64?) -> UInt64? {
        age(atDTNTime: now).map { $0 < lifetime ? lifetime - $0 : 0 }
    }

    /// The same bundle after so many milliseconds more.
    public func aged(by residence: UInt64) -> BundleAging {
        BundleAging(created: created, lifetime: lifetime, counted: counted.map { $0.saturatingAdding(residence) })
    }
}
