import Register
import Sealing
import Station
import Telegrams
import Traffic

/// One line of `list` or `inbox`.
package struct TelegramSummary: Sendable {
    /// Somebody to whom it is addressed, and how far he has come with it.
    package typealias Person = Addressee
    /// A parcel of it that a station did not accept.
    package typealias Refusal = RefusedParcel

    package var entry: Entry
    package var addressees: [Addressee]
    /// Only where the officer has sent or opened it.
    package var subject: String?
    /// The stations that did not accept it, which nobody has seen to yet.
    package var refusals: [RefusedParcel]

    package init(
        entry: Entry, addressees: [Addressee], subject: String? = nil, refusals: [RefusedParcel] = []
    ) {
        self.entry = entry
        self.addressees = addressees
        self.subject = subject
        self.refusals = refusals
    }
}

/// What an officer or clerk must know when he sits down.
package struct Inbox: Sendable {
    package var waiting: [TelegramSummary]
    /// How many wait in all, by the station that sent them, nil for this one; `waiting` may be cut short.
    package var waitingCounts: [Designator?: Int]
    package var gaps: [Gap]
    /// The newest, at most as many as were asked for.
    package var quarantined: [QuarantinedItem]
    package var quarantinedCount: Int
    /// Stations whose keys have changed and nobody has resolved it.
    package var alarms: [Designator]
    package var troubles: CorrespondenceTroubles
    /// Parcels and bundles that wait for an exchange.
    package var outgoing: Int
    /// What is wrong with receiving keys.
    package var keys: [KeyTrouble]
}

/// A telegram's way, as `trace` tells it.
package struct Trace: Sendable {
    package var entry: Entry
    package var addressees: [Addressee]
    package var events: [EntryEvent]
    package var refusals: [RefusedParcel]
}

extension Station {
    /// - Parameters:
    ///   - before: only numbers below this one.
    ///   - session: shows the subjects that this officer may read.
    package func list(
        limit: Int, before: Int64 = .max, includingService: Bool = false, session: OfficerSession? = nil
    ) throws -> [TelegramSummary] {
        try register.read { reader in
            try reader.entries(limit: limit, before: before, includingService: includingService).map {
                try summary($0, reader: reader, session: session)
            }
        }
    }

    /// - Parameter station: shows only telegrams that this station sent.
    package func inbox(
        of officer: Codename?, from station: Designator? = nil, limit: Int, session: OfficerSession? = nil
    ) throws -> Inbox {
        try register.read { reader in
            let alarms = try reader.cards().filter { $0.challenger != nil }.map(\.station)
            return Inbox(
                waiting: try reader.waiting(for: officer, from: station, limit: limit).map {
                    try summary($0, reader: reader, session: session)
                },
                waitingCounts: try reader.waitingCounts(for: officer).filter { station == nil || $0.key == station },
                gaps: try reader.gapsOfCorrespondents(),
                quarantined: try reader.quarantined(limit: limit).map(QuarantinedItem.init),
                quarantinedCount: try reader.quarantineCount() - reader.heldInQuarantineCount(), alarms: alarms,
                troubles: try troubles(in: reader), outgoing: try reader.outgoingCount(),
                keys: try keyTroubles(of: officer, in: reader))
        }
    }

    package func trace(_ number: Int64) throws -> Trace {
        try register.read { reader in
            do {
                return Trace(
                    entry: try reader.entry(number), addressees: try reader.addressees(of: number),
                    events: try reader.events(of: number), refusals: try reader.refusedParcels(of: number))
            } catch RegisterError.noEntry {
                throw StationError(.notFound, "there is no No. \(number) in the register of \(designator)")
            }
        }
    }

    /// The number that the next telegram will have, sent or received.
    package func nextNumber() throws -> Int64 {
        try register.read { try $0.nextNumber() }
    }

    /// The number here of a telegram that is cited by its originator's station and number.
    package func number(of station: Designator, citedAs number: Int64) throws -> Int64 {
        if station == designator { return number }
        let found = try register.read { try $0.entries(originator: station, number: number) }
        guard let entry = found.first else {
            throw StationError(
                .notFound, "no telegram \(station) No. \(number) has been opened here",
                hint: "a telegram is known by its originator's number once its addressee has opened it")
        }
        return entry.number
    }

    private func summary(
        _ entry: Entry, reader: Register.Reader, session: OfficerSession?
    ) throws -> TelegramSummary {
        TelegramSummary(
            entry: entry, addressees: try reader.addressees(of: entry.number),
            subject: try session.flatMap { try subject(of: entry, reader: reader, session: $0) },
            refusals: try reader.refusedParcels(of: entry.number))
    }

    private func subject(of entry: Entry, reader: Register.Reader, session: OfficerSession) throws -> String? {
        guard let filed = try reader.filing(of: entry.number, officer: session.codename) else { return nil }
        let key = try session.archiveKey.open(filed, for: .fileKey(number: entry.number))
        let letter = try OpenedLetter(reader.content(of: entry.number), fileKey: HeldFileKey(bytes: key))
        return letter.telegram.subject
    }
}
