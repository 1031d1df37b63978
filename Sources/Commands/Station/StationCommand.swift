import ArgumentParser
import Desk
import Station
import Telegrams
import Traffic

struct StationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "station",
        abstract: "Found a station, show it, renew its sealing key.",
        discussion: """
            A station is a folder: its register, its own keys, its officers' protected keys.

            EXAMPLE
              cable station found MOSCOW --first-number 3917 --station ~/moscow
            """,
        subcommands: [Found.self, Show.self, Renew.self, Clock.self, Reach.self, Listen.self, Minimize.self])
}

extension StationCommand {
    struct Found: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "found",
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

    struct Show: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show the station.", discussion: "EXAMPLE\n  cable station show --json")

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        func perform() throws {
            try output.show(StationFacts(station.open()))
        }
    }

    struct Renew: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "renew",
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

extension StationCommand {
    struct Clock: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "clock",
            abstract: "Show whether the clock is believed, and confirm it.",
            discussion: """
                Keys are made and destroyed by the clock of this machine, and a destroyed key cannot be got back. So a clock \
                that is far ahead of what is expected is not believed at once: until you confirm it, or it has run for a day \
                without being set, no key is made and none destroyed. Everything else goes on.

                EXAMPLE
                  cable station clock
                  cable station clock --confirm
                """)

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        @Flag(help: "The time is right: you have compared it with another clock.")
        var confirm = false

        func perform() throws {
            let station = try station.open()
            let clock = try confirm ? station.confirmClock() : station.readClock()
            try output.show(ClockView(clock, says: station.now()))
        }
    }

    struct Reach: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reach",
            abstract: "Say on the station's card how it can be reached.",
            discussion: """
                'tcp HOST PORT' tells where it listens, 'via STATION' that whoever reaches that station reaches this one. The \
                new card goes to all correspondents at the next exchange; a person there decides whether to use what it says.

                EXAMPLE
                  cable station reach 'tcp beijing.example 4556' 'via MOSCOW'
                  cable station reach --clear
                """)

        @OptionGroup var station: StationOptions

        @Argument(help: "All ways, in place of those on the card now.")
        var endpoints: [String] = []

        @Flag(help: "Take all ways off the card.")
        var clear = false

        func perform() throws {
            let station = try station.open()
            guard clear == endpoints.isEmpty else {
                throw StationError(
                    .invalid, "name at least one way, or --clear", hint: "see 'cable help station reach'")
            }
            try station.publish(endpoints: endpoints)
            Console.note(
                endpoints.isEmpty ? "the card names no way" : "the card names \(counted(endpoints.count, "way"))")
        }
    }

    struct Listen: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "listen",
            abstract: "Set where 'cable serve' lets other stations connect.",
            discussion: """
                It counts from the next start of 'cable serve'. The registered port is 4556. 'cable station show' tells what is \
                set.

                EXAMPLE
                  cable station listen 0.0.0.0:4556
                  cable station listen --nowhere
                """)

        @OptionGroup var station: StationOptions

        @Argument(help: ArgumentHelp("All places, instead of those set now.", valueName: "host:port"))
        var places: [String] = []

        @Flag(help: "Let nobody connect.")
        var nowhere = false

        func perform() throws {
            guard nowhere == places.isEmpty else {
                throw StationError(.invalid, "name at least one place, or --nowhere")
            }
            try station.open().setListeningPlaces(Station.places(places))
            Console.note(nowhere ? "nobody can connect" : "'cable serve' listens on \(places.joined(separator: ", "))")
        }
    }

    struct Minimize: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "minimize",
            abstract: "Hold back on every link what is less urgent than a precedence.",
            discussion: """
                For the time when the links are needed for what matters. What is held back waits here and leaves in its order \
                when MINIMIZE ends.

                EXAMPLE
                  cable station minimize immediate
                  cable station minimize none
                """)

        @OptionGroup var station: StationOptions

        @Argument(
            help: ArgumentHelp("The least urgent precedence that still leaves, or none.", valueName: "precedence"))
        var precedence: String

        func perform() throws {
            let least = precedence == "none" ? nil : try Precedence(word: precedence.lowercased())
            try station.open().setMinimize(least)
            Console.note(least.map { "MINIMIZE: only \($0) and above leaves" } ?? "MINIMIZE is over")
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
    /// Where 'cable serve' lets other stations connect.
    let listening: [String]

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
        listening = try station.listeningPlaces().map(\.description)
    }

    var lines: [String] {
        [
            "station    \(designator)", "folder     \(folder)", "node       ipn:\(node)",
            "numbers    from \(firstNumber), the next is \(nextNumber)", "founded    \(founded)",
            "key        \(fingerprint)",
            "officers   \(officers.isEmpty ? "none yet: add one with 'cable officer add'" : officers.joined(separator: ", "))",
            "words      \(words.joined(separator: "\n           "))",
        ] + (listening.isEmpty ? [] : ["listens    \(listening.joined(separator: ", "))"])
    }
}
