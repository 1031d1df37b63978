import BundleProtocol
import DurableFiles
import Register
import Relay
import Station
import Telegrams

// Folders and the like: what lies on a link becomes durable here, and only then is forgotten there.

/// What lay on a link, or some of it, as it was read.
package struct CollectedBundles: Sendable {
    let link: any Link
    let arrivals: [Arrival]
    let bundles: [Station.Verdict<Station.UnopenedBundle>]

    package var count: Int { arrivals.count }
}

extension Station {
    func collect(
        from link: any Link, of peer: Designator?, report: inout ExchangeReport, progress: (ExchangeReport) -> Void
    ) throws {
        for arrivals in try batches(on: link) {
            let read = read(arrivals, from: link, of: peer)
            try link.forget(takeIn(read, report: &report))
            progress(report)
        }
    }

    /// What lies on a link, in amounts that can be dealt with at once; what is too large is refused unread.
    package func batches(on link: any Link) throws -> [[Arrival]] {
        _ = try link.tidy()
        return try link.arrivals().batches { min(Int($0.size), Self.bundleLimit) }
    }

    /// Reads; nothing else of the station is touched.
    package func read(_ arrivals: [Arrival], from link: any Link, of peer: Designator?) -> CollectedBundles {
        CollectedBundles(
            link: link, arrivals: arrivals, bundles: parallelMap(arrivals) { read($0, from: link, of: peer) })
    }

    /// Takes in what was read; what must be refused goes to the quarantine.
    ///
    /// - Returns: what is durable here now, and may be forgotten on the link.
    package func takeIn(_ collected: CollectedBundles, report: inout ExchangeReport) throws -> [Arrival] {
        var taken: [Arrival] = []
        var refused: [(arrival: Arrival, refusal: Refusal)] = []
        for (arrival, verdict) in zip(collected.arrivals, try takeIn(collected.bundles, report: &report)) {
            switch verdict {
            case .accepted: taken.append(arrival)
            case .refused(let refusal): refused.append((arrival, refusal))
            case .unavailable(let reason): report.troubles.append(Self.stays(arrival, on: collected.link, reason))
            case .gone: continue
            }
        }
        do {
            try quarantine(refused, of: collected.link, report: &report)
        } catch {
            report.troubles += refused.map {
                Self.stays($0.arrival, on: collected.link, "\($0.refusal.reason); \(error)")
            }
        }
        return taken
    }

    private static func stays(_ arrival: Arrival, on link: any Link, _ reason: String) -> String {
        "\(quoted(arrival.name, limit: 255)) stays on link \(link.name): \(reason)"
    }

    private func read(_ arrival: Arrival, from link: any Link, of peer: Designator?) -> Verdict<UnopenedBundle> {
        do {
            guard let bytes = try link.read(arrival, limit: Self.bundleLimit) else { return .gone }
            return .accepted(UnopenedBundle(bytes: bytes, peer: peer))
        } catch let error as ArrivalRefused {
            return .refused(Refusal(reason: error.reason, isMendable: true))
        } catch {
            return .unavailable("\(error)")
        }
    }

