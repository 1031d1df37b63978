import Telegrams

/// Where a connection is made or awaited: `HOST:PORT`, an IPv6 address in brackets.
package struct HostAndPort: Hashable, Sendable, CustomStringConvertible {
    package let host: String
    package let port: Int

    /// - Throws: `FormatError`.
    package init(_ text: String) throws(FormatError) {
        guard let colon = text.lastIndex(of: ":") else {
            throw FormatError("\(quoted(text)) is not HOST:PORT, as relay.example:4556 is")
        }
        guard let port = UInt16(text[text.index(after: colon)...]) else {
            throw FormatError("\(quoted(text)) does not end with a port: 0 to 65535")
        }
        host = try Self.host(text[..<colon])
        self.port = Int(port)
    }

    private static func host(_ text: Substring) throws(FormatError) -> String {
        if text.hasPrefix("["), text.hasSuffix("]") {
            let address = text.dropFirst().dropLast()
            let isAddress = address.utf8.allSatisfy {
                $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: ":") || isPlain($0)
            }
            guard address.contains(":"), isAddress else { throw FormatError("\(quoted(text)) is no IPv6 address") }
            return String(address)
        }
        guard !text.contains(":") else {
            throw FormatError("\(quoted(text)) is no host; an IPv6 address stands in brackets, as [::1]:4556")
        }
        guard !text.isEmpty, text.utf8.count <= 253, text.utf8.allSatisfy(isPlain) else {
            throw FormatError("\(quoted(text)) is no host: a name or an IP address")
        }
        return String(text)
    }

    /// Of names and addresses: letters, digits, full stop, hyphen and underscore.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
