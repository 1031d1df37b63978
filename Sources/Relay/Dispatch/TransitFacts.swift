import BundleProtocol

/// What decides whether a bundle of others may be carried on.
package struct TransitFacts: Sendable, Hashable {
    /// Node numbers; nil for what is no `ipn` endpoint.
    package var source: UInt64?
    package var destination: UInt64?
    package var aging: BundleAging
    package var hopCount: HopCount?

    package init(source: UInt64?, destination: UInt64?, aging: BundleAging, hopCount: HopCount?) {
        self.source = source
        self.destination = destination
        self.aging = aging
        self.hopCount = hopCount
    }

    package init(_ bundle: Bundle) {
        self.init(
            source: bundle.source.node, destination: bundle.destination.node, aging: bundle.aging,
            hopCount: bundle.hopCount)
    }

    /// Why the bundle must not be taken into custody; nil where it may be.
    ///
    /// One that we made ourselves and that comes back is carried like any other: nobody else may have it.
    ///
    /// - Parameters:
    ///   - now: the DTN time; nil where our clock is not known to be right. A clock that is wrong makes a station refuse
    ///     everything, so nil is best wherever bundles count their age.
    ///   - isKnown: whether we know a station of that node number.
    package func obstacle(atDTNTime now: UInt64?, isKnown: (UInt64) -> Bool) -> TransitObstacle? {
        if aging.isExpired(atDTNTime: now) { return .expired }
        if let hopCount, hopCount.next == nil { return .hopLimit(hopCount.limit) }
        guard let destination, isKnown(destination) else { return .unknownDestination(destination) }
        return nil
    }
}

/// Why a bundle of others is not carried on.
package enum TransitObstacle: Error, Hashable, CustomStringConvertible {
    case expired
    case hopLimit(UInt8)
    /// The node number, nil where it is no station's.
    case unknownDestination(UInt64?)

    package var description: String {
        switch self {
        case .expired: "its lifetime is over"
        case .hopLimit(let limit): "it has made the \(limit) hops that it may make"
        case .unknownDestination(nil): "its destination is no station"
        case .unknownDestination(let node?): "the card of its destination (node \(node)) is not pinned here"
        }
    }
}
