import Telegrams

/// How a station says on its card that it can be reached.
package enum Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// `tcp HOST PORT`
    case tcp(HostAndPort)
    /// `via STATION`: whoever reaches that station reaches this one.
    case via(Designator)

    /// Nil where the text says something else, which is for people.
    package init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        switch words.first {
        case "tcp" where words.count == 3:
            guard let place = try? HostAndPort("\(words[1]):\(words[2])") else { return nil }
            self = .tcp(place)
        case "via" where words.count == 2:
            guard let station = try? Designator(String(words[1])) else { return nil }
            self = .via(station)
        default: return nil
        }
    }

    package var description: String {
        switch self {
        case .tcp(let place): "tcp \(place.host) \(place.port)"
        case .via(let station): "via \(station)"
        }
    }
}

/// Where a connection is made or awaited: `HOST:PORT`, an IPv6 address in brackets.
package struct HostAndPort: Hashable, Sendable, CustomStringConvertible {
    package let host: String
    package let port: Int

    /// - Throws: `StationError` with code `invalid`.
    package init(_ text: String) throws {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw StationError(.invalid, "'\(text)' is not HOST:PORT", hint: "for instance relay.example:4556")
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        let isPlain = host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
        guard !host.isEmpty, host.utf8.count <= 253, isPlain else {
            throw StationError(.invalid, "'\(text)' has no host before the port")
        }
        self.host = String(host)
        self.port = Int(port)
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
