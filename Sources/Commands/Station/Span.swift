import Telegrams

/// How long something has lasted, for people: `3 h 12 min`.
enum Span {
    /// The two largest units, rounded down; nothing shorter than a second is told.
    static func text(seconds: Int64) -> String {
        let units: [(String, Int64)] = [("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)]
        guard let first = units.firstIndex(where: { seconds >= $0.1 }) else { return "0 s" }
        let (name, size) = units[first]
        let whole = "\(seconds / size) \(name)"
        guard first + 1 < units.count else { return whole }
        let (smaller, smallerSize) = units[first + 1]
        let rest = seconds % size / smallerSize
        return rest == 0 ? whole : "\(whole) \(rest) \(smaller)"
    }

    /// From one time to another; 0 where that is not later.
    static func text(from start: Instant, to end: Instant) -> String {
        text(seconds: max(0, end.seconds - start.seconds))
    }
}
