import ArgumentParser
import Desk
import Station
import Telegrams
import Traffic

struct TraceCommand: ShowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Show how far a telegram has come, and by which way.",
        discussion: """
            Draws the way of a telegram that was sent from here: when each station on it had the telegram and handed it on. \
            Stations that have not told are asked; their answers show the next time, once an exchange has brought them.

            EXAMPLE
              cable trace 3917
              cable trace 3917 --no-ask --json
            """)

    @OptionGroup var station: StationOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: TelegramNumber.help)
    var number: TelegramNumber

    @Flag(inversion: .prefixedNo, help: "Ask the stations on the way that have not told.")
    var ask = true

    func perform() throws {
        let station = try station.open()
        let number = try number.local(at: station)
        let trace = try station.trace(number)
        let asked = ask ? try station.askStationsOnTheWay(of: number) : []
        try output.show(TraceView(trace, ways: station.waysTaken(by: number)))
        if !asked.isEmpty { Console.note("asked: \(asked.map(\.description).joined(separator: ", "))") }
    }
}

struct TraceView: Presentable {
    struct Event: Encodable {
        let at: String
        let what: String
    }

    let telegram: SummaryRow
    let events: [Event]
    let ways: [WayView]
    private let shown: [String]

    enum CodingKeys: String, CodingKey {
        case telegram, events, ways
    }

    init(_ trace: Trace, ways: [WayTaken]) {
        self.ways = ways.map(WayView.init)
        telegram = SummaryRow(
            TelegramSummary(entry: trace.entry, addressees: trace.addressees, refusals: trace.refusals))
        events = trace.events.map { Event(at: $0.at.description, what: $0.what) }
        let people = trace.addressees.map { person in
            ["  \(person.address)", person.role.rawValue, Console.visible(Self.words(person, trace.refusals))]
        }
        shown =
            Table(["ADDRESSEE", "FOR", "STATE"], people).lines + [""]
            + self.ways.flatMap { $0.lines + [""] }
            + trace.events.map { "\(DateTimeGroup.short($0.at))  \(Console.visible($0.what))" }
    }

    var lines: [String] {
        ["No. \(telegram.number)  \(telegram.direction == "in" ? "received" : "sent")  \(telegram.precedence)", ""]
            + shown
    }

    private static func words(_ person: TelegramSummary.Person, _ refusals: [TelegramSummary.Refusal]) -> String {
        if let refused = refusals.first(where: { $0.parcel.peer == person.address.station }) {
            return "REFUSED \(DateTimeGroup.short(refused.at)), \(Console.quoted(refused.reason))"
        }
        let steps: [(String, Instant?)] = [
            ("arrived", person.arrived), ("UNREADABLE, the key is gone,", person.unreadable), ("opened", person.opened),
            ("done", person.done),
            ("declined", person.declined),
        ]
        let taken = steps.compactMap { name, time in time.map { "\(name) \(DateTimeGroup.short($0))" } }
        let reason = person.reasonNumber.map { ["reason in \(person.address.station) No. \($0)"] } ?? []
        return taken.isEmpty ? "sent" : (taken + reason).joined(separator: ", ")
    }
}

/// The way of a telegram to one station, a line for each station on it.
struct WayView: Encodable {
    struct Point: Encodable {
        let station: String
        let received: String?
        let handed: String?
        let state: String
    }

    let destination: String
    let channel: Int64
    let points: [Point]
    private let shown: [[String]]

    enum CodingKeys: String, CodingKey {
        case destination, channel, points
    }

    init(_ way: WayTaken) {
        destination = way.destination.description
        channel = way.channel
        points = way.points.map {
            Point(
                station: $0.station.description, received: $0.received?.description, handed: $0.handed?.description,
                state: "\($0.state)")
        }
        shown = way.points.enumerated().map { index, point in
            let last = index == way.points.count - 1
            let mark = index == 0 ? "o" : last ? Self.mark(point.state) : "|"
            return ["  \(mark) \(point.station)", Self.words(point, isOrigin: index == 0)]
        }
    }

    var lines: [String] {
        let width = shown.map(\.[0].count).max() ?? 0
        return ["to \(destination), channel No. \(channel)"]
            + shown.map { $0[0].padding(to: width) + "  " + $0[1] }
    }

    private static func mark(_ state: Waypoint.State) -> String {
        switch state {
        case .arrived: "*"
        case .refused: "x"
        default: "?"
        }
    }

    private static func words(_ point: Waypoint, isOrigin: Bool) -> String {
        let received = point.received.map { "received \(DateTimeGroup.short($0))" }
        let handed = point.handed.map { "handed on \(DateTimeGroup.short($0))" }
        let known = [received, handed].compactMap { $0 }.joined(separator: ", ")
        switch point.state {
        case .passed: return known
        case .refused: return "REFUSED there"
        case .arrived: return point.received.map { "arrived \(DateTimeGroup.short($0))" } ?? "arrived"
        case .holds where isOrigin: return "waits here"
        case .holds: return known.isEmpty ? "not known yet" : "\(known), waits there"
        case .asked: return "asked, has not answered yet"
        case .unseen: return "has not seen it"
        case .stranger: return "its card is not pinned here: it cannot be asked"
        }
    }
}

extension String {
    func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
