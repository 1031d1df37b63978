import ArgumentParser
import Relay
import Station
import Telegrams
import Terminal
import Traffic

struct CorrespondenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correspondence",
        abstract: "See how the numbers between this station and others stand, and decide where they have stopped.",
        discussion: """
            Each station numbers its parcels to each other one. The numbers belong to an incarnation: a station that was \
            founded anew or restored from a backup begins a new one, and numbers from 1 again. Where that cannot be right by \
            itself, nothing more is sent to the station until a person has decided.

            EXAMPLE
              cable correspondence list
              cable correspondence show MOSCOW
              cable correspondence resolve MOSCOW --keep 7f3a
              cable correspondence stop EVIL
            """,
        subcommands: [List.self, Show.self, Resolve.self, Stop.self, Resume.self, Acknowledge.self])
}

extension CorrespondenceCommand {
    struct List: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the stations with which there is a correspondence: numbers, what is missing, the state.",
            discussion: """
                SENT is the last number given out, HEARD the highest one heard of, SINCE when the station's incarnation began.

                EXAMPLE
                  cable correspondence list
                """)

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        func perform() throws {
            let rows = try station.open().correspondences().map(CorrespondenceView.init)
            try output.show(
                Listing(
                    rows: rows, heading: ["STATION", "SENT", "HEARD", "MISSING", "SINCE", "STATE"],
                    empty: "no correspondence yet", cells: \.cells))
        }
    }

    struct Show: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show everything about the numbers between this station and another one.",
            discussion: "EXAMPLE\n  cable correspondence show MOSCOW")

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        @Argument(help: "The station.")
        var designator: Designator

        func perform() throws {
            try output.show(CorrespondenceView(station.open().correspondence(with: designator)))
        }
    }

    struct Resolve: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resolve",
            abstract: "Decide about a correspondence that has stopped.",
            discussion: """
                Ask the other station's clerk first, by another way. Without an option the choices are shown.

                Where it has heard of more than this register has given out: with --older-copy this register is an older copy, \
                and a new incarnation begins, towards every station; with --mistaken it is not, and sending goes on.

                Where two copies of it are running: --keep names the incarnation that is the station; the other one is not \
                heard any more.

                EXAMPLE
                  cable correspondence resolve MOSCOW
                  cable correspondence resolve MOSCOW --older-copy
                  cable correspondence resolve MOSCOW --mistaken
                  cable correspondence resolve MOSCOW --keep 7f3a
                """)

        @OptionGroup var station: StationOptions

        @Argument(help: "The station.")
        var designator: Designator

        @Flag(help: "This register is an older copy: begin a new incarnation, towards every station.")
        var olderCopy = false

        @Flag(help: "This register is no older copy, whatever the station has heard.")
        var mistaken = false

        @Option(help: ArgumentHelp("The incarnation that is the station, or how it begins.", valueName: "incarnation"))
        var keep: String?

        @Flag(help: "Do not ask before a new incarnation begins.")
        var yes = false

        func validate() throws {
            guard [olderCopy, mistaken, keep != nil].filter(\.self).count <= 1 else {
                throw ValidationError("give one of --older-copy, --mistaken and --keep")
            }
            guard !yes || olderCopy else { throw ValidationError("--yes is for --older-copy") }
        }

        func perform() throws {
            let station = try station.open()
            let status = try station.correspondence(with: designator)
            guard let hold = status.correspondence.hold else {
                throw StationError(
                    .invalid, "the correspondence with \(designator) has not stopped: there is nothing to decide",
                    hint: "see 'cable correspondence show \(designator)'")
            }
            if olderCopy {
                try beginAnew(station, hold)
            } else if mistaken {
                try station.dismissClaim(of: designator)
                Console.note("what \(designator) has heard is let rest: what waits for it leaves at the next exchange")
            } else if let keep {
                try self.keep(keep, of: hold, at: station)
            } else {
                throw Self.undecided(status)
            }
        }

        private static func undecided(_ status: CorrespondenceStatus) -> any Error {
            let view = CorrespondenceView(status)
            for line in view.choices { Console.result(line + "\n") }
            return StationError(
                .alarm, "the correspondence with \(status.peer) has stopped, and nothing was decided",
                hint: "ask its clerk by another way, then give the option that is right")
        }

        private func beginAnew(_ station: Station, _ hold: Correspondence.Hold) throws {
            guard case .olderCopy = hold else {
                throw StationError(
                    .invalid, "\(designator) has not said that this register is an older copy",
                    hint: "see 'cable correspondence show \(designator)'")
            }
            guard try yes || isSure() else { throw StationError(.refused, "nothing was changed") }
            try station.beginNewIncarnation()
            Console.note(
                "a new incarnation begins: towards every station the numbers count from 1 again, and each is asked what is "
                    + "missing on either side")
            Console.note(
                "hint: telegrams since the copy was made are missing here; see 'cable status', and then "
                    + "'cable correspondence acknowledge'")
        }

        private func isSure() throws -> Bool {
            do {
                return try ControllingTerminal().confirm(
                    "begin a new incarnation, towards every station?", default: false)
            } catch TerminalError.noTerminal {
                throw StationError(
                    .invalid, "a new incarnation begins towards every station, and there is no terminal to ask",
                    hint: "say --yes where that is right")
            }
        }

        private func keep(_ text: String, of hold: Correspondence.Hold, at station: Station) throws {
            guard case .twoCopies(let current, let other) = hold else {
                throw StationError(
                    .invalid, "no two copies of \(designator) are known to be running",
                    hint: "see 'cable correspondence show \(designator)'")
            }
            let names = [current.name, other.name]
            let meant = names.filter { $0.description.hasPrefix(text.lowercased()) }
            guard let name = meant.first, meant.count == 1, !text.isEmpty else {
                throw StationError(
                    .invalid, "'\(text)' does not say which of the two incarnations is meant",
                    hint: "it is \(CorrespondenceView.shortNames(current, other).joined(separator: " or "))")
            }
            try station.resolveCopies(of: designator, keeping: name)
            Console.note(
                "\(designator) is the one with incarnation \(name.description.prefix(8)); the other one is not heard any more"
            )
        }
    }

    struct Stop: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "stop",
            abstract: "Send nothing to a station and take nothing from it, until you resume.",
            discussion: """
                For a station that floods this one, or that is not to be heard for a while. Its card stays pinned. What it \
                sends meanwhile is thrown away; afterwards both stations compare their numbers, and what is missing is asked \
                for. Telegrams to it wait. What it carries for others goes on: that is a matter of links.

                EXAMPLE
                  cable correspondence stop EVIL
                """)

        @OptionGroup var station: StationOptions

        @Argument(help: "The station.")
        var designator: Designator

        func perform() throws {
            try station.open().stopCorrespondence(with: designator)
            Console.note(
                "nothing is sent to \(designator) or taken from it until 'cable correspondence resume \(designator)'")
        }
    }

    struct Resume: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume",
            abstract: "Go on with a station that was stopped.",
            discussion: """
                What it sent meanwhile is missing here; numbers are compared with the next exchange, and what it still has is \
                asked for.

                EXAMPLE
                  cable correspondence resume EVIL
                """)

        @OptionGroup var station: StationOptions

        @Argument(help: "The station.")
        var designator: Designator

        func perform() throws {
            try station.open().resumeCorrespondence(with: designator)
            Console.note("\(designator) is heard again; numbers are compared with the next exchange")
        }
    }

    struct Acknowledge: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "acknowledge",
            abstract: "Say that you have seen to what is missing since this register was restored from an older copy.",
            discussion: """
                Until then 'cable status' and 'cable inbox' say that it was. What was sent and received after the copy was made \
                is missing here: ask your correspondents which telegrams of that time they have, and have them sent again.

                EXAMPLE
                  cable correspondence acknowledge
                """)

        @OptionGroup var station: StationOptions

        func perform() throws {
            try station.open().acknowledgeRestoration()
            Console.note("it is no longer shown that this register was restored from an older copy")
        }
    }
}
