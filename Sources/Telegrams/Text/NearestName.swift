/// Finds the name that somebody who mistyped may have meant.
enum NearestName {
    /// The name fewest edits away, if that is no more than a third of its length (but at least one).
    static func find(for word: some StringProtocol, among names: [String]) -> String? {
        let bytes = lowered(word)
        guard bytes.count <= 32 else { return nil }
        let near = names.map { (name: $0, distance: distance(bytes, Array($0.utf8))) }
            .filter { $0.distance <= max(1, $0.name.utf8.count / 3) }
        return near.min { $0.distance < $1.distance }?.name
    }

    private static func lowered(_ word: some StringProtocol) -> [UInt8] {
        word.utf8.map { isCapital($0) ? $0 | 0x20 : $0 }
    }

    /// Edit distance: insertions, deletions and replacements of single bytes, and exchanges of neighbours.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var least = min(last[column] + (byte == other ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, byte == right[column - 1], other == left[row - 1] {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                current.append(least)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
