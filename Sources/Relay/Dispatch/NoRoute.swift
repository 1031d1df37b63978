import Telegrams

/// Why there is no way to a station.
package struct NoRoute: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Cause: Hashable, Sendable {
        case none
        /// The route leads by way of a station that no link or route reaches.
        case brokenAt(Designator)
        case loop(at: Designator)
    }

    package var destination: Designator
    package var cause: Cause

    package init(destination: Designator, cause: Cause) {
        self.destination = destination
        self.cause = cause
    }

    package var description: String {
        switch cause {
        case .none: "no link and no route leads to \(destination)"
        case .brokenAt(let hop): "the route to \(destination) goes by way of \(hop), which no link reaches"
        case .loop(let hop): "the route to \(destination) goes in a circle through \(hop)"
        }
    }
}
