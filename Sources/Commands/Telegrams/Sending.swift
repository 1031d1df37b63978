import ArgumentParser
import Desk
import Station
import Telegrams

struct SendCommand: ShowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send drafts: number, sign, seal and queue them.",
        discussion: """
            Each draft takes the next number of the register. All of them are sent, or none. What is sent waits for the next \
            'cable exchange'.

            EXAMPLE
              cable send 7
              cable send --all
            """)

    @OptionGroup var officer: OfficerOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("The drafts.", valueName: "draft"))
    var drafts: [Int64] = []

    @Flag(help: "Send all drafts of this officer.")
    var all = false

    func validate() throws {
        guard all != !drafts.isEmpty else { throw ValidationError("name drafts, or --all") }
    }

    func perform() throws {
        let station = try officer.station.open()
        let session = try officer.session(at: station)
        let chosen = try all ? station.drafts(session: session) : drafts.map { try station.draft($0, session: session) }
        let meter = ProgressMeter("sealing enclosures", unit: .bytes)
        let sent = try station.send(chosen, session: session, progress: meter.update)
        meter.finish()
        try Sending.tell(sent, output)
    }
}

enum Sending {
    static func send(_ paper: DraftPaper, at station: Station, session: OfficerSession, output: OutputOptions) throws {
        let meter = ProgressMeter("sealing enclosures", unit: .bytes)
        let sent = try station.send(paper, session: session, progress: meter.update)
        meter.finish()
        try tell([sent], output)
    }

    /// Shows what was sent, and warns of what its senders should know.
    static func tell(_ sent: [SentTelegram], _ output: OutputOptions) throws {
        try output.show(SentReport(sent))
        for warning in Set(sent.flatMap(\.warnings)).sorted() { Console.voice.warning(warning) }
    }
}

struct SentReport: Presentable {
    struct Row: Encodable {
        struct Parcel: Encodable {
            let station: String
            let channel: Int64
        }

        let number: Int64
        let dateTime: String
        let precedence: String
        let to: [String]
        let parcels: [Parcel]
    }

    let rows: [Row]

    init(_ sent: [SentTelegram]) {
        rows = sent.map { telegram in
            Row(
                number: telegram.number, dateTime: telegram.telegram.dateTime.description,
                precedence: telegram.telegram.content.precedence.description,
                to: (telegram.telegram.content.to + telegram.telegram.content.info).map(\.description),
                parcels: telegram.parcels.map { .init(station: $0.station.description, channel: $0.channel) })
        }
    }

    var lines: [String] {
        rows.isEmpty
            ? ["nothing to send"]
            : rows.map { row in
                let ways = row.parcels.map { "\($0.station) channel No. \($0.channel)" }.joined(separator: ", ")
                return "No. \(row.number) \(row.precedence) to \(row.to.joined(separator: ", "))"
                    + (ways.isEmpty ? "" : " (\(ways))")
            }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rows)
    }
}
