/// Why a bundle cannot be made or forwarded.
public enum BundleError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The null endpoint can be neither source, destination nor forwarding node.
    case nullEndpoint
    /// `ipn:!.service` means something on its own node only (RFC 9758 section 5.4).
    case localNodeEndpoint
    /// The hop limit is not 1 to 255 (RFC 9171 section 4.4.3).
    case hopLimitOutOfRange
    /// The bundle has used up its hops.
    case hopLimitExceeded

    /// The reason in one line.
    public var description: String {
        switch self {
        case .nullEndpoint: "the null endpoint cannot send, receive or forward a bundle"
        case .localNodeEndpoint: "a LocalNode endpoint must not leave its node"
        case .hopLimitOutOfRange: "the hop limit must be 1 to 255"
        case .hopLimitExceeded: "the bundle has reached its hop limit"
        }
    }
}
