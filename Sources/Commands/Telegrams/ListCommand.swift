import ArgumentParser
import Desk
import Station
import Telegrams
import Traffic

struct ListCommand: ShowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the telegrams of the register, newest first.",
        discussion: """
            Subjects are shown of what the officer has sent or opened, while his keys are open. STATE is that of the \
            addressee who is least far: sent, arrived, opened, done or declined. REFUSED and UNREADABLE stand where a station \
            did not accept it, or an officer there cannot open it: see 'cable trace', 'cable send-again'.

            EXAMPLE
              cable list
              cable list --limit 200 --before 3900
            """)

    @OptionGroup var officer: OfficerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("At most so many.", valueName: "count"))
    var limit = 25

    @Option(help: ArgumentHelp("Only numbers below this one.", valueName: "number"))
    var before: Int64?

    @Flag(help: "Receipts and service telegrams too.")
    var service = false

    func perform() throws {
        let station = try officer.station.open()
        let session = try officer.sessionIfUnlocked(at: station)
        let found = try station.list(limit: limit, before: before ?? .max, includingService: service, session: session)
        try output.show(Listing(found, empty: "no telegrams"))
    }
}

struct InboxCommand: ShowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox",
        abstract: "Show what awaits you: telegrams, gaps, damaged items, alarms, what was refused elsewhere.",
        discussion: """
            Without --as, for a station with several officers, it shows what awaits any of them: the clerk's view.

            EXAMPLE
              cable inbox
              cable inbox --as "MAO ZEDONG"
              cable inbox --from MOSCOW --limit 100
            """)

    @OptionGroup var officer: OfficerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("Only telegrams from this station.", valueName: "station"))
    var from: Designator?

    @Option(help: ArgumentHelp("At most so many; of several stations' each has its turn.", valueName: "count"))
    var limit = 25

    func perform() throws {
        let station = try officer.station.open()
        let name = try officer.officer ?? Environment.officer.map { _ in try officer.name(at: station) }
        try output.show(InboxView(station.inbox(of: name, from: from, limit: limit)))
    }
}

struct InboxView: Presentable {
    struct Sender: Encodable {
        /// Nil for this station.
        let station: Designator?
        let count: Int
    }

    let waiting: [SummaryRow]
    let waitingCount: Int
    /// By the station that sent them, the most first.
    let waitingFrom: [Sender]
    let gaps: [StationStatus.Missing]
    let quarantined: [QuarantineRow]
    let quarantinedCount: Int
    let alarms: [Designator]
    let correspondence: CorrespondenceTroubles
    let outgoing: Int
    let keys: [KeyTrouble]

    init(_ inbox: Inbox) {
        waiting = inbox.waiting.map(SummaryRow.init)
        waitingCount = inbox.waitingCounts.values.reduce(0, +)
        waitingFrom = inbox.waitingCounts.map(Sender.init).sorted {
            ($1.count, $0.station?.description ?? "") < ($0.count, $1.station?.description ?? "")
        }
        gaps = StationStatus.Missing.runs(of: inbox.gaps)
        quarantined = inbox.quarantined.filter { !$0.isHeld }.map { QuarantineRow($0) }
        quarantinedCount = inbox.quarantinedCount
        correspondence = inbox.troubles
        alarms = inbox.alarms
        outgoing = inbox.outgoing
        keys = inbox.keys
    }

    var lines: [String] {
        let style = Console.style
        let warnings =
            alarms.map { style("ALARM: the keys of \($0) have changed: see 'cable card show \($0)'", .red) }
            + StatusConcern.all(of: correspondence).map { style($0.line, $0.isAlarm ? .red : .yellow) }
            + correspondence.notes.map { Console.visible($0) }
            + keys.map { style("\(Console.visible($0.cause)): \(Console.visible($0.remedy))", .yellow) }
            + Self.lines(gaps)
            + (quarantinedCount == 0
                ? [] : ["\(counted(quarantinedCount, "damaged item")) in quarantine: see 'cable quarantine list'"])
        let table =
            waiting.isEmpty
            ? ["no telegram awaits you"]
            : Table(["NO", "PRECEDENCE", "FROM", "FOR", "CARE OF", "ARRIVED"], waiting.map(Self.cells)).lines + more
        let leaving = outgoing > 0 ? ["\(counted(outgoing, "parcel")) to leave at the next 'cable exchange'"] : []
        return warnings + table + leaving
    }

