import BundleProtocol
import DurableFiles
import Register
import Relay
import Sealing
import Station
import Telegrams

/// A bundle that is not taken in, and why.
struct RefusedBundle: Sendable {
    let received: ReceivedBundle
    let refusal: Station.Refusal
    /// The bundle's name; of what is no bundle, the beginning of its digest.
    let name: String
    /// The name in the quarantine, which no other content has.
    let file: String

    init(_ received: ReceivedBundle, _ refusal: Station.Refusal) {
        self.received = received
        self.refusal = refusal
        let digest = "\(Digest256(of: received.bytes))"
        var limits = BundleLimits()
        limits.payloadLength = Station.bundleLimit
        let bundle = try? Bundle(parsing: received.bytes, limits: limits)
        name = bundle?.name.fileName ?? "unreadable-\(digest.prefix(16))"
        file = "\(name.prefix(150))-\(digest.prefix(32))"
    }
}

extension Station {
    /// Sets bundles aside that cannot be taken in: first their bytes and then what is known of them, each with one sync.
    ///
    /// After a crash between the two the other side sends them once more, and they get the same names. Of what finds no
    /// room nothing is kept but the word to its sender.
    func setAside(_ refused: [RefusedBundle], report: inout ExchangeReport) throws {
        guard !refused.isEmpty else { return }
        var room = diskRoom
        let written = Dictionary(refused.map { ($0.file, $0) }) { first, _ in first }.values.filter { item in
            let fits = room.has(item.received.bytes.count, for: .refused)
            if fits { room.take(item.received.bytes.count) }
            return fits
        }
        try DurableFile.write(written.map { NewFile(name: $0.file, bytes: $0.received.bytes) }, in: home.quarantine)
        let noted = try register.write { writer in
            try refused.map { item in
                try quarantine(
                    item.name, of: item.received.link, item.refusal, size: item.received.bytes.count, file: item.file,
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
