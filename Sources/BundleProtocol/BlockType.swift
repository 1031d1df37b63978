/// What a block after the primary block holds (RFC 9171 section 9.1).
public struct BlockType: RawRepresentable, Hashable, Sendable {
    /// The block type code.
    public let rawValue: UInt64

    /// Makes a type from its code.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The payload (RFC 9171 section 4.3.2).
    public static let payload = BlockType(rawValue: 1)
    /// The node that forwarded the bundle last (RFC 9171 section 4.4.1).
    public static let previousNode = BlockType(rawValue: 6)
    /// Milliseconds since the bundle was made (RFC 9171 section 4.4.2).
    public static let bundleAge = BlockType(rawValue: 7)
    /// Hops made and allowed (RFC 9171 section 4.4.3).
    public static let hopCount = BlockType(rawValue: 10)
    /// Signatures over other blocks, carried and not checked here (RFC 9172 section 3.7).
    public static let blockIntegrity = BlockType(rawValue: 11)
    /// Encryption of other blocks, carried and not opened here (RFC 9172 section 3.8).
    public static let blockConfidentiality = BlockType(rawValue: 12)
    /// ``BundlePrecedence``, in the range for private use.
    public static let precedence = BlockType(rawValue: 224)

    /// Whether the block says something of other blocks that cannot be read right without it.
    var isSecurity: Bool { self == .blockIntegrity || self == .blockConfidentiality }

    /// Whether this library acts on blocks of the type.
    var isProcessable: Bool {
        switch self {
        case .payload, .previousNode, .bundleAge, .hopCount, .precedence: true
        default: false
        }
    }
}