    /// What the table has no room for, and who sent how many.
    private var more: [String] {
        guard waitingCount > waiting.count else { return [] }
        let senders = waitingFrom.prefix(5).map { "\($0.count) from \($0.station?.description ?? "this station")" }
        let rest = waitingFrom.count > 5 ? ", and others" : ""
        return [
            "\(waiting.count) of \(waitingCount) shown: \(senders.joined(separator: ", "))\(rest); "
                + "see 'cable inbox --from STATION', or --limit"
        ]
    }

    /// Of each station a few lines, or one: what waits for the officer stands below.
    private static func lines(_ missing: [StationStatus.Missing]) -> [String] {
        let byStation = Dictionary(grouping: missing, by: \.peer)
        return byStation.keys.sorted().flatMap { peer in
            let runs = byStation[peer] ?? []
            guard runs.count > 3 else { return runs.map(line) }
            let count = runs.reduce(0) { $0 + $1.count }
            let request =
                runs.contains(where: \.isGivenUp) ? "some asked for in vain: ask its clerk" : "repeats are asked for"
            return ["missing: \(count) channel numbers from \(peer), \(request), see 'cable status'"]
        }
    }

    private static func line(_ missing: StationStatus.Missing) -> String {
        let request =
            missing.isGivenUp
            ? ", asked for \(missing.asks) times in vain: ask its clerk"
            : missing.asks > 0 ? ", a repeat is asked for" : ""
        return "missing: channel \(missing.numbers) from \(missing.peer)\(request)"
    }

    private static func cells(_ row: SummaryRow) -> [String] {
        let people = row.addressees.filter { $0.role != "care-of" }.map(\.address)
        let custodians = row.addressees.filter { $0.role == "care-of" }.map(\.address)
        return [
            "\(row.number)", row.precedence, row.from ?? "-", people.joined(separator: ", "),
            custodians.isEmpty ? "-" : custodians.joined(separator: ", "),
            row.recordedGroup + (isUnreadable(row) ? "  UNREADABLE: the key is gone, its sender is told" : ""),
        ]
    }

    private static func isUnreadable(_ row: SummaryRow) -> Bool {
        row.addressees.contains { $0.unreadable != nil && $0.opened == nil }
    }
}

struct SearchCommand: ShowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Search everything that you have sent or opened.",
        discussion: """
            Looks for all the words, in any order, in subjects, texts, people and places. Telegrams are opened in memory; no \
            index of their words is kept.

            EXAMPLE
              cable search kaesong armistice
            """)

    @OptionGroup var officer: OfficerOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("The words.", valueName: "word"))
    var words: [String]

    @Option(help: ArgumentHelp("At most so many.", valueName: "count"))
    var limit = 25

    func perform() throws {
        let station = try officer.station.open()
        let session = try officer.session(at: station)
        let hits = try station.search(words, limit: limit, session: session)
        try output.show(
            Listing(
                rows: hits.map(SearchRow.init), heading: ["NO", "TIME", "FROM", "SUBJECT", "FOUND"],
                empty: "nothing found", cells: \.cells))
    }
}

struct SearchRow: Encodable {
    let telegram: SummaryRow
    let excerpt: String

    init(_ hit: SearchHit) {
        telegram = SummaryRow(hit.summary)
        excerpt = hit.excerpt
    }

    var cells: [String] {
        let found = excerpt.count > 60 ? excerpt.prefix(59) + "…" : excerpt[...]
        return [
            "\(telegram.number)", telegram.dateTime ?? "-", telegram.from ?? "-", telegram.shownSubject ?? "-",
            Console.quoted(found),
        ]
    }
}
