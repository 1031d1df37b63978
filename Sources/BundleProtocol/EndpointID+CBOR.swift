extension EndpointID {
    private static let dtnScheme: UInt64 = 1
    private static let ipnScheme: UInt64 = 2

    init(from reader: inout CBORReader) throws(BundleParsingError) {
        let array = try reader.openArray()
        try array.require(2)
        let schemeOffset = reader.position
        switch try reader.readUInt() {
        case Self.dtnScheme: self = try Self.readDTN(&reader)
        case Self.ipnScheme: self = try Self.readIPN(&reader)
        default: throw BundleParsingError(schemeOffset, .endpointScheme)
        }
        try reader.close(array, after: 2)
    }

    /// A text string, or zero for `none` (RFC 9171 section 4.2.5.1.1).
    private static func readDTN(_ reader: inout CBORReader) throws(BundleParsingError) -> EndpointID {
        let offset = reader.position
        if reader.isAtUnsigned {
            guard try reader.readUInt() == 0 else { throw BundleParsingError(offset, .endpointSyntax) }
            return .none
        }
        let text = try reader.readText(atMost: longestDTN, orThrow: .endpointTooLong)
        guard DTNSyntax.isValid(text[...]) else { throw BundleParsingError(offset, .endpointSyntax) }
        return EndpointID(name: .dtn(String(decoding: text, as: UTF8.self)))
    }

    /// Two numbers, the first of them fully qualified, or three (RFC 9758 section 6.1).
    private static func readIPN(_ reader: inout CBORReader) throws(BundleParsingError) -> EndpointID {
        let array = try reader.openArray()
        let offset = reader.position
        let first = try reader.readUInt()
        let second = try reader.readUInt()
        if array.count == 2 || (array.count == nil && reader.isAtBreak) {
            try reader.close(array, after: 2)
            return .ipn(node: first, service: second)
        }
        try array.require(3)
        let third = try reader.readUInt()
        try reader.close(array, after: 3)
        guard max(first, second) <= 0xFFFF_FFFF else { throw BundleParsingError(offset, .endpointNumber) }
        return .ipn(node: first << 32 | second, service: third)
    }

    /// Writes the two-element ipn form, which readers from before RFC 9758 know; the null endpoint is `ipn:0.0`, because
    /// not every implementation reads the dtn scheme.
    func encode(to writer: inout CBORWriter) {
        writer.append(arrayOf: 2)
        switch name {
        case .none:
            writer.appendIPN(Self.ipnScheme, node: 0, service: 0)
        case .ipn(let node, let service):
            writer.appendIPN(Self.ipnScheme, node: node, service: service)
        case .dtn(let text):
            writer.append(Self.dtnScheme)
            writer.append(text: text.utf8)
        }
    }
}

extension CBORWriter {
    fileprivate mutating func appendIPN(_ scheme: UInt64, node: UInt64, service: UInt64) {
        append(scheme)
        append(arrayOf: 2)
        append(node)
        append(service)
    }
}
