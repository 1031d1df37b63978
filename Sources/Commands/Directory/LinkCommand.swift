import ArgumentParser
import Station
import Telegrams

struct LinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Add and remove links to other stations.",
        discussion: """
            A folder link is a directory that is shared, synced or carried on a stick; any number of stations may use the \
            same one. A broadcast is a folder into which released statements are published in clear.

            EXAMPLE
              cable link add stick BEIJING /media/stick
              cable link add-broadcast radio /srv/broadcast
            """,
        subcommands: [Add.self, AddBroadcast.self, List.self, Remove.self])
}

extension LinkCommand {
    struct Add: CableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a folder link to a station.",
            discussion: "EXAMPLE\n  cable link add stick BEIJING /media/stick")

        @OptionGroup var station: StationOptions

        @Argument(help: "A name for the link.")
        var name: String

        @Argument(help: "The station at its other end; its card must be pinned.")
        var peer: Designator

        @Argument(help: "The folder.")
        var folder: String

        func perform() throws {
            try station.open().addLink(name, kind: .folder, path: Environment.absolute(folder), peer: peer)
            Console.note("link \(name) leads to \(peer)")
        }
    }

    struct AddBroadcast: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add-broadcast", abstract: "Add a folder for released statements.",
            discussion: "EXAMPLE\n  cable link add-broadcast radio /srv/broadcast")

        @OptionGroup var station: StationOptions

        @Argument(help: "A name for the broadcast.")
        var name: String

        @Argument(help: "The folder.")
        var folder: String

        func perform() throws {
            try station.open().addLink(name, kind: .broadcast, path: Environment.absolute(folder), peer: nil)
            Console.note("released statements are published to \(name)")
        }
    }

    struct List: CableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the links.", discussion: "EXAMPLE\n  cable link list")

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        func perform() throws {
            let rows = try station.open().links().map {
                LinkRow(name: $0.name, kind: $0.kind, station: $0.peer?.description, folder: $0.path)
            }
            try output.show(
                Listing(
                    rows: rows, heading: ["LINK", "KIND", "TO", "FOLDER"],
                    empty: "no links: add one with 'cable link add'"
                ) {
                    [$0.name, $0.kind, $0.station ?? "everybody", $0.folder]
                })
        }
    }

    struct Remove: CableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a link. Its folder stays as it is.", discussion: "EXAMPLE\n  cable link remove stick")

        @OptionGroup var station: StationOptions

        @Argument(help: "The link's name.")
        var name: String

        func perform() throws {
            try station.open().removeLink(name)
            Console.note("link \(name) is removed")
        }
    }
}

struct LinkRow: Encodable {
    let name: String
    let kind: String
    let station: String?
    let folder: String
}

struct RouteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route",
        abstract: "Say by way of which station others are reached.",
        discussion: "EXAMPLE\n  cable route add PYONGYANG --via BEIJING",
        subcommands: [Add.self, List.self, Remove.self])
}

extension RouteCommand {
    struct Add: CableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a route, or change one.", discussion: "EXAMPLE\n  cable route add PYONGYANG --via BEIJING")

        @OptionGroup var station: StationOptions

        @Argument(help: "The destination.")
        var destination: Designator

        @Option(help: ArgumentHelp("The station that carries it on.", valueName: "station"))
        var via: Designator

        func perform() throws {
            try station.open().addRoute(to: destination, via: via)
            Console.note("\(destination) is reached by way of \(via)")
        }
    }

    struct List: CableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the routes.", discussion: "EXAMPLE\n  cable route list")

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        func perform() throws {
            let rows = try station.open().routes().map {
                RouteRow(destination: $0.destination.description, via: $0.via.description)
            }
            try output.show(
                Listing(
                    rows: rows, heading: ["DESTINATION", "VIA"], empty: "no routes: links alone lead to other stations"
                ) {
                    [$0.destination, $0.via]
                })
        }
    }

    struct Remove: CableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a route.", discussion: "EXAMPLE\n  cable route remove PYONGYANG")

        @OptionGroup var station: StationOptions

        @Argument(help: "The destination.")
        var destination: Designator

        func perform() throws {
            try station.open().removeRoute(to: destination)
            Console.note("the route to \(destination) is removed")
        }
    }
}

struct RouteRow: Encodable {
    let destination: String
    let via: String
}
