import ArgumentParser
import DurableFiles
import Foundation
import Sealing
import Station
import Telegrams

struct CardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "card",
        abstract: "Exchange, pin and confirm the cards of stations.",
        discussion: """
            A card holds a station's keys and those of its officers. It is pinned when it first comes, and unverified until \
            two people have compared its sixteen words by voice. A later card with other long-lived keys is an alarm.

            EXAMPLE
              cable card export > beijing.card
              cable card import moscow.card
              cable card show MOSCOW
              cable card confirm MOSCOW
            """,
        subcommands: [Export.self, Import.self, List.self, Show.self, Confirm.self, Resolve.self, Remove.self])
}

extension CardCommand {
    struct Export: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Print this station's own card.",
            discussion: "EXAMPLE\n  cable card export > beijing.card\n  cable card export --output beijing.card")

        @OptionGroup var station: StationOptions

        @Option(help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"))
        var output: String?

        func perform() throws {
            let station = try station.open()
            let card = try station.card(of: station.designator).card
            guard let output else { return Console.result(String(decoding: card.bytes, as: UTF8.self)) }
            try DurableFile.write(card.bytes, to: output, mode: 0o644)
        }
    }

    struct Import: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Pin a correspondent's card.",
            discussion: """
                The first card of a station is pinned, unverified. A later one with the same long-lived keys replaces it. One \
                with other long-lived keys is kept beside it as an alarm, and nothing is sent to that station until \
                'cable card resolve'.

                EXAMPLE
                  cable card import moscow.card
                """)

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        @Argument(help: ArgumentHelp("The card's file.", valueName: "file"))
        var files: [String]

        func perform() throws {
            let station = try station.open()
            for file in files {
                let bytes = try DurableFile.read(file, limit: Card.sizeLimit)
                let (card, outcome) = try station.importCard(bytes)
                try output.show(ImportedCard(card, outcome, resembles: station.lookAlikes(of: card.station)))
                if case .alarm = outcome { throw ExitCodes.code(for: .alarm) }
            }
        }
    }

    struct List: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the pinned cards.", discussion: "EXAMPLE\n  cable card list")

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        func perform() throws {
            let station = try station.open()
            let lookAlikes = try station.lookAlikes()
            let rows = try station.cards().map { CardRow($0, resembles: lookAlikes[$0.card.station] ?? []) }
            try output.show(
                Listing(
                    rows: rows, heading: ["STATION", "STATE", "SERIAL", "SEALING KEY UNTIL", "OFFICERS"],
                    empty: "no cards"
                ) {
                    [
                        $0.station, $0.shownState, "\($0.serial)", $0.sealingKeyUntil ?? "-",
                        $0.officers.joined(separator: ", "),
                    ]
                })
        }
    }

    struct Show: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show a card, and the words to compare by voice.", discussion: "EXAMPLE\n  cable card show MOSCOW"
        )

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        @Argument(help: "The station.")
        var designator: Designator

        func perform() throws {
            let station = try station.open()
            try output.show(CardFacts(station.card(of: designator), resembles: station.lookAlikes(of: designator)))
        }
    }

    struct Confirm: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "confirm",
            abstract: "Confirm a card: its words were compared by voice.",
            discussion: """
                Ask the other station, by voice, to read the words of its own card ('cable card show' there), and type what \
                you hear.

                EXAMPLE
                  cable card confirm MOSCOW
                  cable card confirm MOSCOW --words "WORD WORD ..."
                """)

        @OptionGroup var station: StationOptions

        @Argument(help: "The station.")
        var designator: Designator

        @Option(help: ArgumentHelp("The sixteen words that were read out.", valueName: "words"))
        var words: String?

        func perform() throws {
            let station = try station.open()
            _ = try station.card(of: designator)
            let heard = try words ?? ask()
            try station.confirmCard(of: designator, words: heard)
            Console.note("the card of \(designator) is confirmed")
        }

        private func ask() throws -> String {
            Console.note("type the sixteen words that \(designator) reads out, then an empty line")
            var lines: [String] = []
            while let line = readLine(), !line.isEmpty { lines.append(line) }
            return lines.joined(separator: " ")
        }
    }

    struct Resolve: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resolve",
            abstract: "End an alarm: accept a station's changed keys, or drop the changed card.",
            discussion: """
                Ask the station first, by voice. An accepted card is unverified again.

                EXAMPLE
                  cable card resolve MOSCOW --drop
                  cable card resolve MOSCOW --accept
                """)

        enum Decision: String, EnumerableFlag {
            case accept
            case drop
        }

        @OptionGroup var station: StationOptions

        @Argument(help: "The station.")
        var designator: Designator

        @Flag(help: "Take the changed card over, or drop it.")
        var decision: Decision

        func perform() throws {
            try station.open().resolveAlarm(of: designator, accept: decision == .accept)
            Console.note(
                decision == .accept
                    ? "the changed card of \(designator) is pinned, unverified: confirm it now"
                    : "the changed card of \(designator) is dropped")
        }
    }

    struct Remove: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Forget a station's card.", discussion: "EXAMPLE\n  cable card remove MOSCOW")

        @OptionGroup var station: StationOptions

        @Argument(help: "The station.")
        var designator: Designator

        func perform() throws {
            try station.open().removeCard(of: designator)
            Console.note("the card of \(designator) is forgotten")
        }
    }
}

