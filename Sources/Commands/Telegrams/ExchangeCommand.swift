import ArgumentParser
import Station
import Telegrams
import Traffic

struct ExchangeCommand: ShowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "exchange",
        abstract: "Move what waits over the links, now.",
        discussion: """
            Takes in what lies on the links, sends receipts and requests for what is missing, and hands over what waits, the \
            most urgent first. Run it as often as you like: nothing is moved twice. Folders and commands for single bundles are \
            used; connections and sessions over commands are the work of 'cable serve'.

            EXAMPLE
              cable exchange
              cable exchange stick
            """)

    @OptionGroup var station: StationOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("Only these links.", valueName: "link"))
    var links: [String] = []

    func perform() throws {
        let meter = ProgressMeter("exchanging", unit: .count(of: "items"))
        let report = try station.open().exchange(only: links) { meter.update(Int64($0.moved)) }
        meter.finish()
        try output.show(ExchangeView(report))
        if !output.isJSON {
            for remark in report.held + report.remarks { Console.note(remark) }
            for warning in report.warnings + report.troubles { Console.voice.warning(warning) }
        }
        guard report.troubles.isEmpty else {
            throw StationError(
                .unavailable, "not everything could be moved",
                hint:
                    "nothing is lost: what could not be moved waits where it is; mend what is named above and exchange again"
            )
        }
    }
}

struct ExchangeView: Presentable {
    let received: [Int64]
    let notices: Int
    let parts: Int
    let relayed: Int
    let duplicates: Int
    let quarantined: [String]
    let handed: [String: Int]
    let held: [String]
    let remarks: [String]
    /// What a correspondent has brought about and a person should look into.
    let warnings: [String]
    let troubles: [String]

    init(_ report: ExchangeReport) {
        received = report.received
        notices = report.notices
        parts = report.parts
        relayed = report.relayed
        duplicates = report.duplicates
        quarantined = report.quarantined
        handed = report.handed
        held = report.held
        remarks = report.remarks
        warnings = report.warnings
        troubles = report.troubles
    }

    var lines: [String] {
        var lines: [String] = []
        if !received.isEmpty { lines.append("received \(numbers)") }
        if relayed > 0 { lines.append("took \(counted(relayed, "bundle")) for other stations") }
        if notices > 0 { lines.append("received \(counted(notices, "service message"))") }
        if parts > 0 { lines.append("received \(counted(parts, "part")) of enclosures") }
        if duplicates > 0 { lines.append("ignored \(counted(duplicates, "duplicate"))") }
        lines += quarantined.prefix(5).map { "quarantined \(Console.visible($0))" }
        if quarantined.count > 5 {
            lines.append("quarantined \(quarantined.count - 5) more: see 'cable quarantine list'")
        }
        lines += handed.sorted { $0.key < $1.key }.map { "handed \(counted($0.value, "bundle")) to \($0.key)" }
        return lines.isEmpty && troubles.isEmpty && held.isEmpty ? ["nothing to move"] : lines
    }

    private var numbers: String {
        guard received.count > 5, let first = received.first, let last = received.last else {
            return received.map { "No. \($0)" }.joined(separator: ", ")
        }
        return "\(received.count) telegrams, No. \(first) to \(last)"
    }
}

func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}
