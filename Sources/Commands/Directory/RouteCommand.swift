import ArgumentParser
import Relay
import Station
import Telegrams

struct RouteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route",
        abstract: "Say by way of which station others are reached.",
        discussion: """
            A destination may have several routes; the cheapest that can be used is used. A card may offer a route (its station \
            says by way of whom it can be reached); it counts only when it was accepted here.

            EXAMPLE
              cable route add PYONGYANG --via BEIJING
              cable route add PYONGYANG --via VLADIVOSTOK --cost 30
            """,
        subcommands: [Add.self, Accept.self, List.self, Remove.self])
}

extension RouteCommand {
    struct Add: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Add a route, or change one.", discussion: "EXAMPLE\n  cable route add PYONGYANG --via BEIJING")

        @OptionGroup var station: StationOptions

        @Argument(help: "The destination.")
        var destination: Designator

        @Option(help: ArgumentHelp("The station that carries it on.", valueName: "station"))
        var via: Designator

        @Option(help: ArgumentHelp("What going this way costs.", valueName: "number"))
        var cost = Route.usualCost

        func perform() throws {
            try station.open().addRoute(to: destination, via: via, cost: cost)
            Console.note("\(destination) is reached by way of \(via)")
        }
    }

    struct Accept: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "accept",
            abstract: "Accept the routes that a station's card offers.",
            discussion: "EXAMPLE\n  cable route accept PYONGYANG")

        @OptionGroup var station: StationOptions

        @Argument(help: "The station whose card offers them.")
        var destination: Designator

        func perform() throws {
            let station = try station.open()
            let offers = try station.offeredRoutes().filter { $0.destination == destination }
            guard !offers.isEmpty else {
                throw StationError(
                    .notFound, "the card of \(destination) offers no route that is not in use",
                    hint: "list routes and offers with 'cable route list'")
            }
            for offer in offers {
                try station.addRoute(to: offer.destination, via: offer.via)
                Console.note("\(offer.destination) is reached by way of \(offer.via)")
            }
        }
    }

    struct List: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the routes, and those that cards offer.", discussion: "EXAMPLE\n  cable route list")

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        func perform() throws {
            let station = try station.open()
            let rows =
                try station.routes().map { RouteRow($0, state: "in use") }
                + station.offeredRoutes().map { RouteRow($0, state: "offered") }
            try output.show(
                Listing(
                    rows: rows, heading: ["DESTINATION", "VIA", "COST", "STATE"],
                    empty: "no routes: links alone lead to other stations", cells: \.cells))
            if rows.contains(where: { $0.state == "offered" }) {
                Console.note("hint: accept an offered route with 'cable route accept DESTINATION'")
            }
        }
    }

    struct Remove: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Remove the routes to a station, or one of them.",
            discussion: "EXAMPLE\n  cable route remove PYONGYANG --via VLADIVOSTOK")

        @OptionGroup var station: StationOptions

        @Argument(help: "The destination.")
        var destination: Designator

        @Option(help: ArgumentHelp("Only the one by way of this station.", valueName: "station"))
        var via: Designator?

        func perform() throws {
            try station.open().removeRoute(to: destination, via: via)
            Console.note("\(via.map { "the route by way of \($0)" } ?? "every route") to \(destination) is removed")
        }
    }
}

struct RouteRow: Encodable {
    let destination: String
    let via: String
    let cost: Int
    let state: String

    init(_ route: Station.RouteSettings, state: String) {
        destination = route.destination.description
        via = route.via.description
        cost = route.cost
        self.state = state
    }

    var cells: [String] { [destination, via, "\(cost)", state] }
}
