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
            where that is possible.

            EXAMPLE
              cable quarantine list
              cable quarantine retry 3
              cable quarantine remove 3
            """,
        subcommands: [List.self, Retry.self, Remove.self])
}

extension QuarantineCommand {
    struct List: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the items and the reasons.", discussion: "EXAMPLE\n  cable quarantine list")

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        func perform() throws {
            let rows = try station.open().quarantined().map(QuarantineRow.init)
            try output.show(
                Listing(
                    rows: rows, heading: ["ID", "TIME", "LINK", "ITEM", "REASON"], empty: "the quarantine is empty"
                ) {
                    ["\($0.id)", $0.at, $0.link, $0.item, $0.reason]
                })
        }
    }

    struct Retry: CableCommand {
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
            abstract: "Throw an item away.", discussion: "EXAMPLE\n  cable quarantine remove 3")

        @OptionGroup var station: StationOptions

        @Argument(help: "The item.")
        var id: Int64

        func perform() throws {
            try station.open().removeQuarantined(id)
            Console.note("item \(id) is thrown away")
        }
    }
}

struct QuarantineRow: Encodable {
    let id: Int64
    let at: String
    let link: String
    let item: String
    let reason: String

    init(_ item: QuarantinedItem) {
        id = item.id
        at = DateTimeGroup.short(item.at)
        link = item.link
        self.item = item.name
        reason = item.reason
    }
}
