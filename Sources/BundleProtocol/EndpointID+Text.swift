extension EndpointID: CustomStringConvertible {
    /// Why text is not an endpoint that we take.
    public enum TextError: String, Error, Hashable, Sendable {
        /// Neither `dtn:` nor `ipn:`, in lower case.
        case scheme = "the scheme must be dtn or ipn"
        /// Not `none` and not `//node-name/demux`.
        case dtnSyntax = "a dtn endpoint must be dtn:none or dtn://node-name/demux"
        /// Not numbers without leading zeros, in the form of RFC 9758 section 4.1.
        case ipnSyntax = "an ipn endpoint must be ipn:node.service or ipn:allocator.node.service"
    }

    /// Parses `dtn:none`, `dtn://node-name/demux`, `ipn:node.service`, `ipn:allocator.node.service` and `ipn:!.service`.
    ///
    /// A node number above 2^32 - 1 is taken as a fully qualified one, the spelling from before RFC 9758. Every
    /// `ipn:0.service` is the null endpoint (RFC 9758 section 3.4.1).
    public init(parsing text: String) throws(TextError) {
        let bytes = Array(text.utf8)
        switch bytes.prefix(4) {
        case Array("dtn:".utf8)[...]: try self.init(dtn: bytes.dropFirst(4))
        case Array("ipn:".utf8)[...]: try self.init(ipn: bytes.dropFirst(4))
        default: throw .scheme
        }
    }

    /// The endpoint as a URI, in one spelling: the allocator is omitted when it is zero.
    public var description: String {
        switch name {
        case .none: "dtn:none"
        case .ipn(Self.localNode, let service): "ipn:!.\(service)"
        case .ipn(let node, let service): "ipn:" + Self.numbers(node: node, service: service)
        case .dtn(let text): "dtn:" + text
        }
    }

    /// `node.service` or `allocator.node.service` in decimal.
    static func numbers(node: UInt64, service: UInt64) -> String {
        node >> 32 == 0 ? "\(node).\(service)" : "\(node >> 32).\(node & 0xFFFF_FFFF).\(service)"
    }

    private init(dtn bytes: ArraySlice<UInt8>) throws(TextError) {
        guard bytes != Array("none".utf8)[...] else {
            self = .none
            return
        }
        guard bytes.count <= Self.longestDTN, DTNSyntax.isValid(bytes) else { throw .dtnSyntax }
        self.init(name: .dtn(String(decoding: bytes, as: UTF8.self)))
    }

    init(ipn bytes: ArraySlice<UInt8>) throws(TextError) {
        var parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let service = parts.popLast().flatMap(Decimal.init)?.value else { throw .ipnSyntax }
        if parts == [[UInt8(ascii: "!")]] {
            self = .ipn(node: Self.localNode, service: service)
            return
        }
        let numbers = parts.compactMap { Decimal($0)?.value }
        guard numbers.count == parts.count else { throw .ipnSyntax }
        switch numbers.count {
        case 1:
            self = .ipn(node: numbers[0], service: service)
        case 2 where numbers.allSatisfy { $0 <= 0xFFFF_FFFF }:
            self = .ipn(node: numbers[0] << 32 | numbers[1], service: service)
        default:
            throw .ipnSyntax
        }
    }
}

/// A decimal number in its only spelling: digits without leading zeros.
struct Decimal {
    let value: UInt64

    init?(_ digits: ArraySlice<UInt8>) {
        guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1 else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            let (tens, tooMany) = value.multipliedReportingOverflow(by: 10)
            let (sum, tooMuch) = tens.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            guard !tooMany, !tooMuch else { return nil }
            value = sum
        }
        self.value = value
    }
}
