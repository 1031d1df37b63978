import Telegrams

/// Items of equal standing, the oldest first.
///
/// New ones mostly join at the end and leave at the front, both in constant time; what returns to its old place or is
/// taken out of the middle moves the entries behind it.
struct WaitingLine: Sendable {
    struct Entry: Sendable, Comparable {
        var since: Instant
        var ticket: Ticket

        static func < (left: Entry, right: Entry) -> Bool {
            left.since == right.since ? left.ticket.serial < right.ticket.serial : left.since < right.since
        }
    }

    private var entries: [Entry] = []
    private var head = 0

    var isEmpty: Bool { head == entries.count }
    var waiting: ArraySlice<Entry> { entries[head...] }

    mutating func insert(_ entry: Entry) {
        if let last = entries.last, head < entries.count, entry < last {
            let position = position(of: entry)
            if position == head, head > 0 {
                head -= 1
                entries[head] = entry
            } else {
                entries.insert(entry, at: position)
            }
        } else {
            entries.append(entry)
        }
    }

    mutating func remove(_ entry: Entry) {
        let position = position(of: entry)
        guard position < entries.count, entries[position] == entry else { return }
        guard position == head else {
            entries.remove(at: position)
            return
        }
        head += 1
        if head == entries.count || head > 64 && head * 2 > entries.count {
            entries.removeFirst(head)
            head = 0
        }
    }

    /// Where the entry stands, or would stand.
    private func position(of entry: Entry) -> Int {
        var low = head
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle] < entry { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
