/// The name of a bundle endpoint (RFC 9171 section 4.2.5.1, RFC 9758).
///
/// Two identifiers are equal when they name the same endpoint, however they were encoded (RFC 9758 section 6.4).
public struct EndpointID: Hashable, Sendable {
    enum Name: Hashable, Sendable {
        case none
        /// The fully qualified node number, that is the allocator in the upper 32 bits, never zero.
        case ipn(node: UInt64, service: UInt64)
        /// The scheme-specific part, checked to be `//node-name/demux` in ASCII.
        case dtn(String)
    }

    let name: Name

    init(name: Name) { self.name = name }

    /// The null endpoint, which has no members: `dtn:none`, `ipn:0.0`.
    public static let none = EndpointID(name: .none)

    /// The endpoint `ipn:node.service`.
    ///
    /// - Parameters:
    ///   - node: The fully qualified node number: allocator times 2^32 plus node number. Zero gives the null endpoint,
    ///     whatever the service (RFC 9758 section 3.4.1).
    ///   - service: The service number; zero is the administrative endpoint.
    public static func ipn(node: UInt64, service: UInt64) -> EndpointID {
        node == 0 ? .none : EndpointID(name: .ipn(node: node, service: service))
    }

    /// Whether this is the null endpoint.
    public var isNone: Bool { name == .none }

    /// Whether this is `ipn:!.service`, which has a meaning on its own node only (RFC 9758 section 3.4.2).
    public var isLocalNode: Bool { node == Self.localNode }

    /// The fully qualified node number of an ipn endpoint; nil for other schemes.
    public var node: UInt64? {
        if case .ipn(let node, _) = name { node } else { nil }
    }

    /// The service number of an ipn endpoint; nil for other schemes.
    public var service: UInt64? {
        if case .ipn(_, let service) = name { service } else { nil }
    }

    /// The administrative endpoint of the same node, which serves as its node ID (RFC 9171 section 4.2.5.2).
    public var nodeID: EndpointID {
        switch name {
        case .none:
            return .none
        case .ipn(let node, _):
            return .ipn(node: node, service: 0)
        case .dtn(let text):
            let nodeName = text.utf8.dropFirst(2).prefix { $0 != UInt8(ascii: "/") }
            return EndpointID(name: .dtn("//" + String(decoding: nodeName, as: UTF8.self) + "/"))
        }
    }

    /// Node number 2^32 - 1 of the default allocator.
    static let localNode: UInt64 = 0xFFFF_FFFF

    /// Most bytes of a dtn endpoint after `dtn:`, so that a ``BundleIdentity`` always fits in a file name.
    static let longestDTN = 100
}
