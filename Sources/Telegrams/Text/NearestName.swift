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

    /// Edit distance (Levenshtein): insertions, deletions and replacements of single bytes.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (index, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let replaced = diagonal + (byte == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
