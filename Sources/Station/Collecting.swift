import DurableFiles
import Register
import Relay
import Telegrams

// Folders and the like: what lies on a link becomes durable here, and only then is forgotten there.

extension Station {
    func collect(
        from link: any Link, of peer: Designator?, report: inout ExchangeReport, progress: (ExchangeReport) -> Void
    ) throws {
        _ = try link.tidy()
        // What is too large is refused unread.
        for batch in try link.arrivals().batches(size: { min(Int($0.size), Self.bundleLimit) }) {
            try take(batch, from: link, of: peer, report: &report)
            progress(report)
        }
    }

    private func take(
        _ arrivals: [Arrival], from link: any Link, of peer: Designator?, report: inout ExchangeReport
    ) throws {
        let bundles = parallelMap(arrivals) { read($0, from: link) }
        var taken: [Arrival] = []
        var refused: [(arrival: Arrival, refusal: Refusal)] = []
        for (arrival, finding) in zip(arrivals, try takeIn(bundles, from: peer, report: &report)) {
            switch finding {
            case .accepted: taken.append(arrival)
            case .refused(let refusal): refused.append((arrival, refusal))
            case .unavailable(let reason):
                report.troubles.append("\(Self.noticeItem(arrival.name)) stays on link \(link.name): \(reason)")
            case .gone: continue
            }
        }
        try link.forget(taken)
        for (arrival, refusal) in refused { try quarantine(arrival, of: link, refusal: refusal, report: &report) }
    }

    private func read(_ arrival: Arrival, from link: any Link) -> Finding<[UInt8]> {
        do {
            return try link.read(arrival, limit: Self.bundleLimit).map(Finding.accepted) ?? .gone
        } catch let error as ArrivalRefused {
            return .refused(Refusal(reason: error.reason, isMendable: true))
        } catch {
            return .unavailable("\(error)")
        }
    }

    /// Noted and reported before it is moved: after a crash between the two it is found again and moved then.
    private func quarantine(
        _ arrival: Arrival, of link: any Link, refusal: Refusal, report: inout ExchangeReport
    ) throws {
        let record = try register.write { writer in
            let record = try writer.quarantine(item: arrival.name, link: link.name, reason: refusal.reason, at: now())
            if record.isNew, let station = try sender(of: arrival, in: writer.reader) {
                try tell(station, of: arrival, refusal, in: writer)
            }
            return record
        }
        guard let file = try link.setAside(arrival, in: home.quarantine) else {
            // Another command was faster.
            if record.isNew { _ = try register.write { try $0.removeQuarantined(record.id) } }
            return
        }
        try register.write { try $0.setFile(file, ofQuarantined: record.id) }
        report.quarantined.append("\(arrival.name): \(refusal.reason)")
    }

    private func tell(
        _ station: Designator, of arrival: Arrival, _ refusal: Refusal, in writer: Register.Writer
    ) throws {
        let item = Self.noticeItem(arrival.name)
        let reason = Self.noticeReason(refusal.reason)
        let notice: Notice =
            refusal.isMendable ? .damaged(item: item, reason: reason) : .undeliverable(item: item, reason: reason)
        try writer.queueNotice(notice.description, to: station, isService: true)
    }

    /// The station to be told of a damaged item: the one whose bundle its name says it is.
    private func sender(of arrival: Arrival, in reader: Register.Reader) throws -> Designator? {
        let name = arrival.name.split(separator: ".bundle").first.map(String.init) ?? arrival.name
        let identity = BundleIdentity(fileName: name) ?? BundleIdentity(fileName: String(name.dropFirst(2)))
        guard let node = identity?.source.node, node != record.node else { return nil }
        return try reader.card(node: node)?.station
    }

    /// Of the other side's name what a notice can carry: the name of a file, in visible ASCII.
    static func noticeItem(_ name: String) -> String {
        let visible = name.unicodeScalars.map { scalar -> Character in
            let isPlain = scalar.value > 0x20 && scalar.value < 0x7F && scalar != "/" && scalar != "\\"
            return isPlain ? Character(scalar) : "?"
        }
        guard let first = visible.first else { return "?" }
        return String(([".", "-"].contains(first) ? ["?"] : []) + visible.prefix(200))
    }

    static func noticeReason(_ reason: String) -> String {
        let visible = reason.unicodeScalars.map { $0.value >= 0x20 && $0.value < 0x7F ? Character($0) : "?" }
        let words = String(visible.prefix(300)).split(separator: " ").joined(separator: " ")
        return words.isEmpty ? "no reason" : words
    }
}
