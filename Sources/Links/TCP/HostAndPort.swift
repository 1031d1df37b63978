import Telegrams

/// Where a connection is made or awaited: `HOST:PORT`, an IPv6 address in brackets.
package struct HostAndPort: Hashable, Sendable, CustomStringConvertible {
    package let host: String
    package let port: Int

    /// - Throws: `FormatError`.
    package init(_ text: String) throws(FormatError) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw FormatError("\(quoted(text)) is not HOST:PORT, as relay.example:4556 is")
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        let isPlain = host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
        guard !host.isEmpty, host.utf8.count <= 253, isPlain else {
            throw FormatError("\(quoted(text)) has no host before the port")
        }
        self.host = String(host)
        self.port = Int(port)
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
