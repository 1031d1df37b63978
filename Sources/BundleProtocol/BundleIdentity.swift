/// What tells a bundle from every other one: its source and creation timestamp (RFC 9171 section 4.2.7).
public struct BundleIdentity: Hashable, Sendable, CustomStringConvertible {
    /// Where the bundle comes from.
    public let source: EndpointID

    /// When it was made.
    public let timestamp: CreationTimestamp

    /// Makes the identity of the bundle that `source` made at `timestamp`.
    public init(source: EndpointID, timestamp: CreationTimestamp) {
        self.source = source
        self.timestamp = timestamp
    }

    /// The identity as a file name, such as `ipn-2147483649.1-817992000123-7`.
    ///
    /// It has at most 250 characters, all of them lower-case letters, digits, full stops and hyphens, so that it is safe
    /// on every file system, those that ignore case among them. The dtn scheme is spelt in hexadecimal for that reason.
    public var fileName: String { "\(sourceName)-\(timestamp.time)-\(timestamp.sequence)" }

    /// The same as ``fileName``.
    public var description: String { fileName }

    /// Parses a file name in exactly the spelling of ``fileName``; nil for any other.
    public init?(fileName: String) {
        let parts = Array(fileName.utf8).split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count >= 3, let time = Decimal(parts[parts.count - 2]),
            let sequence = Decimal(parts[parts.count - 1]),
            let source = Self.source(named: parts.dropLast(2))
        else { return nil }
        self.init(source: source, timestamp: CreationTimestamp(time: time.value, sequence: sequence.value))
        guard self.fileName.utf8.elementsEqual(fileName.utf8) else { return nil }
    }

    private var sourceName: String {
        switch source.name {
        case .none: "none"
        case .ipn(let node, let service): "ipn-" + EndpointID.numbers(node: node, service: service)
        case .dtn(let text): "dtn-" + text.utf8.map(Self.hexadecimal).joined()
        }
    }

    private static func source(named parts: ArraySlice<ArraySlice<UInt8>>) -> EndpointID? {
        let words = parts.map { String(decoding: $0, as: UTF8.self) }
        switch (words.first, words.count) {
        case ("none", 1): return EndpointID.none
        case ("ipn", 2): return try? EndpointID(parsing: "ipn:" + words[1])
        case ("dtn", 2): return dtnSource(hexadecimal: words[1])
        default: return nil
        }
    }

    private static func dtnSource(hexadecimal digits: String) -> EndpointID? {
        let values = digits.compactMap(\.hexDigitValue)
        guard values.count == digits.count, values.count.isMultiple(of: 2) else { return nil }
        let bytes = stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
        return try? EndpointID(parsing: "dtn:" + String(decoding: bytes, as: UTF8.self))
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        String(byte >> 4, radix: 16) + String(byte & 0x0F, radix: 16)
    }
}
