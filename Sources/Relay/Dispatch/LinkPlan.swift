import Telegrams

/// How a link is to be used, as the operator has configured it.
package struct LinkPlan: Sendable, Hashable {
    package var name: String
    /// The station to which it leads.
    package var peer: Designator
    /// What using it costs, 0 or more, against other links and routes.
    package var cost: Int
    /// When it may be used; always where empty.
    package var windows: [LinkWindow]
    /// What is less urgent than this is held back (MINIMIZE).
    package var minimize: Precedence?
    /// Receive only: nothing is handed over, and acknowledgements wait.
    package var isSilent: Bool
    /// Bits per second; nil where it is not known.
    package var speed: Int?

    package static let usualCost = 10

    package init(
        name: String, peer: Designator, cost: Int = usualCost, windows: [LinkWindow] = [],
        minimize: Precedence? = nil, isSilent: Bool = false, speed: Int? = nil
    ) {
        self.name = name
        self.peer = peer
        self.cost = cost
        self.windows = windows
        self.minimize = minimize
        self.isSilent = isSilent
        self.speed = speed
    }
}

extension LinkPlan {
    /// Whether the clock allows it to be used.
    package func isWindowOpen(at now: Instant) -> Bool {
        windows.isEmpty || windows.contains { $0.remainder(at: now) != nil }
    }

    /// When the present window closes, windows that follow one another taken together; nil where that is never, or
    /// none is open.
    package func windowCloses(after now: Instant) -> Instant? {
        guard !windows.isEmpty else { return nil }
        var end = now
        for _ in 0...windows.count {
            guard let remainder = windows.compactMap({ $0.remainder(at: end) }).max() else { break }
            end = end.adding(milliseconds: remainder)
        }
        return end == now || isWindowOpen(at: end) ? nil : end
    }

    /// When the next window opens; nil where one is open now.
    package func windowOpens(after now: Instant) -> Instant? {
        guard !isWindowOpen(at: now), let wait = windows.map({ $0.wait(at: now) }).min() else { return nil }
        return now.adding(milliseconds: wait)
    }

    /// When the clock next allows what it forbids now, or the other way round.
    func nextEdge(after now: Instant) -> Instant? {
        windowOpens(after: now) ?? windowCloses(after: now)
    }

    /// Whether so many bytes can be over before the window closes.
    ///
    /// Yes where the speed is not known: then there is nothing to judge by.
    package func canFinish(bytes: Int, at now: Instant) -> Bool {
        guard let speed, speed > 0, let closing = windowCloses(after: now) else { return true }
        return Double(bytes) * 8000 / Double(speed) <= Double(closing.milliseconds(since: now))
    }

    /// Whether MINIMIZE lets this precedence pass.
    package func carries(_ precedence: Precedence) -> Bool {
        minimize.map { precedence <= $0 } ?? true
    }
}
