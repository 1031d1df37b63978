import BundleProtocol
import Register
import Relay
import Sealing
import Telegrams

// Handing over: what waits leaves in order of precedence, and is forgotten here only when the link holds it durably.

extension Station {
    /// How long a bundle may be under way before the stations in between give it up.
    static let lifetimeInDays: UInt64 = 90

    /// Our address in bundles.
    var endpoint: EndpointID { .ipn(node: record.node, service: 1) }

    func hand(
        over links: [any Link], report: inout ExchangeReport, progress: (ExchangeReport) -> Void
    ) throws {
        let table = try routingTable()
        let byPeer = Dictionary(try self.links().compactMap { record in record.peer.map { ($0, record.name) } }) {
            first, _ in first
        }
        let open = Dictionary(links.map { ($0.name, $0) }) { first, _ in first }
        let directory = try Directory(self)
        var queues: [String: [Departure]] = [:]
        for departure in try departures() {
            do {
                let hop = try nextHop(to: try destination(of: departure), in: table)
                guard let name = byPeer[hop], open[name] != nil else { continue }
                queues[name, default: []].append(departure)
            } catch let error as StationError {
                report.troubles.append("\(departure.name) stays here: \(error.message)")
            }
        }
        for (name, queue) in queues.sorted(by: { $0.key < $1.key }) {
            guard let link = open[name] else { continue }
            try withoutHindrance(by: name, report: &report) { report in
                try hand(queue, to: link, directory: directory, report: &report, progress: progress)
            }
        }
    }

    /// Everything that waits, the most urgent first, then the oldest; what is our own and what is others' alike.
    private func departures() throws -> [Departure] {
        try register.read { reader in
            let own = try reader.waitingParcels().map(Departure.own)
            let transit = try reader.transit().map(Departure.transit)
            return (own + transit).sorted { ($0.precedence, $0.since) < ($1.precedence, $1.since) }
        }
    }

    private func destination(of departure: Departure) throws -> Designator {
        switch departure {
        case .own(let parcel): return parcel.peer
        case .transit(let record):
            guard let card = try register.read({ try $0.card(node: record.destination) }) else {
                throw StationError(
                    .notFound, "the card of its destination (node \(record.destination)) is not pinned here")
            }
            return card.station
        }
    }

    private func hand(
        _ queue: [Departure], to link: any Link, directory: Directory, report: inout ExchangeReport,
        progress: (ExchangeReport) -> Void
    ) throws {
        for batch in queue.batches(size: \.size) {
            let packed = try pack(batch, directory: directory, report: &report)
            var handed = Set(packed.map(\.item.name))
            var isBroken = false
            do {
                try link.hand(packed.map(\.item))
            } catch let error as HandOverError {
                // A bundle in transit that lies there with an earlier age was handed by a command that was broken off: it
                // stays in custody until that copy is collected.
                let transit = Set(packed.filter(\.isTransit).map(\.item.name))
                let refused = error.refused.filter { !transit.contains($0.item) }
                report.troubles += refused.map { "link \(link.name) refused \($0.item): \($0.reason)" }
                if let cause = error.cause { report.troubles.append("link \(link.name): \(cause)") }
                handed = Set(error.handed)
                isBroken = error.cause != nil
            }
            try note(packed.filter { handed.contains($0.item.name) }, handedTo: link)
            if !handed.isEmpty { report.handed[link.name, default: 0] += handed.count }
            progress(report)
            // One that was refused must not hold up those behind it.
            if isBroken { return }
        }
    }

    private func note(_ packed: [Packed], handedTo link: any Link) throws {
        let now = now()
        try register.write { writer in
            for item in packed {
                switch item.departure {
                case .own(let parcel): try writer.setHanded(parcel, bundle: item.identity, link: link.name, at: now)
                case .transit(let record): try writer.releaseCustody(record.name)
                }
            }
        }
    }

    // MARK: Packing

    private func pack(
        _ batch: [Departure], directory: Directory, report: inout ExchangeReport
    ) throws -> [Packed] {
        // Cards and contents are read one after the other; the sealing itself is shared among the cores.
        for case .own(let parcel) in batch { _ = try? directory.correspondent(parcel.peer) }
        let held = try register.read { reader in
            batch.map { departure in Result { try bytes(of: departure, in: reader) } }
        }
        let results = parallelMap(Array(zip(batch, held))) { departure, held in
            Result { try pack(departure, held: held.get(), directory: directory) }
        }
        var packed: [Packed] = []
        for (departure, result) in zip(batch, results) {
            switch result {
            case .success(let item): packed.append(item)
            case .failure(let error as ExpiredBundle):
                try giveUp(error, report: &report)
            case .failure(let error): report.troubles.append("\(departure.name) stays here: \(error)")
            }
        }
        return packed
    }

