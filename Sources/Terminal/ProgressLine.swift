import Glibc

/// One line on standard error that shows how far long work has come, and disappears at its end.
///
/// Nothing is written where standard error is not a terminal.
package struct ProgressLine: ~Copyable {
    /// When an update is drawn; the first and the last always are.
    package enum Pace: Sendable {
        /// Every so many updates.
        case updates(Int)
        /// Not more often than this.
        case interval(Duration)
    }

    private let measure: ProgressMeasure
    private let pace: Pace
    private let descriptor: CInt
    private let isShown: Bool
    private var updates = 0
    private var lastDrawn: ContinuousClock.Instant?

    /// - Parameter measure: what is done, in which unit, and how much there is of it.
    package init(
        _ measure: ProgressMeasure, pace: Pace = .interval(.milliseconds(100)), descriptor: CInt = STDERR_FILENO
    ) {
        self.init(measure, pace: pace, descriptor: descriptor, isShown: TerminalFacts.isTerminal(descriptor))
    }

    init(_ measure: ProgressMeasure, pace: Pace, descriptor: CInt, isShown: Bool) {
        self.measure = measure
        self.pace = pace
        self.descriptor = descriptor
        self.isShown = isShown
    }

    deinit {
        if updates > 0 { writeAll("\r\u{1B}[K", to: descriptor) }
    }

    /// Tells how much is done by now, not since the last time.
    package mutating func update(done: Int) {
        guard isShown else { return }
        let isDue = isDue(done)
        updates += 1
        guard isDue else { return }
        // The last column stays free: writing there would begin a new line on some terminals.
        let width = max(1, (TerminalFacts.width(descriptor) ?? 80) - 1)
        writeAll("\r\(measure.text(done: done).prefix(width))\u{1B}[K", to: descriptor)
    }

    /// Erases the line; dropping the value does the same.
    package consuming func finish() {}

    private mutating func isDue(_ done: Int) -> Bool {
        switch pace {
        case .updates(let count):
            return updates % max(1, count) == 0 || done == measure.total
        case .interval(let interval):
            let now = ContinuousClock.now
            if let lastDrawn, now - lastDrawn < interval, done != measure.total { return false }
            lastDrawn = now
            return true
        }
    }
}
