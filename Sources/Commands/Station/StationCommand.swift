import ArgumentParser
import Station
import Telegrams

struct StationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "station",
        abstract: "Found a station, show it, renew its sealing key.",
        discussion: """
            A station is a folder: its register, its own keys, its officers' protected keys.

            EXAMPLE
              cable station found MOSCOW --first-number 3917 --station ~/moscow
            """,
        subcommands: [Found.self, Show.self, Renew.self])
}

extension StationCommand {
    struct Found: CableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Found a new station.",
            discussion: """
                Makes the folder, the station's keys and its register. The first number is given here, once: a station may \
                continue the number series of an older, paper register.

                EXAMPLE
                  cable station found BEIJING
                  cable station found MOSCOW --first-number 3917 --station ~/moscow
                """)

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        @Argument(help: "The station's designator: letters, digits and hyphens.")
        var designator: Designator

        @Option(help: ArgumentHelp("The number of its first telegram.", valueName: "number"))
        var firstNumber: Int64 = 1

        func perform() throws {
            let station = try Station.found(designator, home: station.home, firstNumber: firstNumber)
            try output.show(StationFacts(station))
        }
    }

    struct Show: CableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the station.", discussion: "EXAMPLE\n  cable station show --json")

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        func perform() throws {
            try output.show(StationFacts(station.open()))
        }
    }

    struct Renew: CableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give the station a new sealing key now.",
            discussion: """
                This happens by itself, at the exchange after half of the key's life. The old key opens what is under way \
                until its grace is over, and is then destroyed. The new card goes to all correspondents at the next exchange.

                EXAMPLE
                  cable station renew
                """)

        @OptionGroup var station: StationOptions

        @Option(help: ArgumentHelp("How long the key is used.", valueName: "days"))
        var days: Int64 = SealingKeyChoice.lifeInDays

        func perform() throws {
            let station = try station.open()
            try station.renewStation(days: days)
            Console.note("\(station.designator) has a new sealing key, used for \(days) days")
        }
    }
}

/// What there is to know about a station.
struct StationFacts: Presentable {
    let designator: String
    let node: UInt64
    let folder: String
    let firstNumber: Int64
    let nextNumber: Int64
    let founded: String
    let fingerprint: String
    let words: [String]
    let officers: [String]

    init(_ station: Station) throws {
        let card = try station.card(of: station.designator).card
        designator = station.designator.description
        node = station.record.node
        folder = station.home.path
        firstNumber = station.record.firstNumber
        nextNumber = try station.nextNumber()
        founded = station.record.founded.description
        fingerprint = station.fingerprint
        words = try card.fingerprintWords.lines
        officers = card.officers.map(\.name.description)
    }

    var lines: [String] {
        [
            "station    \(designator)", "folder     \(folder)", "node       ipn:\(node)",
            "numbers    from \(firstNumber), the next is \(nextNumber)", "founded    \(founded)",
            "key        \(fingerprint)",
            "officers   \(officers.isEmpty ? "none yet: add one with 'cable officer add'" : officers.joined(separator: ", "))",
            "words      \(words.joined(separator: "\n           "))",
        ]
    }
}
