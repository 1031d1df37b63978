import BundleProtocol
import DurableFiles
import Register
import Relay
import Sealing
import Station
import Telegrams

/// A delivery that is not taken in, and why.
struct RefusedDelivery: Sendable {
    let delivery: Delivery
    let refusal: Station.Refusal
    /// The bundle's name; of what is no bundle, the beginning of its digest.
    let name: String
    /// The name in the quarantine, which no other content has.
    let file: String

    init(_ delivery: Delivery, _ refusal: Station.Refusal) {
        self.delivery = delivery
        self.refusal = refusal
        let digest = "\(Digest256(of: delivery.bundle))"
        var limits = BundleLimits()
        limits.payloadLength = Station.bundleLimit
        let bundle = try? Bundle(parsing: delivery.bundle, limits: limits)
        name = bundle?.name.fileName ?? "unreadable-\(digest.prefix(16))"
        file = "\(name.prefix(150))-\(digest.prefix(32))"
    }
}

extension Station {
    /// Sets deliveries aside that cannot be taken in: first their bytes and then what is known of them, each with one sync.
    ///
    /// After a crash between the two the other side sends them once more, and they get the same names. Of what finds no
    /// room nothing is kept but the word to its sender.
    func setAside(_ refused: [RefusedDelivery], report: inout ExchangeReport) throws {
        guard !refused.isEmpty else { return }
        var room = diskRoom
        let written = Dictionary(refused.map { ($0.file, $0) }) { first, _ in first }.values.filter { item in
            let fits = room.has(item.delivery.bundle.count, for: .refused)
            if fits { room.take(item.delivery.bundle.count) }
            return fits
        }
        try DurableFile.write(written.map { NewFile(name: $0.file, bytes: $0.delivery.bundle) }, in: home.quarantine)
        let noted = try register.write { writer in
            try refused.map { item in
                try quarantine(
                    item.name, of: item.delivery.link, item.refusal, size: item.delivery.bundle.count, file: item.file,
                    in: writer)
            }
        }
        let kept = Set(
            try register.read { reader in try noted.compactMap { try $0.id.flatMap(reader.quarantined)?.file } })
        let lost = Set(written.map(\.file) + noted.flatMap(\.removed).compactMap(\.file)).subtracting(kept)
        try removeFromQuarantine(Array(lost))
        report.quarantined += zip(refused, noted).filter(\.1.isNew).map { item, noted in
            "\(quoted(item.name, limit: 255)): \(item.refusal.reason)"
                + (noted.id == nil ? " (thrown away: the quarantine is full)" : "")
        }
    }

    /// Removes the files of items that have given way.
    func removeFiles(of records: [QuarantineRecord]) throws {
        try removeFromQuarantine(records.compactMap(\.file))
    }

    /// Removes files from the quarantine, with one sync.
    func removeFromQuarantine(_ files: [String]) throws {
        guard !files.isEmpty else { return }
        let folder = try OpenFolder(home.quarantine)
        try folder.remove(files.map { FileName($0) })
        try folder.sync()
    }

    /// How much room the disk has now.
    var diskRoom: DiskRoom { Self.diskRoom(in: home.path) }
}

extension Station.Refusal {
    /// Who is answerable for it: the station whose key has signed for it, or the link.
    func source(onLink link: String) -> KeptSource {
        (parcel?.station ?? awaits).map(KeptSource.station) ?? .link(link)
    }
}
