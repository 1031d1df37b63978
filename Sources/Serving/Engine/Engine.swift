import BundleProtocol
import Links
import Logging
import Register
import Relay
import Station
import Telegrams
import Traffic

/// Runs the links of a station: takes in what they bring and hands over what waits.
///
/// It works in turns. A turn takes up all that was reported since the last one, makes it durable with one sync of the
/// disk, then tells the other sides, and hands over what may leave. Other processes use the same register meanwhile; the
/// engine follows what they write.
///
/// Its duties are apart (`Duties`): whatever fails in a turn, the rest of the turn is done, and nothing that was reported is
/// lost by it.
package actor Engine {
    private nonisolated let executor = QueueExecutor(label: "engine")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    nonisolated let station: Station
    nonisolated let settings: EngineSettings
    nonisolated let mailbox = Mailbox()
    nonisolated let gate: StorageGate
    nonisolated let connector = Connector()
    nonisolated let logger: Logger
    let now: @Sendable () -> Instant
    nonisolated let started: Instant

    // Every field has an owner, the part of the engine that changes it; all may read it.

    // Owners: `Engine+Departures` takes from it, `Engine+Reports` gives back to it, `Engine+Settling` lets go of
    // what is noted, `Engine+Following` takes up what is new.
    var outbox: Outbox
    // Owner: `Engine+Following`.
    var links: LinkTable
    // Owner: `Engine+Following`.
    var foreignWrites: Int
    /// Of `foreignWrites`, when it was last seen what other processes have handed over.
    // Owner: `Engine+Following`.
    var reconciledWrites: Int
    // Owner: `Engine+Following`.
    var nextReconciliation: Instant
    // Owners: `Engine+Reports` for their coming and going and what was answered, `Engine+Departures` for what they
    // are given.
    var sessions = SessionTable()
    // Owners: `Engine+Links` for their coming, `Engine+Following` for their going, `Engine+Reports` and
    // `Engine+Departures` for what they are given.
    var workers: [String: WorkedLink] = [:]
    // Owners: `Engine+Reports` fills it, `Engine+Settling` empties it.
    var pending = Pending()
    /// The last number under which something was handed over.
    // Owner: `Engine+Departures`.
    var lastNumber: UInt64 = 0
    // Owners: all parts; each notes what came of its own duties.
    var duties = Duties(seed: .random(in: .min ... .max))
    /// What has been moved.
    // Owners: `Engine+Settling`, and the end of a turn for what the gate has refused.
    var counts = Counts()
    /// What went wrong on each link last.
    // Owner: `Engine+Reports`.
    var troubles: [String: String] = [:]
    /// When a second session may be tried again, by link.
    // Owner: `Engine+Reports`.
    var secondTry: [String: Instant] = [:]
    /// What the other side of a link takes at most, where that was told to the operator.
    // Owner: `Engine+Departures`.
    var toldLimits: [String: UInt64] = [:]
    /// When the station is looked after next.
    // Owner: `Engine+Time`; `Engine+Following` may bring it forward.
    var nextPeriodicDuties: Instant
    /// Whether there may be large enclosures to be checked; at the start because of what was left before.
    // Owner: `Engine+Settling`.
    var mustCheck = true
    /// Large enclosures that are being checked in the background.
    // Owner: `Engine+Settling`.
    var checking: Set<IncomingEnclosure> = []
    /// Whether notices may have to be sent.
    // Set by whoever has cause; cleared by `Engine+Time`.
    var mustSendNotices = false
    // Owner: `Engine+Time`.
    var lastNotices = Instant(milliseconds: 0)
    // Owner: `stop`.
    var isStopping = false
    // Owner: `stop`.
    var stopBy = Instant(milliseconds: .max)
    /// No session follows the present ones.
    // Owner: `Engine+Reports`.
    var isLastSession = false
    /// Addresses that are listened on, by the place that was asked for.
    // Owner: `Engine+Reports`.
    var listening: [String: String] = [:]
    /// What others were told last of the sessions here, where another process serves the station.
    // Owner: the end of a turn.
    var attachment = Attachment(changes: 0, noted: Instant(milliseconds: 0))
    /// What the gate was told of last.
    // Owner: the end of a turn.
    private var toldRooms: GateFacts?

    struct Counts {
        var taken = 0
        var handed = 0
        var refused = 0
        var quarantined = 0
    }

    struct Attachment {
        /// Of the table of sessions, as it was then.
        var changes: UInt64
        var noted: Instant
    }

    package init(
        _ station: Station, settings: EngineSettings, logger: Logger,
        now: @escaping @Sendable () -> Instant = Instant.now
    ) throws {
        self.station = station
        self.settings = settings
        self.logger = logger
        self.now = now
        foreignWrites = try station.foreignWrites()
        reconciledWrites = foreignWrites
        outbox = try Outbox(station, limits: settings.storage)
        gate = StorageGate(folder: station.home.path)
        started = now()
        nextPeriodicDuties = started
        nextReconciliation = started
        links = LinkTable(try station.links())
    }

    /// Lets the engine look at once at what other processes have written.
    package nonisolated func wake() { mailbox.post(.turn) }

    /// Takes turns until `stop` has been called and the sessions are over, or had their time.
    func takeTurns() async {
        // What failed before is seen anew.
        if settings.opensLinks { try? station.note(duties) }
        mailbox.post(.turn)
        for await _ in mailbox.bell {
            turn()
            if sessions.isEmpty && (isStopping || isLastSession) { break }
            if now() >= stopBy { break }
        }
        connector.close()
        // Where this fails, the log has told.
        if settings.opensLinks { try? station.note(duties) } else { try? station.noteAttached([]) }
    }

    /// Ends the sessions in order; what is under way is finished.
    func stop() {
        isStopping = true
        stopBy = now().adding(milliseconds: settings.stopping)
        for open in sessions.all { open.session.terminate() }
    }

    /// One turn.
    package func turn() {
        var report = ExchangeReport()
        for message in mailbox.take() { note(message) }
        makeDurable(&report)
        follow()
        passTime(&report)
        sendNoticesDue()
        takeUp()
        if !isStopping {
            closeLinks()
            if settings.opensLinks { openLinks() }
            handOver(&report)
        }
        tellOperator(report)
        noteAttachment()
        updateGate()
    }
}

