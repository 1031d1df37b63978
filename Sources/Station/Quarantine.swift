import DurableFiles
import Register
import Relay
import Telegrams

extension Station {
    package func quarantined() throws -> [QuarantineRecord] {
        try register.read { try $0.quarantined() }
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
            throw StationError(.damaged, "item \(id) cannot be accepted: \(reason)")
        }
        try removeQuarantined(id)
        return report
    }

    package func removeQuarantined(_ id: Int64) throws {
        let record = try quarantinedItem(id)
        if let file = record.file { _ = try DurableFile.remove(home.quarantine + "/" + file) }
        _ = try register.write { try $0.removeQuarantined(id) }
    }

    private func quarantinedItem(_ id: Int64) throws -> QuarantineRecord {
        guard let record = try quarantined().first(where: { $0.id == id }) else {
            throw StationError(.notFound, "there is no item \(id)", hint: "list them with 'cable quarantine list'")
        }
        return record
    }
}
