import Links
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
