import Glibc
import Register
import Relay
import Station
import Telegrams

// How the station stands, from the register and the state of the links.

/// What only the process that serves a station knows of it.
package struct ServiceFacts: Sendable {
    package var service: StationStatus.Service
    package var sessions: [(link: String, session: StationStatus.Session)]
    /// What went wrong on a link last.
    package var troubles: [String: String]
    package var duties: Duties

    package init(
        service: StationStatus.Service, sessions: [(link: String, session: StationStatus.Session)],
        troubles: [String: String], duties: Duties
    ) {
        self.service = service
        self.sessions = sessions
        self.troubles = troubles
        self.duties = duties
    }
}

extension Station {
    /// How the station stands, where nothing serves it.
    package func status() throws -> StationStatus {
        var outbox = try Outbox(self)
        return try status(of: &outbox, limits: StorageLimits(), service: nil)
    }

    package func status(
        of outbox: inout Outbox, limits: StorageLimits, service: ServiceFacts?
    ) throws -> StationStatus {
        let now = now()
        let dispatcher = outbox.dispatcher.status(at: now)
        return try register.read { reader in
            let sessions = sessions(of: service, beside: try reader.attachedSessions().filter(\.isServed))
            return StationStatus(
                station: designator, at: now.wholeSecond, service: service?.service,
                links: try reader.links().map { link in
                    status(
                        of: link, dispatcher.links.first { $0.name == link.name }, service, sessions[link.name] ?? [])
                },
                queues: queues(dispatcher),
                held: held(dispatcher, isServed: service != nil, open: Set(sessions.keys), outbox, at: now),
                failing: try service.map { failing($0.duties, at: now) }
                    ?? reader.failingDuties().map(StationStatus.Failing.init),
                missing: StationStatus.Missing.runs(of: try reader.gapsOfCorrespondents()),
                quarantined: try reader.quarantineCount() - reader.heldInQuarantineCount(),
                alarms: try reader.cards().filter { $0.challenger != nil }.map(\.station),
                lookAlikes: try unverifiedLookAlikes(in: reader).map { station, others in
                    StationStatus.LookAlike(station: station, others: others)
                },
                disk: StationStatus.Disk(
                    custody: dispatcher.storedBytes, custodyLimit: limits.bytes, free: diskRoom.free),
                minimize: try minimize(reader), correspondence: try troubles(in: reader),
                clock: try keyClock(in: reader).doubt.map(doubted), keys: try keyTroubles(in: reader))
        }
    }

    /// By link: the sessions of the process that serves the station, and those of others beside it.
    private func sessions(
        of service: ServiceFacts?, beside attached: [AttachedRecord]
    ) -> [String: [StationStatus.Session]] {
        let all = (service?.sessions ?? []) + attached.map { ($0.link, StationStatus.Session($0)) }
        return Dictionary(grouping: all, by: \.0).mapValues { $0.map(\.1) }
    }

    private func status(
        of link: LinkRecord, _ known: LinkStatus?, _ service: ServiceFacts?, _ sessions: [StationStatus.Session]
    ) -> StationStatus.Link {
        let (state, next) = Self.words(known, isSilent: link.isSilent, hasSession: !sessions.isEmpty)
        return StationStatus.Link(
            name: link.name, kind: link.kind, peer: link.peer, place: link.path, cost: link.cost,
            state: state, next: next, trouble: service?.troubles[link.name], windows: link.windows,
            minimize: link.minimize, speed: link.speed,
            sessions: sessions)
    }

    private static func words(
        _ link: LinkStatus?, isSilent: Bool, hasSession: Bool
    ) -> (state: StationStatus.Link.State, next: Instant?) {
        guard let link else { return (.broadcast, nil) }
        if isSilent { return (.silent, nil) }
        switch link.state {
        case .open: return (.open, nil)
        // Another process serves it.
        case .closed where hasSession, .waiting where hasSession: return (.open, nil)
        case .closed: return (.idle, nil)
        case .waiting(let until): return (.waiting, until)
        case .outsideWindow(let until): return (.closed, until)
        }
    }

    private func queues(_ status: DispatcherStatus) -> [StationStatus.Queue] {
        status.queues.sorted { $0.key < $1.key }.map { precedence, queue in
            StationStatus.Queue(
                precedence: precedence, count: queue.count, bytes: queue.bytes,
                oldest: queue.oldest, overdue: queue.overdue)
        }
    }