struct CardRow: Encodable {
    let station: String
    let state: String
    let serial: Int
    let sealingKeyUntil: String?
    let officers: [String]
    /// Pinned stations that this one is taken for.
    let resembles: [String]

    init(_ status: CardStatus, resembles: [Designator]) {
        self.resembles = resembles.map(\.description)
        station = status.card.station.description
        state = status.state
        serial = status.card.serial
        sealingKeyUntil = status.card.sealingKeys.map(\.until).max()?.description
        officers = status.card.officers.map(\.name.description)
    }

    var shownState: String {
        resembles.isEmpty ? state : "\(state), looks like \(resembles.joined(separator: ", "))"
    }
}

extension CardStatus {
    /// One word for how far the card may be trusted.
    var state: String {
        if isOurs { return "own" }
        if !alarm.isEmpty { return "ALARM" }
        return confirmed == nil ? "unverified" : "confirmed"
    }
}

struct CardFacts: Presentable {
    struct Officer: Encodable {
        let name: String
        let key: String
        let sealingKeyUntil: String?
    }

    let station: String
    let state: String
    let serial: Int
    let issued: String
    let confirmed: String?
    let stationKey: String
    let officers: [Officer]
    let words: [String]
    let alarm: [String]
    /// Pinned stations that this one is taken for.
    let resembles: [String]

    init(_ status: CardStatus, resembles: [Designator]) throws {
        self.resembles = resembles.map(\.description)
        let card = status.card
        station = card.station.description
        state = status.state
        serial = card.serial
        issued = card.issued.description
        confirmed = status.confirmed?.description
        stationKey = "\(card.stationKey)"
        officers = card.officers.map {
            Officer(
                name: $0.name.description, key: "\($0.key)",
                sealingKeyUntil: $0.sealingKeys.map(\.until).max()?.description)
        }
        words = try card.fingerprintWords.lines
        alarm = status.alarm.map { "\($0)" }
    }

    var lines: [String] {
        let head = [
            "station    \(station)", "state      \(state)\(confirmed.map { " \($0)" } ?? "")",
            "serial     \(serial), issued \(issued)", "key        \(stationKey)",
        ]
        let twins = resembles.isEmpty ? [] : ["LOOKS LIKE \(resembles.joined(separator: ", ")): do not mistake them"]
        let officers = officers.map { "officer    \($0.name)  \($0.key)" }
        let words = ["words      \(words.joined(separator: "\n           "))"]
        let alarms = alarm.map { "ALARM      \(Console.visible($0))" }
        let advice =
            state == "unverified"
            ? ["", "compare the words with \(station) by voice, then: cable card confirm \(station)"] : []
        return head + twins + officers + words + alarms + advice
    }
}

struct ImportedCard: Presentable {
    let station: String
    let outcome: String
    let changes: [String]
    /// Pinned stations that this one is taken for.
    let resembles: [String]
    private let text: String

    enum CodingKeys: String, CodingKey {
        case station, outcome, changes, resembles
    }

    init(_ card: Card, _ imported: CardImport, resembles: [Designator]) {
        self.resembles = resembles.map(\.description)
        station = card.station.description
        switch imported {
        case .pinned:
            (outcome, changes) = ("pinned", [])
            text = "the card of \(card.station) is pinned, unverified: see 'cable card show \(card.station)'"
        case .same:
            (outcome, changes) = ("same", [])
            text = "the card of \(card.station) is pinned already"
        case .renewed(let list):
            (outcome, changes) = ("renewed", list.map { "\($0)" })
            text = "the card of \(card.station) is renewed"
        case .alarm(let list):
            (outcome, changes) = ("alarm", list.map { "\($0)" })
            text =
                "ALARM: the long-lived keys of \(card.station) have changed; nothing is sent there until 'cable card resolve'"
        }
    }

    var lines: [String] {
        let twins =
            resembles.isEmpty
            ? []
            : [
                "LOOKS LIKE \(resembles.joined(separator: ", ")): compare its words by voice before you write to \(station)"
            ]
        return [text] + twins + changes.map { "  " + Console.visible($0) }
    }
}
