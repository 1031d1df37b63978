import BundleProtocol
import Register
import Relay
import Station
import Telegrams

// Handing over: what waits leaves in order of precedence, and is forgotten here only when the link holds it durably.

extension Station {
    func hand(
        over links: [any Link], from outbox: inout Outbox, _ duties: inout Duties, report: inout ExchangeReport,
        progress: (ExchangeReport) -> Void
    ) {
        // All at once, so that each takes what it is the best way for.
        for link in links { outbox.dispatcher.linkOpened(link.name, at: now()) }
        // Again while something moves: what a broken link leaves behind may go by another.
        var isMoving = true
        while isMoving {
            isMoving = false
            for link in links.sorted(by: { $0.name < $1.name }) {
                let before = report.handed[link.name]
                duties.attemptParts(of: .handing, at: now()) { duties in
                    try duties.attemptPart(.handingOver(link: link.name), at: now()) {
                        try hand(over: link, from: &outbox, report: &report, progress: progress)
                    }
                }
                if report.handed[link.name] != before { isMoving = true }
            }
        }
        tellWhatIsHeld(in: &outbox, report: &report)
    }

    private func hand(
        over link: any Link, from outbox: inout Outbox, report: inout ExchangeReport,
        progress: (ExchangeReport) -> Void
    ) throws {
        var isWorking = true
        var isMore = true
        while isWorking && isMore {
            let taken = try outbox.lease(
                on: link.name, count: Batches.count, bytes: Batches.bytes, at: now()
            ) { batch in
                let attempt = try handOver(batch, link, report: &report)
                isWorking = attempt.isWorking
                return attempt.fates
            }
            isMore = !taken.isEmpty
            progress(report)
        }
        if !isWorking { outbox.dispatcher.linkClosed(link.name, at: now(), failed: true) }
    }

    /// Packs, hands over and notes it: what is gone then is gone for good.
    private func handOver(
        _ batch: [Leased], _ link: any Link, report: inout ExchangeReport
    ) throws -> (fates: [Fate], isWorking: Bool) {
        let packings = try pack(batch.map(\.departure))
        let packed = packings.compactMap { if case .packed(let packed) = $0 { packed } else { nil } }
        let attempt = HandOver(packed, over: link)
        report.troubles += attempt.troubles
        let done = packed.filter { attempt.handed.contains($0.identity) }
        let unnoted = try register.write { try note(done.map { HandedOver($0, to: link.name) }, in: $0) }
        if done.count > unnoted.count { report.handed[link.name, default: 0] += done.count - unnoted.count }
        let fates = zip(batch, packings).map { leased, packing in
            fate(of: leased, packing, report: &report) { packed in
                if let reason = unnoted[packed.identity] { return .obstructed(.init(reason)) }
                if attempt.noRoom.contains(packed.identity) { return .returned(.noRoom(bytes: packed.bytes.count)) }
                // One that was refused must not hold up those behind it.
                return attempt.handed.contains(packed.identity) ? .gone : .returned(.later)
            }
        }
        return (fates, attempt.isWorking)
    }

    /// What becomes of something that was to be packed.
    ///
    /// - Parameters:
    ///   - isWithinTransaction: then only what leaves is decided. Why something does not leave was read from what may
    ///     still be undone, so the rest comes back, and is looked at again afterwards.
    ///   - handOver: what becomes of it where it could be.
    package func fate(
        of leased: Leased, _ packing: Packing, isWithinTransaction: Bool = false, report: inout ExchangeReport,
        _ handOver: (Packed) -> Fate
    ) -> Fate {
        switch packing {
        case .packed(let packed): return handOver(packed)
        case _ where isWithinTransaction: return .returned(.interrupted)
        case .gone: return .gone
        case .held(let cause): return .obstructed(cause)
        case .expired:
            do {
                try giveUp(leased.departure, report: &report)
                return .gone
            } catch {
                return .obstructed("its lifetime is over, and it cannot be given up: \(error)")
            }
        }
    }

    /// Notes what the next station holds durably now: all at once, and each by itself where something goes wrong with one.
    ///
    /// - Returns: why some could not be noted, by the identity of the bundle.
    func note(_ handed: [HandedOver], in writer: Register.Writer) throws -> [String: String] {
        guard !handed.isEmpty else { return [:] }
        do {
            try writer.attempt { try writer.withoutOverwriting { try noteAll(handed, in: writer) } }
            return [:]
        } catch  where (error as? RegisterError)?.concernsEverything != true {
            return Dictionary(handed.compactMap { noteApart($0, in: writer) }) { first, _ in first }
        }
    }

    private func noteApart(_ handed: HandedOver, in writer: Register.Writer) -> (String, String)? {
        do {
            try writer.attempt { try noteAll([handed], in: writer) }
            return nil
        } catch {
            return (handed.identity, "it is handed over, and that cannot be noted: \(error)")
        }
    }

