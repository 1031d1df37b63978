import ArgumentParser
import Station
import Telegrams
import Traffic

struct QuarantineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "Look at what arrived and could not be accepted.",
        discussion: """
            Nothing that arrives is thrown away unseen: damaged or unknown items are kept, named, and their sender is told \
            where that is possible. They take a share of the disk for each source, within which the oldest give way, and \
            are thrown away after 90 days.

            EXAMPLE
              cable quarantine list
              cable quarantine retry 3
              cable quarantine remove 3 5-9
              cable quarantine remove --link stick --older-than 30d
            """,
        subcommands: [List.self, Retry.self, Remove.self])
}

/// Which items are meant; all conditions together.
struct QuarantineOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What this station's key has signed for.", valueName: "station"))
    var from: String?

    @Option(help: ArgumentHelp("What came over this link, whoever has signed for it.", valueName: "link"))
    var link: String?

    @Option(help: ArgumentHelp("What came longer ago than this: 30d, 12h, 90min.", valueName: "age"))
    var olderThan: Elapsed?

    var isEmpty: Bool { from == nil && link == nil && olderThan == nil }

    func choice() throws -> QuarantineChoice {
        var choice = QuarantineChoice()
        choice.station = try from.map { try Designator($0.uppercased()) }
        choice.link = link
        choice.before = olderThan.map { Instant.now().adding(seconds: -$0.seconds) }
        return choice
    }
}

/// A length of time as it is typed: a number, and `d`, `h` or `min`.
struct Elapsed: ExpressibleByArgument {
    let seconds: Int64

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        let units: [Substring: Int64] = ["d": 86_400, "h": 3600, "min": 60]
        guard let count = Int64(digits), let unit = units[argument.dropFirst(digits.count)],
            (1...100_000_000).contains(count)
        else { return nil }
        seconds = count * unit
    }
}

/// Items as they are typed: `3` or `5-9`.
struct ItemRange: ExpressibleByArgument {
    let ids: ClosedRange<Int64>

    init?(argument: String) {
        let ends = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], 0 < first,
            first <= last
        else { return nil }
        ids = first...last
    }
}

extension QuarantineCommand {
    struct List: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the items and the reasons, the newest first.",
            discussion: """
                EXAMPLE
                  cable quarantine list
                  cable quarantine list --from MOSCOW
                  cable quarantine list --limit 100 --before 3900
                """)

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var items: QuarantineOptions

        @Option(help: ArgumentHelp("At most so many.", valueName: "count"))
        var limit = 50

        @Option(help: ArgumentHelp("Only items below this one.", valueName: "item"))
        var before: Int64?

        func perform() throws {
            let found = try station.open().quarantined(items.choice(), limit: limit, before: before ?? .max)
            let now = Instant.now()
            try output.show(
                Listing(
                    rows: found.map { QuarantineRow($0, now: now) },
                    heading: ["ID", "AGE", "LINK", "SOURCE", "BYTES", "ITEM", "REASON"],
                    empty: items.isEmpty && before == nil ? "the quarantine is empty" : "no such items"
                ) {
                    ["\($0.id)", $0.age, $0.link, $0.source, "\($0.size)", Console.quoted($0.item), $0.reason]
                })
        }
    }

    struct Retry: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry",
            abstract: "Try to take an item in again, for example once its sender's card is pinned.",
            discussion: "EXAMPLE\n  cable quarantine retry 3")

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        @Argument(help: "The item.")
        var id: Int64

        func perform() throws {
            try output.show(ExchangeView(station.open().retryQuarantined(id)))
        }
    }

    struct Remove: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Throw items away.",
            discussion: """
                Where several conditions are given, only items go to which all of them apply.

                EXAMPLE
                  cable quarantine remove 3 5-9
                  cable quarantine remove --from EVIL
                  cable quarantine remove --link stick --older-than 30d
                  cable quarantine remove --all
                """)

        @OptionGroup var station: StationOptions
        @OptionGroup var items: QuarantineOptions

        @Argument(help: "Items, or ranges of them.")
        var ids: [ItemRange] = []

        @Flag(help: "Everything.")
        var all = false

        @Flag(
            help:
                "Also what is held until its station has proved itself; without this only where it is named by its number."
        )
        var held = false

        func validate() throws {
            let isChosen = !ids.isEmpty || !items.isEmpty
            guard isChosen != all else {
                throw ValidationError(
                    all ? "--all and a choice exclude each other" : "name items, or a source, or --all")
            }
        }

        func perform() throws {
            let station = try station.open()
            if ids.count == 1, items.isEmpty, let id = ids.first?.ids, id.count == 1 {
                try station.removeQuarantined(id.lowerBound)
                return Console.note("item \(id.lowerBound) is thrown away")
            }
            var choice = try items.choice()
            choice.ids = ids.map(\.ids)
            choice.includesHeld = held || !ids.isEmpty
            let removed = try station.removeQuarantined(choice)
            Console.note("\(counted(removed, "item")) thrown away")
            choice.includesHeld = true
            guard try !station.quarantined(choice, limit: 1).isEmpty else { return }
            Console.note("what is held until its station has proved itself stays: --held throws it away too")
        }
    }
}

struct QuarantineRow: Encodable {
    let id: Int64
    let at: String
    let age: String
    let link: String
    let source: String
    let size: Int
    let item: String
    let reason: String
    let held: Bool

    init(_ item: QuarantinedItem, now: Instant = .now()) {
        id = item.id
        at = DateTimeGroup.short(item.at)
        age = Span.text(seconds: max(0, now.seconds - item.at.seconds))
        link = item.link
        source = item.source
        size = item.size
        self.item = item.name
        reason = item.reason
        held = item.isHeld
    }
}
