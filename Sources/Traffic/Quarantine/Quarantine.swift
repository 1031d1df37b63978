import DurableFiles
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
    package var reason: String
    package var at: Instant

    package init(_ record: QuarantineRecord) {
        id = record.id
        name = record.item
        link = record.link
        reason = record.reason
        at = record.at
    }
}

extension Station {
    package func quarantined() throws -> [QuarantinedItem] {
        try register.read { try $0.quarantined() }.map(QuarantinedItem.init)
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
            if try takeIn(bytes, report: &report) == nil {
                try removeQuarantined(id)
            } else {
                try register.write { try $0.endHolding(id) }
            }
        }
    }

    package func removeQuarantined(_ id: Int64) throws {
        let record = try quarantinedItem(id)
        if let file = record.file { _ = try DurableFile.remove(home.quarantine + "/" + file) }
        _ = try register.write { try $0.removeQuarantined(id) }
    }

    /// Finds the files of items that were being set aside when a command was broken off.
    func reclaimQuarantined() throws {
        let records = try register.read { try $0.quarantined() }
        let unfinished = records.filter { $0.file == nil }
        guard !unfinished.isEmpty else { return }
        let noted = Set(records.compactMap(\.file))
        var files = try DurableFile.names(in: home.quarantine).filter { !noted.contains($0) }.sorted()
        for record in unfinished {
            let name = Self.nameInQuarantine(of: record.item)
            guard let index = files.firstIndex(where: { $0.hasPrefix(name) }) else { continue }
            let file = files.remove(at: index)
            try register.write { try $0.setFile(file, ofQuarantined: record.id) }
        }
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
        guard let record = try register.read({ try $0.quarantined() }).first(where: { $0.id == id }) else {
            throw StationError(.notFound, "there is no item \(id)", hint: "list them with 'cable quarantine list'")
        }
        return record
    }
}
