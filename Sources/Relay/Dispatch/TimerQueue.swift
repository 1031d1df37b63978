import Telegrams

/// What is to happen to items at given times, the earliest first: a binary heap.
struct TimerQueue: Sendable {
    enum Kind: Sendable {
        case expiry
        case overdue
    }

    struct Timer: Sendable {
        var at: Instant
        var ticket: Ticket
        var kind: Kind
    }

    private var heap: [Timer] = []

    var first: Timer? { heap.first }

    mutating func insert(_ timer: Timer) {
        heap.append(timer)
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeFirst() {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        var parent = 0
        while let child = earlierChild(of: parent), heap[child].isBefore(heap[parent]) {
            heap.swapAt(child, parent)
            parent = child
        }
    }

    private func earlierChild(of parent: Int) -> Int? {
        let left = 2 * parent + 1
        guard left < heap.count else { return nil }
        return left + 1 < heap.count && heap[left + 1].isBefore(heap[left]) ? left + 1 : left
    }
}

extension TimerQueue.Timer {
    /// The ticket makes the order of simultaneous ones the same on every run.
    fileprivate func isBefore(_ other: Self) -> Bool {
        at == other.at ? ticket.serial < other.ticket.serial : at < other.at
    }
}
