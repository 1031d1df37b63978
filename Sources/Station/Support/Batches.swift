/// How much is dealt with at once: enough to share a sync of the disk and a transaction, and not more than memory bears.
package enum Batches {
    package static let count = 128
    package static let bytes = 32 << 20
}

extension Array {
    /// The elements in order, in groups of at most `Batches.count` and, but for a single larger one, `Batches.bytes`.
    package func batches(size: (Element) -> Int) -> [[Element]] {
        var batches: [[Element]] = []
        var batch: [Element] = []
        var bytes = 0
        for element in self {
            if batch.count == Batches.count || (!batch.isEmpty && bytes + size(element) > Batches.bytes) {
                batches.append(batch)
                batch = []
                bytes = 0
            }
            batch.append(element)
            bytes += size(element)
        }
        return batch.isEmpty ? batches : batches + [batch]
    }
}
