import GRDB
import Relay
import Telegrams

// What ends because it is old, or because there is too much of it; done now and then, by index.

extension Register.Writer {
    /// Ends what is over its limits of age and number, apart from the quarantine, which has files.
    ///
    /// - Parameter most: at most so many rows of each kind, so that nobody waits long for the register.
    /// - Returns: whether there may be more to end.
    package func endWhatIsOver(at now: Instant, most: Int = 10_000) throws -> Bool {
        let carried = try endCarried(at: now, most: most)
        let passages = try endPassages(at: now, most: most)
        let heard = try forgetHeard(most: most)
        return max(carried, passages, heard) >= most
    }

    /// Forgets bundles that were carried long ago, and of a source that brought too many the oldest.
    private func endCarried(at now: Instant, most: Int) throws -> Int {
        var shares = try reader.shares(of: .carried)
        var ended = 0
        if let days = Kept.carried.limit.days {
            for source in shares.bySource.keys.sorted() {
                let count = try forgetCarried(source, before: now.adding(days: -days), most: most - ended)
                shares.subtract(KeptAmount(count: count), from: source)
                ended += count
            }
        }
        while ended < most, let excess = shares.excess {
            // Not all at once: the next may be another source's.
            let count = try forgetCarried(
                excess.source, before: Instant(milliseconds: .max), most: min(excess.count, 1000, most - ended))
            guard count > 0 else { break }
            shares.subtract(KeptAmount(count: count), from: excess.source)
            ended += count
        }
        return ended
    }

    private func forgetCarried(_ source: KeptSource, before time: Instant, most: Int) throws -> Int {
        // What waits here still must be known, or a copy of it would be taken for new.
        try database.cachedStatement(
            sql: """
                DELETE FROM carried WHERE name IN (
                    SELECT name FROM carried
                    WHERE source = ?1 AND at < ?2 AND NOT EXISTS (SELECT 1 FROM transit WHERE transit.name = carried.name)
                    ORDER BY at LIMIT ?3)
                """
        ).execute(arguments: [source.description, time.milliseconds, most])
        let count = database.changesCount
        try discount(KeptAmount(count: count), of: .carried, for: source)
        return count
    }

    private func endPassages(at now: Instant, most: Int) throws -> Int {
        guard let days = Kept.passages.limit.days else { return 0 }
        try database.cachedStatement(
            sql: """
                DELETE FROM passage WHERE (bundle, station) IN
                    (SELECT bundle, station FROM passage WHERE asked < ? ORDER BY asked LIMIT ?)
                """
        ).execute(arguments: [now.adding(days: -days).milliseconds, most])
        return database.changesCount
    }
}
