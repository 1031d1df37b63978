/// First in, first out, in constant time; what is taken out is let go of at once.
struct TCPCLQueue<Element: Sendable>: Sendable {
    private var slots: [Element?] = []
    /// Index of the first element; the slots before it are empty.
    private var head = 0

    var count: Int { slots.count - head }
    var isEmpty: Bool { count == 0 }

    /// The element in a place, counted from the front.
    subscript(place: Int) -> Element? {
        get { place < count ? slots[head + place] : nil }
        set { if place < count, let newValue { slots[head + place] = newValue } }
    }

    var first: Element? { self[0] }

    mutating func append(_ element: Element) { slots.append(element) }

    @discardableResult mutating func popFirst() -> Element? {
        guard !isEmpty else { return nil }
        defer { skipFirst() }
        return slots[head]
    }

    /// The place of the first element that fits, counted from the front.
    func firstPlace(where fits: (Element) -> Bool) -> Int? {
        slots[head...].firstIndex { $0.map(fits) ?? false }.map { $0 - head }
    }

    mutating func remove(at place: Int) {
        if place == 0 { popFirst() } else if place < count { slots.remove(at: head + place) }
    }

    mutating func removeAll() -> [Element] {
        defer { self = TCPCLQueue() }
        return slots[head...].compactMap { $0 }
    }

    private mutating func skipFirst() {
        slots[head] = nil
        head += 1
        // Half of the slots are empty: close up, which costs each element one move on average.
        if head > 32, head > slots.count / 2 {
            slots.removeFirst(head)
            head = 0
        }
    }
}