    /// What the register holds of a departure; nil for a part of an enclosure, which has a file of its own.
    private func bytes(of departure: Departure, in reader: Register.Reader) throws -> [UInt8]? {
        switch departure {
        case .own(let parcel): return try parcel.number.map { try reader.content(of: $0) }
        case .transit(let record):
            guard let bytes = try reader.transitBytes(record.name) else {
                throw StationError(.notFound, "another command has handed it over already")
            }
            return bytes
        }
    }

    private func pack(_ departure: Departure, held: [UInt8]?, directory: Directory) throws -> Packed {
        let bundle: Bundle
        switch departure {
        case .own(let parcel): bundle = try self.bundle(for: parcel, held: held, directory: directory)
        case .transit(let record):
            var limits = BundleLimits()
            limits.payloadLength = Self.bundleLimit
            let residence = UInt64(max(0, now().milliseconds - record.received.milliseconds))
            let carried = try Bundle(parsing: held ?? [], limits: limits)
            guard !carried.isExpired(atDTNTime: dtnTime, residence: residence) else {
                throw ExpiredBundle(name: record.name, source: carried.source.node)
            }
            bundle = try carried.forwarded(by: endpoint.nodeID, ageIncrement: residence)
        }
        let identity = bundle.identity.fileName
        let item = LinkItem(precedence: departure.precedence.rawValue, identity: identity, bytes: bundle.encoded())
        return Packed(departure: departure, identity: identity, item: item)
    }

    /// Gives up a bundle of others whose lifetime is over, and tells its source where that is known here.
    private func giveUp(_ bundle: ExpiredBundle, report: inout ExchangeReport) throws {
        try register.write { writer in
            try writer.releaseCustody(bundle.name)
            guard let node = bundle.source, let card = try writer.reader.card(node: node) else { return }
            let notice = Notice.undeliverable(item: bundle.name, reason: "its lifetime ended while it waited here")
            try writer.queueNotice(notice.description, to: card.station, isService: true)
        }
        report.troubles.append("bundle \(bundle.name) is given up: its lifetime is over")
    }

    private func bundle(for parcel: ParcelRecord, held: [UInt8]?, directory: Directory) throws -> Bundle {
        let peer = try directory.correspondent(parcel.peer)
        let cover = try Cover(parsing: parcel.cover)
        let content: [UInt8]
        if case .part(let part) = cover.content {
            content = try bytes(of: part)
        } else if let held {
            content = held
        } else {
            throw StationError(.damaged, "parcel \(parcel.channel) to \(parcel.peer) has no content")
        }
        let sealed = try ParcelSealing.seal(
            cover: cover, content: content, signedBy: keys.signer, to: peer.sealingKey())
        let age = UInt64(max(0, now().milliseconds - parcel.created.milliseconds))
        return try Bundle(
            destination: .ipn(node: peer.node, service: 1), source: endpoint, timestamp: nextTimestamp(),
            lifetime: Self.lifetimeInDays * 86_400_000 + age, precedence: BundlePrecedence(parcel.precedence),
            payload: sealed)
    }

    /// The time in the bundle protocol's own count.
    private var dtnTime: UInt64? { DTNTime.fromUnix(milliseconds: now().milliseconds) }

    /// A creation timestamp that no other bundle of ours has: the sequence number is drawn at random, because several
    /// processes pack at once.
    private func nextTimestamp() -> CreationTimestamp {
        CreationTimestamp(time: dtnTime ?? 0, sequence: UInt64(UInt32.random(in: 1...UInt32.max)))
    }
}

/// Something that waits to leave.
private enum Departure: Sendable {
    case own(ParcelRecord)
    case transit(TransitRecord)

    var precedence: Precedence {
        switch self {
        case .own(let parcel): parcel.precedence
        case .transit(let record): record.precedence
        }
    }

    var since: Instant {
        switch self {
        case .own(let parcel): parcel.created
        case .transit(let record): record.received
        }
    }

    /// In bytes, roughly.
    var size: Int {
        switch self {
        case .own(let parcel): parcel.number == nil ? SealedEnclosure.partSize : 8_192
        case .transit(let record): record.size
        }
    }

    var name: String {
        switch self {
        case .own(let parcel): "channel No. \(parcel.channel) to \(parcel.peer)"
        case .transit(let record): "bundle \(record.name)"
        }
    }
}

/// A bundle of others whose lifetime is over.
private struct ExpiredBundle: Error {
    var name: String
    /// The node number of the station that made it.
    var source: UInt64?
}

/// A departure in its bundle.
private struct Packed: Sendable {
    var departure: Departure
    var identity: String
    var item: LinkItem

    var isTransit: Bool { if case .transit = departure { true } else { false } }
}

extension BundlePrecedence {
    init(_ precedence: Precedence) {
        self = BundlePrecedence(rawValue: UInt64(precedence.rawValue)) ?? .routine
    }
}

extension Precedence {
    /// What a bundle asks for; routine where it does not say.
    init(_ precedence: BundlePrecedence?) {
        self = precedence.flatMap { Precedence(rawValue: UInt8($0.rawValue)) } ?? .routine
    }
}
