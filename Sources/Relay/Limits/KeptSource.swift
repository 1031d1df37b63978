import Telegrams

/// Who is answerable for something that is kept here: the one whose share it takes.
package enum KeptSource: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// A station whose key has signed for it.
    case station(Designator)
    /// The link over which it came, where nobody has signed for it.
    case link(String)
    /// It was brought by hand, or nobody knows any more.
    case unknown

    /// `station MOSCOW`, `link to-MOSCOW` or `unknown`.
    package var description: String {
        switch self {
        case .station(let station): "station \(station)"
        case .link(let link): "link \(link)"
        case .unknown: "unknown"
        }
    }

    /// Reads what `description` prints; anything else is of an unknown source.
    package init(_ text: String) {
        let words = text.split(separator: " ", maxSplits: 1)
        switch (words.first, words.last) {
        case ("station", let name?): self = (try? Designator(name)).map(Self.station) ?? .unknown
        case ("link", let name?): self = .link(String(name))
        default: self = .unknown
        }
    }
}
