import Age
import BundleProtocol
import Register
import Relay
import Sealing
import Station
import Telegrams

// Packing: what is about to leave becomes a bundle, with the newest keys of its destination.

/// A departure in its bundle.
package struct Packed: Sendable {
    package var departure: Departure
    /// The bundle's name.
    package var identity: String
    package var bytes: [UInt8]

    var item: LinkItem { LinkItem(precedence: departure.precedence.rawValue, identity: identity, bytes: bytes) }

    var isTransit: Bool { if case .transit = departure { true } else { false } }
}

/// What became of a departure that was to be packed.
package enum Packing: Sendable {
    case packed(Packed)
    /// Another process has handed it over already.
    case gone
    /// Its lifetime is over.
    case expired
    /// It cannot leave now, for this reason.
    case held(Obstacle.Cause)
}

extension Station {
    /// How long a bundle may be under way before the stations in between give it up.
    static let lifetimeInDays: UInt64 = 90

    /// Our address in bundles.
    var endpoint: EndpointID { .ipn(node: record.node, service: 1) }

    /// Packs departures; cards and contents are read one after the other, the sealing itself is shared among the cores.
    ///
    /// - Parameter intake: the transaction in which this happens; nil where it is in none.
    package func pack(_ departures: [Departure], in intake: IntakeUnderWay? = nil) throws -> [Packing] {
        func look(_ reader: Register.Reader) throws -> (Directory, [Result<Contents, any Error>]) {
            (
                try self.directory(reader),
                departures.map { departure in
                    if case .transit(let record) = departure, let bundle = intake?.bundles[record.name] {
                        return .success(.bundle(bundle))
                    }
                    return Result { try contents(of: departure, in: reader) }
                }
            )
        }
        let (directory, held) = try (intake?.reader).map(look) ?? register.read(look)
        for case .own(let parcel) in departures { _ = try? directory.correspondent(parcel.peer) }
        let timestamps = BatchTimestamps(time: dtnTime ?? 0)
        return parallelMap(Array(zip(departures, held).enumerated())) { index, item in
            let (departure, held) = item
            do {
                return try pack(departure, held: held.get(), as: timestamps[index], directory: directory)
            } catch {
                return .held(.init("\(error)", awaitsDecision: (error as? StationError)?.code == .alarm))
            }
        }
    }

    /// What the register holds of a departure.
    private enum Contents: Sendable {
        case bytes([UInt8])
        /// Of another station, as it came just now.
        case bundle(Bundle)
        /// A part of an enclosure has a file of its own.
        case elsewhere
        /// Nothing is sent to its station until a person has decided.
        case stopped(String)
        case gone
    }

    private func contents(of departure: Departure, in reader: Register.Reader) throws -> Contents {
        switch departure {
        case .own(let parcel):
            guard try reader.isWaiting(parcel) else { return .gone }
            let correspondence = try reader.correspondence(with: parcel.peer)
            if let hold = correspondence.hold {
                return .stopped("\(hold): see 'cable correspondence resolve \(parcel.peer)'")
            }
            if correspondence.stopped != nil {
                return .stopped("it is stopped here until 'cable correspondence resume \(parcel.peer)'")
            }
            return try parcel.number.map { .bytes(try reader.content(of: $0)) } ?? .elsewhere
        case .transit(let record): return try reader.transitBytes(record.name).map(Contents.bytes) ?? .gone
        }
    }

    private func pack(
        _ departure: Departure, held: Contents, as timestamp: CreationTimestamp, directory: Directory
    ) throws -> Packing {
        switch (departure, held) {
        case (_, .gone): return .gone
        case (_, .stopped(let reason)): return .held(.init(reason, awaitsDecision: true))
        case (.own(let parcel), _):
            let bundle = try bundle(for: parcel, held: held, as: timestamp, directory: directory)
            return .packed(Packed(departure, name: bundle.name.fileName, bundle))
        case (.transit(let record), .bundle(let bundle)): return try pack(record, bundle)
        case (.transit(let record), .bytes(let bytes)):
            var limits = BundleLimits()
            limits.payloadLength = Self.bundleLimit
            return try pack(record, Bundle(parsing: bytes, limits: limits))
        case (.transit, .elsewhere): return .gone
        }
    }

