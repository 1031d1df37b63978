/// Why bytes are not a bundle that we take: the byte offset and the rule that is broken there.
public struct BundleParsingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Offset in the input of the item that breaks the rule; the length of the input where bytes are missing.
    public let offset: Int

    /// The rule that is broken.
    public let rule: Rule

    init(_ offset: Int, _ rule: Rule) {
        self.offset = offset
        self.rule = rule
    }

    /// The offset and the rule in one line.
    public var description: String { "byte \(offset): \(rule.rawValue)" }
}

extension BundleParsingError {
    /// The rules, in the words of an error message.
    ///
    /// Those that name no section are this library's profile; `docs/formats/bundle.md` gives the reasons.
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        // CBOR
        case truncated = "the input must not end inside an item"
        case malformedItem = "additional information 28 to 31 has no meaning here (RFC 8949 section 3)"
        case wrongType = "the item must have the type that the field asks for"
        case notShortest = "integers and lengths must be encoded in the shortest form (RFC 8949 section 4.2.1)"
        case indefiniteByteString = "a byte string must be of definite length (RFC 9171 section 4.3.2)"
        case arrayLength = "the array must have exactly the elements of its fields"

        // The bundle as a whole
        case outerArray = "a bundle must be an array of indefinite length (RFC 9171 section 4.1)"
        case trailingBytes = "nothing may follow the bundle"
        case payloadMissing = "the last block must be a payload block (RFC 9171 section 4.1)"
        case payloadNotLast = "no block may follow the payload block (RFC 9171 section 4.1)"
        case tooManyBlocks = "the number of blocks must be within the limit"
        case blockTooLong = "the content of an extension block must be within the limit"
        case payloadTooLong = "the payload must be within the limit"

        // Primary block
        case version = "the version must be 7 (RFC 9171 section 4.3.1)"
        case reservedBundleFlag = "reserved bundle processing control flags must be zero"
        case fragment = "fragments are not taken"
        case nullDestination = "the destination must not be the null endpoint"
        case anonymousSource = "the source must not be the null endpoint"
        case anonymousFragmentable = "a bundle without a source must not be fragmented (RFC 9171 section 4.2.3)"
        case localNode = "a LocalNode endpoint must not leave its node (RFC 9758 section 5.4)"
        case zeroTimestampWithoutAge = "a zero creation time needs a bundle age block (RFC 9171 section 4.4.2)"
        case primaryUnprotected =
            "the primary block needs a CRC or a block integrity block on it (RFC 9171 section 4.3.1)"
        case statusReportForbidden =
            "administrative records and anonymous bundles must not ask for reports (RFC 9171 section 4.2.3)"

        // Every block
        case checksumType = "the CRC type must be 0, 1 or 2 (RFC 9171 section 4.2.1)"
        case checksumLength = "the CRC must have the length of its type (RFC 9171 section 4.2.2)"
        case checksumMismatch = "the CRC must match the block (RFC 9171 section 5.6)"
        case reservedBlockFlag = "reserved block processing control flags must be zero"
        case blockNumber =
            "only the payload block has number 1, and no other than the primary has 0 (RFC 9171 section 4.1)"
        case duplicateBlockNumber = "a block number must be unique (RFC 9171 section 4.1)"
        case duplicateBlock = "a block of this type must occur at most once (RFC 9171 section 4.4)"
        case unprocessableBlock = "the bundle asks to be deleted where this block is unknown (RFC 9171 section 5.6)"

        // Contents
        case blockContent = "the content of the block must be one item and nothing else"
        case endpointScheme = "the endpoint must be of the dtn or ipn scheme"
        case endpointSyntax = "the dtn endpoint must be //node-name/demux or zero (RFC 9171 section 4.2.5.1.1)"
        case endpointTooLong = "a dtn endpoint must have at most 100 bytes after the scheme"
        case endpointNumber = "allocator and node number must be below 4294967296 (RFC 9758 section 6.3)"
        case previousNode = "the previous node must not be the null endpoint (RFC 9171 section 4.4.1)"
        case hopLimit = "the hop limit must be 1 to 255 (RFC 9171 section 4.4.3)"
        case precedence = "the precedence must be 0 to 5"
    }
}
