import ArgumentParser
import Station
import Telegrams
import Traffic

struct SendAgainCommand: ShowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "send-again",
        abstract: "Send a telegram again that a station refused or never got.",
        discussion: """
            The letter goes as it is, sealed and signed, under a new channel number, with its enclosures; no officer's key is \
            needed. Where both come in, the other station enters one. Without --to it goes to every station where it was refused.

            A letter that nobody there can open any more is sealed anew by the officer who sent it: 'cable readdress'.

            EXAMPLE
              cable send-again 12
              cable send-again 12 --to MOSCOW
              cable send-again 12 --give-up
            """)

    @OptionGroup var station: StationOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: TelegramNumber.help)
    var number: TelegramNumber

    @Option(help: ArgumentHelp("Only to this station; it may have refused it, or never got it.", valueName: "station"))
    var to: Designator?

    @Flag(help: "Although it has arrived, or still waits here.")
    var evenSo = false

    @Flag(help: "Do not send it: let it rest, and show it no longer as refused or unreadable.")
    var giveUp = false

    func validate() throws {
        guard !evenSo || !giveUp else { throw ValidationError("give one of --even-so and --give-up") }
        guard !evenSo || to != nil else { throw ValidationError("name the station with --to") }
    }

    func perform() throws {
        let station = try station.open()
        let number = try number.local(at: station)
        guard !giveUp else {
            try station.giveUp(number, to: to)
            return Console.note("No. \(number) is let rest\(to.map { " for \($0)" } ?? "")")
        }
        try output.show(SentAgainView(number, station.sendAgain(number, to: to, isInsisting: evenSo)))
    }
}

struct SentAgainView: Presentable {
    struct Row: Encodable {
        let number: Int64
        let station: String
        let channel: Int64?
        let parts: Int
    }

    let rows: [Row]

    init(_ number: Int64, _ sent: [SentAgain]) {
        rows = sent.map {
            Row(number: number, station: $0.station.description, channel: $0.channel, parts: $0.parts)
        }
    }

    var lines: [String] {
        rows.map { row in
            let parts = row.parts > 0 ? [counted(row.parts, "part") + " of its enclosures"] : []
            let letter = row.channel.map { ["channel No. \($0)"] } ?? []
            return "No. \(row.number) again to \(row.station) (\((letter + parts).joined(separator: ", ")))"
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rows)
    }
}
