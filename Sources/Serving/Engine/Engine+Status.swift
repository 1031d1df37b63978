import Glibc
import Links
import Relay
import Station
import Telegrams
import Traffic

// What the operator is told.

extension Engine {
    package func status() throws -> StationStatus {
        try reconcile()
        return try station.status(of: &outbox, limits: settings.storage, service: facts)
    }

    /// Why the station cannot do its work; nil while it can.
    package func currentTrouble() -> String? { duties.trouble }

    /// Always true, for an engine that hangs does not answer; trouble is no reason to be started anew.
    func takesTurns() -> Bool { true }

    private var facts: ServiceFacts {
        ServiceFacts(
            service: StationStatus.Service(
                version: settings.version, process: getpid(), since: started,
                listening: listening.sorted { $0.key < $1.key }.map(\.value),
                taken: counts.taken, handed: counts.handed, refused: counts.refused, quarantined: counts.quarantined),
            sessions: sessionFacts, troubles: troubles, duties: duties)
    }

    private var sessionFacts: [(link: String, session: StationStatus.Session)] {
        sessions.all.sorted { $0.session.id.number < $1.session.id.number }.map { ($0.link, Self.status(of: $0)) }
    }

    /// Tells those who ask for the station's status of the sessions that are served here, beside the process that serves
    /// the station: at once when one comes or goes, and every second how much they have carried.
    func noteAttachment() {
        guard !settings.opensLinks else { return }
        let now = now()
        // Noted in the future: the clock was wrong then.
        let isRecent = 0..<1000 ~= now.milliseconds - attachment.noted.milliseconds
        guard attachment.changes != sessions.changes || !isRecent else { return }
        attachment = Attachment(changes: sessions.changes, noted: now)
        // Where this fails, the status tells less until the next second, and nothing else is wrong.
        try? station.noteAttached(sessionFacts)
    }

    private static func status(of open: OpenSession) -> StationStatus.Session {
        let info = open.session.info
        return StationStatus.Session(
            remote: info.remote, since: open.since, protection: info.tls?.version ?? "none",
            keyAgreement: info.tls?.keyAgreement, handed: open.handed, taken: open.taken,
            underWay: open.outgoing.count)
    }
}