    private func noteAll(_ handed: [HandedOver], in writer: Register.Writer) throws {
        let peers = Dictionary(try writer.reader.links().map { ($0.name, $0.peer) }) { first, _ in first }
        let now = now()
        for item in handed {
            let next = peers[item.link] ?? nil
            switch item.departure {
            case .own(let parcel):
                try writer.setHanded(parcel, bundle: item.identity, link: item.link, hop: next, at: now)
            case .transit(let record): try writer.releaseCustody(record, to: next, at: now)
            }
        }
    }

    /// Gives up a bundle of others whose lifetime is over, and tells its source where that is known here.
    package func giveUp(_ departure: Departure, report: inout ExchangeReport) throws {
        guard case .transit(let record) = departure else { return }
        try register.write { try giveUp(record, because: Self.lifetimeEnded, in: $0) }
        report.remarks.append("bundle \(record.name) is given up: its lifetime is over")
    }

    static let lifetimeEnded = "its lifetime ended while it waited here"

    /// Tells its source too, where that is known here.
    func giveUp(_ record: TransitRecord, because reason: String, in writer: Register.Writer) throws {
        guard try writer.releaseCustody(record.name) else { return }
        guard let source = try source(of: BundleIdentity(inName: record.name), in: writer.reader) else { return }
        try writer.queueNotice(.undeliverable(item: record.name, reason: reason), to: source)
    }

    /// Tells what waits and why: what is ours and has no way at all is a trouble, the rest bides its time.
    ///
    /// That a neighbour has handed us something for a station to which no way leads is no failure of this exchange: it could
    /// make every later one end with an error. Nor is it one that nothing is sent to a correspondent about whom a person has to
    /// decide: he could bring that about himself.
    private func tellWhatIsHeld(in outbox: inout Outbox, report: inout ExchangeReport) {
        var undecided: [Designator: (reason: String, count: Int)] = [:]
        for case (.own(let parcel), let obstacle) in outbox.obstructed where obstacle.cause.awaitsDecision {
            undecided[parcel.peer] = (obstacle.reason, (undecided[parcel.peer]?.count ?? 0) + 1)
        }
        for (peer, held) in undecided.sorted(by: { $0.key < $1.key }) {
            report.held.append("\(held.count) parcel\(held.count == 1 ? "" : "s") to \(peer) held: \(held.reason)")
        }
        let obstructed = outbox.obstructed.filter { !$0.obstacle.cause.awaitsDecision }
        report.troubles += obstructed.prefix(StationStatus.heldLimit).map { departure, obstacle in
            "\(departure.name) stays here: \(obstacle.reason)"
        }
        if obstructed.count > StationStatus.heldLimit {
            report.troubles.append("\(obstructed.count - StationStatus.heldLimit) more stay here likewise")
        }
        for held in outbox.dispatcher.status(at: now()).held {
            let what = "\(held.count) \(held.precedence) to \(held.destination)"
            for case .noRoute(let cause) in held.reasons {
                if held.isTransit {
                    report.held.append("\(what), for others, waits: \(cause)")
                } else {
                    report.troubles.append("\(what) stays here: \(cause)")
                }
            }
            report.held += held.reasons.filter(\.isBidingItsTime).map { "\(what) waits: \($0)" }
        }
    }
}

/// An attempt to hand bundles over on a link, and what came of it.
package struct HandOver: Sendable {
    /// Identities of the bundles that are durable at the other side.
    package var handed: Set<String>
    /// Identities of those for which there is no room now.
    package var noRoom: Set<String> = []
    package var troubles: [String] = []
    /// Whether the link can take more.
    package var isWorking = true

    /// Hands over; nothing of the station is touched.
    package init(_ packed: [Packed], over link: any Link) {
        let identities = Dictionary(packed.map { ($0.item.name, $0.identity) }) { first, _ in first }
        handed = Set(packed.map(\.identity))
        do {
            try link.hand(packed.map(\.item))
        } catch let error as HandOverError {
            // A bundle in transit that lies there with an earlier age was handed by a process that was broken off: it
            // stays in custody until that copy is collected.
            let transit = Set(packed.filter(\.isTransit).map(\.item.name))
            let refused = error.refused.filter { !transit.contains($0.item) }
            troubles += refused.map { "link \(link.name) refused \($0.item): \($0.reason)" }
            if let cause = error.cause { troubles.append("link \(link.name): \(cause)") }
            if !error.noRoom.isEmpty {
                let count = error.noRoom.count
                troubles.append("link \(link.name) is full: no room for \(count) bundle\(count == 1 ? "" : "s")")
            }
            noRoom = Set(error.noRoom.compactMap { identities[$0] })
            handed = Set(error.handed.compactMap { identities[$0] })
            isWorking = error.cause == nil
        } catch {
            troubles.append("\(error)")
            handed = []
            isWorking = false
        }
    }
}

extension HoldReason {
    /// Whether it is as somebody has set it up, and will pass.
    fileprivate var isBidingItsTime: Bool {
        switch self {
        case .outsideWindow, .silent, .minimize, .windowTooShort: true
        case .noRoute, .linkClosed, .linkWaiting, .wayBack, .detour, .refused, .putOff, .noRoom, .tooLarge, .setAside:
            false
        }
    }
}
