/// Reads the part of CBOR that bundles use: unsigned integers, byte strings, text strings and arrays.
///
/// RFC 9171 section 4.1 asks for the deterministic encoding of RFC 8949 section 4.2.1, with indefinite lengths allowed.
/// So integers and lengths must be the shortest, and arrays and text may be of indefinite length. There is no recursion:
/// the caller walks the fixed shape of a block, so depth is bounded by the code itself. All positions are offsets in the
/// input that the outermost reader was given.
struct CBORReader {
    private let input: ArraySlice<UInt8>
    private(set) var position: Int

    init(_ input: ArraySlice<UInt8>) {
        self.input = input
        position = input.startIndex
    }

    var isAtEnd: Bool { position == input.endIndex }

    /// Whether the next byte is the "break" that ends an item of indefinite length.
    var isAtBreak: Bool { position < input.endIndex && input[position] == 0xFF }

    /// Whether the next item is an unsigned integer.
    var isAtUnsigned: Bool { position < input.endIndex && input[position] >> 5 == MajorType.unsigned.rawValue }

    mutating func readUInt() throws(BundleParsingError) -> UInt64 {
        let head = try readHead()
        guard head.major == .unsigned, let value = head.argument else { throw head.error(.wrongType) }
        return value
    }

    /// Reads a byte string of definite length without copying it.
    mutating func readBytes(
        atMost limit: Int, orThrow rule: BundleParsingError.Rule
    ) throws(BundleParsingError) -> ArraySlice<UInt8> {
        let head = try readHead()
        guard head.major == .bytes else { throw head.error(.wrongType) }
        guard let length = head.argument else { throw head.error(.indefiniteByteString) }
        guard length <= UInt64(limit) else { throw head.error(rule) }
        return try take(Int(length))
    }

    /// Reads a text string, of definite length or in chunks.
    ///
    /// The caller checks its characters.
    mutating func readText(
        atMost limit: Int, orThrow rule: BundleParsingError.Rule
    ) throws(BundleParsingError) -> [UInt8] {
        let head = try readHead()
        guard head.major == .text else { throw head.error(.wrongType) }
        if let length = head.argument {
            guard length <= UInt64(limit) else { throw head.error(rule) }
            return Array(try take(Int(length)))
        }
        var text: [UInt8] = []
        while !isAtBreak {
            let chunk = try readHead()
            guard chunk.major == .text, let length = chunk.argument else { throw chunk.error(.wrongType) }
            guard length <= UInt64(limit - text.count) else { throw chunk.error(rule) }
            text += try take(Int(length))
        }
        skipBreak()
        return text
    }

    mutating func openArray() throws(BundleParsingError) -> OpenArray {
        let head = try readHead()
        guard head.major == .array else { throw head.error(.wrongType) }
        return OpenArray(offset: head.offset, count: head.argument)
    }

    /// Ends an array of which the caller has read `count` elements.
    mutating func close(_ array: OpenArray, after count: UInt64) throws(BundleParsingError) {
        try array.require(count)
        guard array.count == nil else { return }
        guard !isAtEnd else { throw BundleParsingError(position, .truncated) }
        guard isAtBreak else { throw BundleParsingError(position, .arrayLength) }
        skipBreak()
    }

    mutating func skipBreak() { position += 1 }

    /// Asserts that the whole input has been read.
    func finish(orThrow rule: BundleParsingError.Rule) throws(BundleParsingError) {
        guard isAtEnd else { throw BundleParsingError(position, rule) }
    }

    /// The bytes from an earlier position up to the present one.
    func bytes(from start: Int) -> ArraySlice<UInt8> { input[start..<position] }
}

extension CBORReader {
    /// An array whose head has been read and whose elements have not.
    struct OpenArray {
        let offset: Int
        /// Nil for an array of indefinite length.
        let count: UInt64?

        /// Asserts the number of elements, as far as the head tells it.
        func require(_ expected: UInt64) throws(BundleParsingError) {
            if let count, count != expected { throw BundleParsingError(offset, .arrayLength) }
        }
    }

    private enum MajorType: UInt8 {
        case unsigned, negative, bytes, text, array, map, tag, simple

        /// RFC 8949 section 3.2: only strings, arrays and maps come in indefinite length; for simple values it is "break".
        var allowsIndefiniteLength: Bool {
            switch self {
            case .bytes, .text, .array, .map: true
            case .unsigned, .negative, .tag, .simple: false
            }
        }
    }

    /// The initial byte of an item with its argument (RFC 8949 section 3).
    private struct Head {
        let offset: Int
        let major: MajorType
        /// Nil stands for an indefinite length.
        let argument: UInt64?

        func error(_ rule: BundleParsingError.Rule) -> BundleParsingError { BundleParsingError(offset, rule) }
    }

    private mutating func readHead() throws(BundleParsingError) -> Head {
        let offset = position
        guard let initial = try take(1).first, let major = MajorType(rawValue: initial >> 5) else {
            throw BundleParsingError(offset, .truncated)
        }
        let information = initial & 0x1F
        if information == 31, major.allowsIndefiniteLength { return Head(offset: offset, major: major, argument: nil) }
        guard information < 28 else { throw BundleParsingError(offset, .malformedItem) }
        guard information >= 24 else { return Head(offset: offset, major: major, argument: UInt64(information)) }
        let argument = try take(1 << (information - 24)).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard argument >= Self.smallest[Int(information) - 24] else { throw BundleParsingError(offset, .notShortest) }
        return Head(offset: offset, major: major, argument: argument)
    }

    /// The smallest arguments that need one, two, four and eight bytes.
    private static let smallest: [UInt64] = [24, 1 << 8, 1 << 16, 1 << 32]

    private mutating func take(_ count: Int) throws(BundleParsingError) -> ArraySlice<UInt8> {
        guard count <= input.endIndex - position else { throw BundleParsingError(input.endIndex, .truncated) }
        defer { position += count }
        return input[position..<(position + count)]
    }
}
