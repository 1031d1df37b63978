import Synchronization
import Terminal

/// Shows how far long work has come, on standard error, where that is a terminal.
final class ProgressMeter: Sendable {
    private let line: Mutex<ProgressLine?>

    /// - Parameters:
    ///   - label: what is being done.
    ///   - total: how many there are to do, where that is known.
    init(_ label: String, unit: ProgressMeasure.Unit, total: Int? = nil) {
        line = Mutex(ProgressLine(ProgressMeasure(label, unit: unit, total: total)))
    }

    func update(_ done: Int64) {
        line.withLock { $0?.update(done: Int(done)) }
    }

    /// Takes the line away again.
    func finish() {
        line.withLock { $0 = nil }
    }
}