// MARK: The end of a turn
extension Engine {
    /// What the gate goes by, besides the free space.
    private struct GateFacts: Equatable {
        var custody: UInt64
        var sessions: UInt64
    }

    private func updateGate() {
        let facts = GateFacts(custody: outbox.dispatcher.custodyChanges, sessions: sessions.changes)
        guard facts != toldRooms else { return counts.refused += gate.update(nil) }
        toldRooms = facts
        let peers = Set(sessions.all.map(\.peer))
        let rooms = Dictionary(uniqueKeysWithValues: peers.map { ($0, outbox.dispatcher.room(for: $0)) })
        counts.refused += gate.update(rooms)
    }

    private func tellOperator(_ report: ExchangeReport) {
        counts.quarantined += report.quarantined.count
        for item in report.quarantined { logger.warning("quarantined", metadata: ["item": "\(item)"]) }
        for trouble in report.warnings + report.troubles { logger.warning("\(trouble)") }
        for remark in report.remarks { logger.notice("\(remark)") }
        if !report.received.isEmpty { logger.info("received", metadata: ["telegrams": "\(report.received.count)"]) }
        for news in duties.takeNews() { tell(news) }
    }

    private func tell(_ news: Duties.News) {
        switch news {
        case .mended(let duty): logger.notice("works again", metadata: ["duty": "\(duty)"])
        case .fails(let duty, let failure):
            var metadata: Logger.Metadata = ["duty": "\(duty)", "reason": "\(failure.reason)"]
            if let remedy = failure.remedy { metadata["hint"] = "\(remedy)" }
            logger.log(
                level: duty.concernsEverything ? .error : .warning,
                duty.concernsEverything ? "the station cannot work" : "a duty fails", metadata: metadata)
        }
    }
}
