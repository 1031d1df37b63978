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
package actor Engine {
    private nonisolated let executor = QueueExecutor(label: "engine")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    nonisolated let station: Station
    nonisolated let settings: EngineSettings
    nonisolated let mailbox = Mailbox()
    nonisolated let gate: StorageGate
    nonisolated let connector = Connector()
    let logger: Logger
    let now: @Sendable () -> Instant

    var outbox: Outbox
    var links: [String: LinkRecord] = [:]
    var sessions: [SessionID: OpenSession] = [:]
    var workers: [String: WorkedLink] = [:]
    /// What sessions have brought and no turn has dealt with yet, in the order in which it came.
    var unsettled: [Turn.Received] = []
    var lastNumber: UInt64 = 0
    var counts = Counts()
    /// What went wrong on each link last.
    var troubles: [String: String] = [:]
    var foreignWrites: Int
    var nextAttendance: Instant
    /// Whether there may be large enclosures to be checked; at the start because of what was left before.
    var mustCheck = true
    /// Large enclosures that are being checked in the background.
    var checking: Set<Digest256> = []
    /// Whether notices may have to be sent.
    var mustAnswer = false
    var lastAnswer = Instant(milliseconds: 0)
    /// When a second session may be tried again, by link.
    var secondTry: [String: Instant] = [:]
    var isStopping = false
    /// No session follows the present ones.
    var isLastSession = false
    var stopBy = Instant(milliseconds: .max)
    var listening: [String] = []
    nonisolated let started: Instant
    /// Why the station cannot work at present; nil while all is well.
    var trouble: String?

    struct Counts {
        var taken = 0
        var handed = 0
        var refused = 0
        var quarantined = 0
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
        outbox = try Outbox(station, limits: settings.storage)
        gate = StorageGate(folder: station.home.path)
        started = now()
        nextAttendance = started
        let records = try station.links()
        links = Dictionary(records.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Lets the engine look at once at what other processes have written.
    package nonisolated func wake() { mailbox.post(.turn) }

    /// Takes turns until `stop` has been called and the sessions are over, or had their time.
    func takeTurns() async {
        mailbox.post(.turn)
        for await _ in mailbox.bell {
            turn()
            if sessions.isEmpty && (isStopping || isLastSession) { break }
            if now() >= stopBy { break }
        }
        connector.close()
    }

    /// Ends the sessions in order; what is under way is finished.
    func stop() {
        isStopping = true
        stopBy = now().adding(milliseconds: settings.stopping)
        for open in sessions.values { open.session.terminate() }
    }

    func setListening(_ addresses: [String]) { listening = addresses }

    /// One turn.
    func turn() {
        var turn = Turn()
        for report in mailbox.take() { note(report, in: &turn) }
        do {
            try settle(&turn)
            try follow()
            try passTime(&turn)
            try answer()
            try outbox.refresh(from: station)
            if !isStopping {
                closeLinks()
                if settings.opensLinks { openLinks() }
                try handOver(&turn)
            }
            trouble = nil
        } catch {
            fail(error, turn)
        }
        updateGate()
    }

    /// What is not durable is not acknowledged: the other sides keep it and send it again.
    private func fail(_ error: any Error, _ turn: Turn) {
        let described = StationError(describing: error)
        if trouble != described.message { logger.error("the station cannot work: \(described.message)") }
        trouble = described.message
        for delivery in turn.deliveries { delivery.session.refuse(delivery.transfer, .noResources) }
        // What was acknowledged and could not be noted is handed over again, and known there.
        for outgoing in turn.handed { outbox.dispatcher.returned(outgoing.ticket, .later, at: now()) }
    }

    private func updateGate() {
        let stored = outbox.dispatcher.stored
        let rooms = Set(sessions.values.map(\.peer)).map { ($0, stored.room(for: $0)) }
        counts.refused += gate.update(Dictionary(rooms) { first, _ in first })
    }
}

/// What a turn has to deal with.
struct Turn {
    struct Received {
        var session: Session
        var transfer: UInt64
        var delivery: Delivery
    }

    var deliveries: [Received] = []
    var pickups: [(link: String, pickup: Pickup)] = []
    /// What the next stations hold durably.
    var handed: [Outgoing] = []
    /// Large enclosures that were checked in the background.
    var checked: [(enclosure: Digest256, result: Result<Bool, any Error>)] = []
    var report = ExchangeReport()
}
