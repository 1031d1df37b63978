import BundleProtocol
import DurableFiles
import Register
import Relay
import Station
import Telegrams

// Sessions: what they bring and what they take away becomes durable together, with one sync of the disk.

/// A bundle that a session has brought.
package struct ReceivedBundle: Sendable {
    package var bytes: [UInt8]
    /// The station at the other end.
    package var peer: Designator
    /// The name of the link.
    package var link: String

    package init(bytes: [UInt8], peer: Designator, link: String) {
        self.bytes = bytes
        self.peer = peer
        self.link = link
    }
}

/// Something that the next station holds durably.
package struct HandedOver: Sendable {
    package var departure: Departure
    /// The identity of the bundle in which it left.
    package var identity: String
    /// The name of the link.
    package var link: String

    package init(_ packed: Packed, to link: String) {
        departure = packed.departure
        identity = packed.identity
        self.link = link
    }
}

/// What the other side of a session is told of a bundle.
package enum ReceptionVerdict: Sendable, Equatable {
    /// It is durable here, be it in the quarantine.
    case durable
    /// It cannot be dealt with now, for a reason of ours.
    case later(String)
}

/// A transaction that has taken in what came, and has not ended yet.
package struct IntakeUnderWay {
    package let reader: Register.Reader
    /// What it has taken into custody, by name, as it was read: to be handed on it need not be read again.
    let bundles: [String: Bundle]
}

/// What has become durable.
package struct Settlement: Sendable {
    package var verdicts: [ReceptionVerdict]
    /// Why something that was handed over could not be noted, by the identity of its bundle: it waits on.
    package var unnoted: [String: String]
}

extension Station {
    /// Takes received in and notes what was handed over.
    ///
    /// When this returns, what the verdicts call durable is so, and what was handed over is forgotten durably.
    /// - Parameters:
    ///   - room: what is kept for others already.
    ///   - sendingNotices: whether receipts for what has come are written at once, with the same sync of the disk; what goes wrong
    ///     with all of them shows when `sendNoticesDue` tries again.
    ///   - handOn: called before that, with everything that was taken in and is not durable yet. What others gave us to carry
    ///     may leave already: nobody is told that we have it before it is durable. It may be called again, where the
    ///     transaction is begun again.
    /// - Returns: a verdict for each bundle, in the same order; and what was handed over and could not be noted.
    package func settle(
        _ received: [ReceivedBundle], _ handed: [HandedOver], room: Custody<Designator?>, sendingNotices: Bool = false,
        _ duties: inout Duties, report: inout ExchangeReport, handOn: (IntakeUnderWay) -> Void = { _ in }
    ) throws -> Settlement {
        var unnoted: [String: String] = [:]
        let examined = try examine(received.map { .accepted(UnopenedBundle(bytes: $0.bytes, peer: $0.peer)) })
        let directory = try directory()
        let taken = try takeIn(examined, room: room, report: &report) { writer in
            unnoted = try note(handed, in: writer)
        } last: { writer, intake in
            handOn(IntakeUnderWay(reader: writer.reader, bundles: intake.carried))
            guard sendingNotices else { return }
            try? writer.attempt { try sendNotices(directory: directory, &duties, in: writer) }
        }
        let verdicts = try setAside(received, taken, report: &report)
        return Settlement(verdicts: verdicts, unnoted: unnoted)
    }

    /// What is refused is set aside; where that cannot be done, the other side keeps it.
    private func setAside(
        _ received: [ReceivedBundle], _ taken: [Verdict<Void>], report: inout ExchangeReport
    ) throws -> [ReceptionVerdict] {
        let refused = zip(received, taken).compactMap { bundle, verdict -> RefusedBundle? in
            if case .refused(let refusal) = verdict { RefusedBundle(bundle, refusal) } else { nil }
        }
        var failure: String?
        do { try setAside(refused, report: &report) } catch { failure = "\(error)" }
        return taken.map { verdict in
            switch verdict {
            case .accepted, .gone: .durable
            case .unavailable(let reason): .later(reason)
            case .refused(let refusal):
                failure.map { .later("\(refusal.reason); and it cannot be put into quarantine: \($0)") } ?? .durable
            }
        }
    }

    /// What is said without being asked while links are open: requests for what is missing, comparisons, receipts.
    package func sendNoticesDue(_ duties: inout Duties) {
        var report = ExchangeReport()
        duties.attempt(.takingHeldIn, at: now()) { try takeHeldIn(report: &report) }
        askForRepeats(canOvertake: true, &duties)
        sendNotices(includingCards: false, &duties)
    }

    /// What is done now and then: keys renewed, dead ones destroyed, numbers compared, cards sent.
    package func doPeriodicDuties(_ duties: inout Duties) {
        renewAndTidy(&duties)
        duties.attempt(.destroyingKeys, at: now()) { try destroyDeadStationKeys() }
        duties.attempt(.expiring, at: now()) { _ = try giveUpWhatIsOver() }
        compareWhereDue(&duties)
        sendNotices(&duties)
    }

    /// Changes whenever another process has written to the register.
    package func foreignWrites() throws -> Int {
        try register.read { try $0.dataVersion() }
    }
}
