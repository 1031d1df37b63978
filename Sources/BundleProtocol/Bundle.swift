/// A bundle of the Bundle Protocol version 7 (RFC 9171), in the profile of `docs/formats/bundle.md`.
///
/// A bundle keeps every block in the bytes in which it was read or made, and is written by putting them together again.
/// The blocks of a bundle that was read share the memory of the input, payload included.
public struct Bundle: Sendable {
    /// The first block.
    public let primary: PrimaryBlock

    /// The blocks after the primary block, in order; the last one is the payload block.
    public let blocks: [CanonicalBlock]

    /// The content of the payload block, which shares the memory of the bundle.
    public let payload: ArraySlice<UInt8>

    let extensions: ExtensionBlocks

    /// The bytes that were read, as long as nothing has been changed.
    private let original: [UInt8]?

    /// - Parameter blocks: Extension blocks, without the payload block.
    init(
        primary: PrimaryBlock, extensions: ExtensionBlocks, blocks: [CanonicalBlock], payload: CanonicalBlock,
        original: [UInt8]? = nil
    ) {
        self.primary = primary
        self.extensions = extensions
        self.blocks = blocks + [payload]
        self.payload = payload.content
        self.original = original
    }
}

extension Bundle {
    /// What tells this bundle from every other one.
    public var identity: BundleIdentity { BundleIdentity(source: primary.source, timestamp: primary.timestamp) }

    /// Where the bundle goes.
    public var destination: EndpointID { primary.destination }

    /// Where the bundle comes from.
    public var source: EndpointID { primary.source }

    /// The node that forwarded the bundle to this one; nil at the source, or where nobody said so.
    public var previousNode: EndpointID? { extensions.previousNode }

    /// Milliseconds since the bundle was made, as counted up to the last time it was forwarded.
    public var age: UInt64? { extensions.age }

    /// Hops made and allowed; nil where nobody counts them.
    public var hopCount: HopCount? { extensions.hopCount }

    /// The precedence that the source gave the bundle; nil for a source that does not know of precedence.
    public var precedence: BundlePrecedence? { extensions.precedence }

    /// The bundle in pieces to be written one after the other, none of them copied.
    public var encodedPieces: [ArraySlice<UInt8>] {
        if let original { return [original[...]] }
        return [[0x9F], primary.encoding] + blocks.map(\.encoding) + [[0xFF]]
    }

    /// The bundle as bytes: those that were read, or one copy of all blocks.
    public func encoded() -> [UInt8] {
        if let original { return original }
        let pieces = encodedPieces
        var bytes: [UInt8] = []
        bytes.reserveCapacity(pieces.reduce(0) { $0 + $1.count })
        for piece in pieces { bytes += piece }
        return bytes
    }
}

extension Bundle: Equatable {
    /// Whether both bundles are the same bytes.
    public static func == (left: Bundle, right: Bundle) -> Bool {
        left.primary.encoding == right.primary.encoding
            && left.blocks.elementsEqual(right.blocks) { $0.encoding == $1.encoding }
    }
}
