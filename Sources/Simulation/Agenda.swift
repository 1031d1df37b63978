/// What is going to happen, the earliest first and of simultaneous events the one that was planned first.
struct Agenda<Event> {
    private struct Entry {
        var at: Int64
        var serial: UInt32
        var slot: UInt32
    }

    private var heap: [Entry] = []
    private var events: [Event?] = []
    private var free: [UInt32] = []
    private var serial: UInt32 = 0

    mutating func plan(_ event: Event, at time: Int64) {
        let slot = free.popLast() ?? UInt32(events.count)
        if Int(slot) == events.count { events.append(event) } else { events[Int(slot)] = event }
        serial &+= 1
        heap.append(Entry(at: time, serial: serial, slot: slot))
        rise(heap.count - 1)
    }

    mutating func next() -> (at: Int64, event: Event)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        guard let event = events[Int(first.slot)] else { return nil }
        events[Int(first.slot)] = nil
        free.append(first.slot)
        return (first.at, event)
    }

    private mutating func rise(_ position: Int) {
        var child = position
        let entry = heap[child]
        while child > 0, Self.isBefore(entry, heap[(child - 1) / 2]) {
            heap[child] = heap[(child - 1) / 2]
            child = (child - 1) / 2
        }
        heap[child] = entry
    }

    private mutating func sink() {
        let entry = heap[0]
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, Self.isBefore(heap[child + 1], heap[child]) { child += 1 }
            guard Self.isBefore(heap[child], entry) else { break }
            heap[parent] = heap[child]
            parent = child
        }
        heap[parent] = entry
    }

    private static func isBefore(_ left: Entry, _ right: Entry) -> Bool {
        left.at == right.at ? left.serial < right.serial : left.at < right.at
    }
}