    private func pack(_ record: TransitRecord, _ carried: Bundle) throws -> Packing {
        let residence = UInt64(max(0, now().milliseconds - record.received.milliseconds))
        guard !carried.isExpired(atDTNTime: carried.age == nil ? dtnTime : nil, residence: residence) else {
            return .expired
        }
        return .packed(
            Packed(
                .transit(record), name: record.name,
                try carried.forwarded(by: endpoint.nodeID, ageIncrement: residence)))
    }

    private func bundle(
        for parcel: ParcelRecord, held: Contents, as timestamp: CreationTimestamp, directory: Directory
    ) throws -> Bundle {
        let peer = try directory.correspondent(parcel.peer)
        let cover = try currentCover(of: parcel, to: peer)
        let content: [UInt8]
        if case .part(let part) = cover.content {
            content = try bytes(of: part)
        } else if case .bytes(let bytes) = held {
            content = bytes
        } else {
            throw StationError(.damaged, "parcel \(parcel.channel) to \(parcel.peer) has no content")
        }
        let sealed = try ParcelSealing.seal(
            cover: cover, content: content, signedBy: keys.signer, to: key(of: peer, for: cover, content: content))
        let age = UInt64(max(0, now().milliseconds - parcel.created.milliseconds))
        return try Bundle(
            destination: .ipn(node: peer.node, service: 1), source: endpoint, timestamp: timestamp,
            lifetime: Self.lifetimeInDays * 86_400_000 + age, precedence: BundlePrecedence(parcel.precedence),
            payload: sealed)
    }

    /// The key to which a parcel is sealed.
    ///
    /// Where those of a station have run out, its card key serves for new cards, and for nothing else.
    private func key(of peer: Correspondent, for cover: Cover, content: [UInt8]) throws -> HybridRecipient {
        do {
            return try peer.sealingKey()
        } catch {
            guard cover.content == .service, try OpenedLetter(plain: content).telegram.carriesOnlyCards,
                let key = try peer.cardKey()
            else { throw error }
            return key
        }
    }

    /// The cover of a parcel; one that was made before covers named keys and incarnations names them now.
    func cover(of parcel: ParcelRecord, to peer: Correspondent, in reader: Register.Reader) throws -> Cover {
        try Cover(
            parsing: CoverUpgrade.isNeeded(for: parcel.cover)
                ? CoverUpgrade.text(
                    of: parcel.cover, fromKey: keyFingerprint, toKey: KeyFingerprint(peer.stationKey),
                    incarnation: Incarnation(parcel.incarnation, began: record.founded),
                    announces: announcements(in: parcel, reader))
                : parcel.cover)
    }

    private func currentCover(of parcel: ParcelRecord, to peer: Correspondent) throws -> Cover {
        let cover =
            try CoverUpgrade.isNeeded(for: parcel.cover)
            ? register.read { try self.cover(of: parcel, to: peer, in: $0) } : Cover(parsing: parcel.cover)
        guard cover.toKey == KeyFingerprint(peer.stationKey) else {
            throw StationError(
                .refused, "it was numbered for another key of \(parcel.peer)", hint: "send the telegram again")
        }
        return cover
    }

    /// What a letter that was made before covers announced enclosures has to announce.
    private func announcements(
        in parcel: ParcelRecord, _ reader: Register.Reader
    ) throws -> [Cover.Announcement] {
        guard let number = parcel.number else { return [] }
        return try reader.enclosuresSent(with: number).map {
            Cover.Announcement(digest: try Digest256($0.digest), size: $0.size)
        }
    }

    /// The time in the bundle protocol's own count.
    private var dtnTime: UInt64? { DTNTime.fromUnix(milliseconds: now().milliseconds) }
}

/// Creation timestamps that no other bundle of ours has, for the bundles of one batch.
///
/// Their sequence numbers follow each other, from one that is drawn at random because several processes pack at once. So
/// the names of the bundles sort in the order in which they were packed, and a folder is read in it.
struct BatchTimestamps: Sendable {
    private let time: UInt64
    private let first = UInt64.random(in: 1_000_000_000...4_000_000_000)

    /// - Parameter time: DTN time; 0 where it is not known.
    init(time: UInt64) {
        self.time = time
    }

    subscript(index: Int) -> CreationTimestamp {
        CreationTimestamp(time: time, sequence: first + UInt64(index))
    }
}

extension Packed {
    fileprivate init(_ departure: Departure, name: String, _ bundle: Bundle) {
        self.init(departure: departure, identity: name, bytes: bundle.encoded())
    }
}
