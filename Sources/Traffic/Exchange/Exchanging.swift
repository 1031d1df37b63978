import BundleProtocol
import DurableFiles
import Register
import Relay
import SSHSignatures
import Sealing
import Station
import Telegrams

/// What one exchange has moved.
package struct ExchangeReport: Sendable, Equatable {
    /// Telegrams for this station, by their numbers here.
    package var received: [Int64] = []
    /// Receipts and service telegrams taken in.
    package var notices = 0
    /// Parts of enclosures taken in.
    package var parts = 0
    /// Enclosures the last of whose parts has come.
    package var fullEnclosures = 0
    /// Bundles taken into custody for others.
    package var relayed = 0
    package var duplicates = 0
    package var quarantined: [String] = []
    /// Bundles handed over, by link.
    package var handed: [String: Int] = [:]
    /// What could not be done, and why; everything concerned waits for the next exchange.
    package var troubles: [String] = []
    /// What waits as it should: for a window to open, for MINIMIZE to end.
    package var held: [String] = []
    /// What a correspondent has brought about and a person should look into, though nothing has failed here.
    package var warnings: [String] = []
    /// What somebody should know, though nothing has failed here: others have sent what leads nowhere.
    package var remarks: [String] = []

    /// Stations of which it was told that too many of their numbers are missing.
    private var farAhead: Set<Designator> = []

    /// Takes up what is to be told of a station: it can bring some of it about as often as it likes, and is told of once.
    mutating func take(_ remark: CorrespondenceRemark, about peer: Designator) {
        let words = remark.words(about: peer)
        switch remark {
        case .newIncarnation: remarks.append(words)
        case .tooFarAhead: if farAhead.insert(peer).inserted { remarks.append(words) }
        case .twoCopies, .olderCopy: if !warnings.contains(words) { warnings.append(words) }
        }
    }

    /// Everything that moved, for the one who waits.
    package var moved: Int {
        received.count + notices + parts + relayed + duplicates + quarantined.count + handed.values.reduce(0, +)
    }

    package init() {}

    package var isQuiet: Bool {
        received.isEmpty && notices == 0 && parts == 0 && relayed == 0 && duplicates == 0 && quarantined.isEmpty
            && handed.isEmpty && troubles.isEmpty
    }
}

extension Station {
    /// Moves what waits: takes in what lies on the links, answers with receipts and requests, hands over what is due.
    ///
    /// - Parameter only: the names of the links to use; all where empty.
    package func exchange(
        only names: [String] = [], progress: (ExchangeReport) -> Void = { _ in }
    ) throws -> ExchangeReport {
        let records = try linksForExchange(names)
        var duties = Duties(seed: .random(in: .min ... .max))
        var report = ExchangeReport()
        var outbox = try Outbox(self)
        renewAndTidy(&duties)
        let links = collect(from: records, &duties, report: &report, progress: progress)
        duties.attempt(.takingHeldIn, at: now()) { try takeHeldIn(report: &report) }
        duties.attempt(.checkingEnclosures, at: now()) { try checkEnclosures(report: &report) }
        // Only now: what lay on the links for long may have been sealed to them.
        duties.attempt(.destroyingKeys, at: now()) { try destroyDeadStationKeys() }
        duties.attempt(.expiring, at: now()) { report.remarks += try giveUpWhatIsOver() }
        askForRepeats(canOvertake: false, &duties)
        compareWhereDue(&duties)
        sendNotices(&duties)
        duties.attempt(.takingUp, at: now()) { try outbox.refresh(from: self) }
        hand(over: links, from: &outbox, &duties, report: &report, progress: progress)
        for record in records where record.isOnline {
            let count = outbox.dispatcher.demand(on: record.name, at: now())
            if count > 0 { report.held.append("\(count) for link \(record.name): 'cable serve' makes the connection") }
        }
        // Where this fails, the report tells all the same.
        try? note(duties)
        report.troubles += duties.failing.map { "\($0.duty) fails: \($0.failure.reason)" }
        return report
    }

    /// Takes in what lies on the links; what is wrong with one is reported, and the others go on.
    ///
    /// - Returns: the links as far as they can be used.
    private func collect(
        from records: [LinkRecord], _ duties: inout Duties, report: inout ExchangeReport,
        progress: (ExchangeReport) -> Void
    ) -> [any Link] {
        var links: [any Link] = []
        for record in records {
            duties.attempt(.link(record.name), at: now()) {
                guard let link = try open(record) else { return }
                links.append(link)
                do {
                    try collect(from: link, of: record.peer, report: &report, progress: progress)
                } catch let error as LinkUnavailable {
                    // It is not there now, as a stick is not, and nothing needs mending.
                    report.troubles.append("\(error)")
                }
            }
        }
        return links
    }

    private func linksForExchange(_ names: [String]) throws -> [LinkRecord] {
        let all = try links()
        for name in names {
            guard let record = all.first(where: { $0.name == name }) else { throw Self.noLink(name) }
            guard !record.isOnline else {
                throw StationError(
                    .invalid, "link \(name) is a connection, not something to look into now and then",
                    hint: "'cable serve' makes it, and keeps it")
            }
        }
        return all.filter { names.isEmpty || names.contains($0.name) }
    }
}
