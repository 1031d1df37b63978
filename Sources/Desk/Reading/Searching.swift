import Dispatch
import Register
import Sealing
import Station
import Synchronization
import Telegrams
import Traffic

/// A telegram in which a search found something.
package struct SearchHit: Sendable {
    package var summary: TelegramSummary
    /// The first line that matched.
    package var excerpt: String
}

extension Station {
    /// Searches everything that an officer has sent or opened, the newest first: opened in memory, never written.
    ///
    /// - Parameters:
    ///   - words: all of them must occur, in any order; upper and lower case are the same.
    ///   - limit: the search ends when it has found so many.
    package func search(_ words: [String], limit: Int, session: OfficerSession) throws -> [SearchHit] {
        let query = SearchQuery(words)
        let archive = Archive(register: register, officer: try session.codename)
        let found = Mutex<(matches: [Int: [SearchQuery.Match]], failure: (any Error)?)>(([:], nil))
        DispatchQueue.concurrentPerform(iterations: Self.searchers) { _ in
            do {
                while let (index, batch) = try archive.nextBatch() {
                    let matches = batch.compactMap { query.match($0, archiveKey: session.archiveKey) }
                    let count = found.withLock { found in
                        found.matches[index] = matches
                        return found.matches.values.reduce(0) { $0 + $1.count }
                    }
                    if count >= limit { archive.close() }
                }
            } catch {
                archive.close()
                found.withLock { $0.failure = error }
            }
        }
        let (matches, failure) = found.withLock { $0 }
        if let failure { throw failure }
        let newest = matches.sorted { $0.key < $1.key }.flatMap(\.value).prefix(limit)
        return try register.read { reader in try newest.map { try hit($0, reader: reader) } }
    }

    /// So many at most, each on a core of its own.
    private static let searchers = 16

    private func hit(_ match: SearchQuery.Match, reader: Register.Reader) throws -> SearchHit {
        let summary = TelegramSummary(
            entry: try reader.entry(match.number), addressees: try reader.addressees(of: match.number),
            subject: match.subject)
        return SearchHit(summary: summary, excerpt: match.excerpt)
    }
}

/// Gives out an officer's telegrams batch by batch, the newest first, so that one searcher reads while others look.
private final class Archive: Sendable {
    private static let batch = 256

    private let register: Register
    private let officer: Codename
    private let next = Mutex<(index: Int, before: Int64?)>((0, .max))

    init(register: Register, officer: Codename) {
        self.register = register
        self.officer = officer
    }

    /// The next batch and its place in the order; nil after the last one.
    func nextBatch() throws -> (index: Int, batch: [FiledTelegram])? {
        try next.withLock { next in
            guard let before = next.before else { return nil }
            let batch = try register.read { try $0.filed(by: officer, before: before, limit: Self.batch) }
            next.before = batch.last?.number
            next.index += 1
            return batch.isEmpty ? nil : (next.index, batch)
        }
    }

    /// Gives out nothing more.
    func close() {
        next.withLock { $0.before = nil }
    }
}