    /// Noted and reported before they are moved: after a crash between the two they are found again and moved then.
    ///
    /// All in two transactions: garbage must cost little, however much of it somebody puts there.
    private func quarantine(
        _ refused: [(arrival: Arrival, refusal: Refusal)], of link: any Link, report: inout ExchangeReport
    ) throws {
        guard !refused.isEmpty else { return }
        let noted = try register.write { writer in
            try refused.map { item in
                try quarantine(
                    item.arrival.name, of: link.name, item.refusal, size: Self.sizeSetAside(item.arrival), in: writer)
            }
        }
        let kept = zip(refused, noted).compactMap { item, noted in noted.id.map { (item: item, id: $0, noted.isNew) } }
        let files = try link.setAside(kept.map(\.item.arrival), in: home.quarantine)
        try register.write { writer in
            for ((_, id, isNew), file) in zip(kept, files) {
                if let file {
                    try writer.setFile(file, ofQuarantined: id)
                } else if isNew {
                    // Another command was faster.
                    _ = try writer.removeQuarantined(id)
                }
            }
        }
        // Of this very batch too something may have given way to what came after it.
        let removed = noted.flatMap(\.removed)
        let givenWay = Set(removed.map(\.id))
        try removeFromQuarantine(
            removed.compactMap(\.file) + zip(kept, files).compactMap { givenWay.contains($0.id) ? $1 : nil })
        for (entry, file) in zip(kept, files) where file != nil {
            report.quarantined.append("\(quoted(entry.item.arrival.name, limit: 255)): \(entry.item.refusal.reason)")
        }
        for (item, noted) in zip(refused, noted) where noted.id == nil {
            let name = quoted(item.arrival.name, limit: 255)
            report.troubles.append("\(name) stays on link \(link.name): there is no room for it in the quarantine")
        }
    }

    /// Bytes in the quarantine: of what is too large for it there is only a note.
    private static func sizeSetAside(_ arrival: Arrival) -> Int {
        arrival.size > Int64(Kept.quarantine.limit.perSource?.bytes ?? .max) ? 1024 : Int(arrival.size)
    }

    /// Notes an item that is refused, and lets its sender be told once.
    func quarantine(
        _ item: String, of link: String, _ refusal: Refusal, size: Int, file: String? = nil, in writer: Register.Writer
    ) throws -> Quarantining {
        let item = NewQuarantineItem(
            item: item, link: link, reason: refusal.reason, source: refusal.source(onLink: link), size: size,
            file: file,
            awaits: refusal.awaits)
        let noted =
            try diskRoom.has(size, for: .refused)
            ? writer.quarantine(item, at: now()) : Quarantining(id: nil, isNew: true)
        if noted.isNew { try tellSender(of: item.item, refusal, in: writer) }
        return noted
    }

    /// Lets the sender of something that is not taken in know, where he is known.
    private func tellSender(of item: String, _ refusal: Refusal, in writer: Register.Writer) throws {
        guard refusal.awaits == nil else { return }
        if let (station, name) = refusal.parcel {
            let notice = Notice.refused(name, reason: Self.noticeReason(refusal.reason))
            try writer.queueNotice(notice, to: station)
        } else if let station = try sender(of: item, in: writer.reader) {
            try tell(station, of: item, refusal, in: writer)
        }
    }

    /// Tells a station that something with its name on it is damaged.
    ///
    /// Anybody can write its name there; so it is told so often a day and no more. What it misses then is asked for by its
    /// number.
    private func tell(
        _ station: Designator, of item: String, _ refusal: Refusal, in writer: Register.Writer
    ) throws {
        guard try writer.spend(.reports, for: .station(station), at: now()) else { return }
        let item = Self.noticeItem(item)
        let reason = Self.noticeReason(refusal.reason)
        let notice: Notice =
            refusal.isMendable ? .damaged(item: item, reason: reason) : .undeliverable(item: item, reason: reason)
        try writer.queueNotice(notice, to: station)
    }

    /// The station to be told of a damaged item: the one whose bundle its name says it is.
    private func sender(of item: String, in reader: Register.Reader) throws -> Designator? {
        let name = item.split(separator: ".bundle").first.map(String.init) ?? item
        return try source(
            of: BundleIdentity(inName: name) ?? BundleIdentity(inName: String(name.dropFirst(2))), in: reader)
    }

    /// The station to be told of a bundle: the one whose it says it is, where its card is pinned.
    ///
    /// Anybody can write any name there. Where it is ours, nobody is told.
    func source(of bundle: BundleIdentity?, in reader: Register.Reader) throws -> Designator? {
        guard let node = bundle?.source.node, node != record.node else { return nil }
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