    /// Where nothing serves the station every link is closed until the next exchange, which is no reason worth telling.
    ///
    /// - Parameter open: the links with sessions, whichever process serves them: they hold nothing up by being closed.
    private func held(
        _ status: DispatcherStatus, isServed: Bool, open: Set<String>, _ outbox: Outbox, at now: Instant
    ) -> [StationStatus.Held] {
        let named =
            outbox.obstructed.map { departure, obstacle in
                held(departure, to: destination(of: departure), obstacle.reason, at: now)
            }
            + outbox.lost.map { departure, node in
                held(departure, to: "ipn:\(node)", Self.stray(departure), isStuck: false, at: now)
            }
        let waiting = status.held.compactMap { held($0, isServed: isServed, open: open, at: now) }
        return Array((named + waiting).prefix(StationStatus.heldLimit))
    }

    /// Something that cannot leave for a reason of its own.
    private func held(
        _ departure: Departure, to destination: String, _ reason: String, isStuck: Bool = true, at now: Instant
    ) -> StationStatus.Held {
        StationStatus.Held(
            name: departure.name, count: 1, destination: destination, precedence: departure.precedence,
            since: departure.since, reason: reason,
            isOverdue: ServiceTargets.due(departure.precedence, since: departure.since) <= now, isStuck: isStuck)
    }

    /// Nobody here has to see to what others send to stations that we do not know: it ends by itself.
    private static func stray(_ departure: Departure) -> String {
        let bringer: Designator? = if case .transit(let record) = departure { record.previous } else { nil }
        return (bringer.map { "\($0) has brought it; " } ?? "") + "the card of its destination is not pinned here"
    }

    private func destination(of departure: Departure) -> String {
        switch departure {
        case .own(let parcel): parcel.peer.description
        case .transit(let record): "ipn:\(record.destination)"
        }
    }

    /// What waits for the links; what was set aside is named elsewhere.
    private func held(
        _ held: HeldBack, isServed: Bool, open: Set<String>, at now: Instant
    ) -> StationStatus.Held? {
        let reasons = held.reasons.filter {
            (isServed || !$0.isClosedLink) && !$0.isSetAside && !($0.unopenedLink.map(open.contains) ?? false)
        }
        guard !reasons.isEmpty else { return nil }
        return StationStatus.Held(
            name: nil, count: held.count, destination: held.destination.description,
            precedence: held.precedence, since: held.oldest,
            reason: reasons.map(\.description).joined(separator: "; "),
            isOverdue: ServiceTargets.due(held.precedence, since: held.oldest) <= now,
            isStuck: reasons.allSatisfy(\.needsPerson))
    }

    private func failing(_ duties: Duties, at now: Instant) -> [StationStatus.Failing] {
        duties.failing.map { duty, failure in
            StationStatus.Failing(
                duty: duty.description, reason: failure.reason, remedy: failure.remedy,
                since: failure.since.wholeSecond, next: duties.nextAttempt(duty, at: now)?.wholeSecond,
                concernsEverything: duty.concernsEverything)
        }
    }

    private func doubted(_ doubt: BoundedClock.Doubt) -> StationStatus.Clock {
        StationStatus.Clock(
            says: doubt.latest, expected: doubt.expected, isAhead: doubt.isAhead,
            believed: doubt.ends)
    }

    /// The room on the disk of a folder, for those who are not the superuser; the most there can be where it cannot be told.
    package static func diskRoom(in folder: String) -> DiskRoom {
        var facts = statvfs()
        guard statvfs(folder, &facts) == 0 else { return DiskRoom(size: 0, free: .max) }
        return DiskRoom(
            size: Int(clamping: UInt64(facts.f_blocks) * UInt64(facts.f_frsize)),
            free: Int(clamping: UInt64(facts.f_bavail) * UInt64(facts.f_frsize)))
    }
}

extension HoldReason {
    fileprivate var isClosedLink: Bool { if case .linkClosed = self { true } else { false } }

    /// The link, where the reason is that there is no session on it.
    fileprivate var unopenedLink: String? {
        switch self {
        case .linkClosed(let link), .linkWaiting(let link, until: _): link
        default: nil
        }
    }

    fileprivate var isSetAside: Bool { if case .setAside = self { true } else { false } }

    /// Whether it does not pass by itself.
    fileprivate var needsPerson: Bool {
        switch self {
        case .tooLarge, .refused, .wayBack, .detour: true
        default: false
        }
    }
}
