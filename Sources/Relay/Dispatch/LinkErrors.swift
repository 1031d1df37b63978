import Telegrams

/// The other side cannot be reached now: the stick is not plugged in, the share not mounted, the peer not on line.
package struct LinkUnavailable: Error, Equatable, CustomStringConvertible {
    /// The link's name.
    package var link: String
    package var reason: String
    /// What the operator can do about it.
    package var remedy: String?

    package init(link: String, reason: String, remedy: String? = nil) {
        self.link = link
        self.reason = reason
        self.remedy = remedy
    }

    package var description: String { "link \(link) is not available: \(reason)" }
}

/// An arrival that can never be accepted, whatever else happens: it should be set aside.
package struct ArrivalRefused: Error, Equatable, CustomStringConvertible {
    package var arrival: String
    package var reason: String

    package init(arrival: String, reason: String) {
        self.arrival = arrival
        self.reason = reason
    }

    /// One line; the other side chose the name.
    package var description: String { "\(quoted(arrival, limit: 255)) is refused: \(reason)" }
}

/// Not every item is durable at the other side.
package struct HandOverError: Error, CustomStringConvertible {
    /// An item that the other side cannot take: handing it over again will not help.
    package struct Refusal: Sendable, Equatable {
        package var item: String
        package var reason: String

        package init(item: String, reason: String) {
            self.item = item
            self.reason = reason
        }
    }

    /// Names of the items that are durable there all the same.
    package var handed: [String]
    package var refused: [Refusal]
    /// Names of the items for which there is no room now; smaller ones may have found some.
    package var noRoom: [String]
    /// Why the others could not be handed over this time; nil where there are none.
    package var cause: (any Error)?

    package init(handed: [String], refused: [Refusal], noRoom: [String] = [], cause: (any Error)?) {
        self.handed = handed
        self.refused = refused
        self.noRoom = noRoom
        self.cause = cause
    }

    package var description: String {
        var parts = ["\(handed.count) handed over"]
        parts += refused.map { "\($0.item) refused: \($0.reason)" }
        if !noRoom.isEmpty { parts.append("no room for \(noRoom.joined(separator: ", "))") }
        if let cause { parts.append("the rest not: \(cause)") }
        return parts.joined(separator: "; ")
    }
}

/// A link that cannot work as it is set up.
package struct LinkMisconfigured: Error, Equatable, CustomStringConvertible {
    package var link: String
    package var reason: String

    package init(link: String, reason: String) {
        self.link = link
        self.reason = reason
    }

    package var description: String { "link \(link): \(reason)" }
}
