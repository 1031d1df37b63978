import DurableFiles
import Glibc
import Register
import Relay
import Station
import Telegrams

/// Something that arrived and could not be accepted.
package struct QuarantinedItem: Sendable, Equatable {
    package var id: Int64
    /// What it was called where it lay.
    package var name: String
    package var link: String
    /// Who is answerable for it: `station MOSCOW`, or `link NAME` where nobody has signed for it.
    package var source: String
    /// In bytes.
    package var size: Int
    package var reason: String
    package var at: Instant
    /// The station of which it must be known first which copy is the right one: nothing is wrong with the item.
    package var awaits: Designator?
    /// It is held until that is known.
    package var isHeld: Bool { awaits != nil }

    package init(_ record: QuarantineRecord) {
        id = record.id
        name = record.item
        link = record.link
        source = "\(record.source)"
        size = record.size
        reason = record.reason
        at = record.at
        awaits = record.awaits
    }
}

/// Which items of the quarantine are meant: those to which all of this applies.
package struct QuarantineChoice: Sendable, Equatable {
    /// Any of these; all where there are none.
    package var ids: [ClosedRange<Int64>] = []
    /// What this station's key has signed for.
    package var station: Designator?
    /// What came over this link, whoever has signed for it.
    package var link: String?
    /// What came before this time.
    package var before: Instant?

    /// What is held until a station has proved itself, too.
    package var includesHeld = true

    package init() {}

    fileprivate var selection: QuarantineSelection {
        QuarantineSelection(
            ids: ids, source: station.map(KeptSource.station), link: link, before: before,
            includesHeld: includesHeld)
    }
}

extension Station {
    /// The items in the quarantine, the newest first.
    ///
    /// - Parameters:
    ///   - limit: at most so many.
    ///   - before: only those before this one, to page through them.
    package func quarantined(
        _ choice: QuarantineChoice = QuarantineChoice(), limit: Int = .max, before: Int64 = .max
    ) throws -> [QuarantinedItem] {
        try register.read { try $0.quarantined(choice.selection, limit: limit, before: before) }
            .map(QuarantinedItem.init)
    }

    /// Tries to take an item in again.
    ///
    /// - Throws: `StationError` with code `damaged` and the reason where it still cannot be accepted.
    package func retryQuarantined(_ id: Int64) throws -> ExchangeReport {
        let record = try quarantinedItem(id)
        guard let file = record.file else { throw StationError(.notFound, "the bytes of item \(id) are gone") }
        let bytes = try DurableFile.read(home.quarantine + "/" + file, limit: Self.bundleLimit)
        var report = ExchangeReport()
        if let reason = try takeIn(bytes, report: &report) {
            throw StationError(
                .damaged, "item \(id) cannot be accepted: \(reason)",
                hint: "its sender has been told where he is known; 'cable quarantine remove \(id)' throws it away")
        }
        try removeQuarantined(id)
        return report
    }

    /// Takes in what was held of a station until it was known which copy of it is the right one.
    func takeHeldIn(report: inout ExchangeReport) throws {
        for id in try register.read({ try $0.releasedFromQuarantine() }) {
            guard let file = try quarantinedItem(id).file else { continue }
            let bytes = try DurableFile.read(home.quarantine + "/" + file, limit: Self.bundleLimit)
            if let refusal = try refusal(of: bytes, report: &report) {
                // Of several copies one may be known while another still has to prove itself.
                try register.write { try $0.endHolding(id, awaiting: refusal.awaits) }
            } else {
                try removeQuarantined(id)
            }
        }
    }

    /// Throws an item away.
    package func removeQuarantined(_ id: Int64) throws {
        _ = try quarantinedItem(id)
        var choice = QuarantineChoice()
        choice.ids = [id...id]
        _ = try removeQuarantined(choice)
    }

    /// Throws items away.
    ///
    /// - Returns: how many there were.
    package func removeQuarantined(_ choice: QuarantineChoice) throws -> Int {
        var count = 0
        while true {
            // Some at a time, so that nobody waits long for the register.
            let removed = try register.write { try $0.removeQuarantined(choice.selection, limit: 1000) }
            try removeFiles(of: removed)
            count += removed.count
            if removed.count < 1000 { return count }
        }
    }

    /// Finds the files of items that were being set aside when a command was broken off.
    func reclaimQuarantined() throws {
        let records = try register.read { try $0.quarantined() }
        let unfinished = records.filter { $0.file == nil }
        guard !unfinished.isEmpty else { return try removeLeftovers(besides: records) }
        let noted = Set(records.compactMap(\.file))
        var files = try DurableFile.names(in: home.quarantine).filter { !noted.contains($0) }.sorted()
        for record in unfinished {
            let name = Self.nameInQuarantine(of: record.item)
            guard let index = files.firstIndex(where: { $0.hasPrefix(name) }) else { continue }
            let file = files.remove(at: index)
            try register.write { try $0.setFile(file, ofQuarantined: record.id) }
        }
    }

    /// Removes files of which the register knows nothing: they were written, or their items removed, just before a crash.
    ///
    /// Only old ones: another process may be about to note one.
    private func removeLeftovers(besides records: [QuarantineRecord]) throws {
        let noted = Set(records.compactMap(\.file))
        let folder = try OpenFolder(home.quarantine)
        // By the clock of the machine that keeps the files.
        let old = Int64(time(nil)) - OpenFolder.rest
        let leftovers = try folder.names().filter { name in
            guard !name.hasPrefix("."), !noted.contains(name.description) else { return false }
            return try folder.facts(of: name).map { $0.kind == .regular && $0.changed < old } ?? false
        }
        guard !leftovers.isEmpty else { return }
        try folder.remove(leftovers)
        try folder.sync()
    }

    /// Throws away what has lain in the quarantine for so long that nobody will look at it.
    func endOldQuarantine(at now: Instant) throws {
        guard let days = Kept.quarantine.limit.days else { return }
        var choice = QuarantineChoice()
        choice.before = now.adding(days: -days)
        _ = try removeQuarantined(choice)
    }

    /// How the name of a file in the quarantine begins that holds an item.
    private static func nameInQuarantine(of item: String) -> String {
        let plain = item.utf8.prefix(150).map { byte -> UInt8 in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): byte
            default: UInt8(ascii: "_")
            }
        }
        let startsPlainly =
            plain.first.map { ![UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains($0) } ?? false
        return (startsPlainly ? "" : "_") + String(decoding: plain, as: UTF8.self)
    }

    private func quarantinedItem(_ id: Int64) throws -> QuarantineRecord {
        guard let record = try register.read({ try $0.quarantined(id) }) else {
            throw StationError(.notFound, "there is no item \(id)", hint: "list them with 'cable quarantine list'")
        }
        return record
    }
}
