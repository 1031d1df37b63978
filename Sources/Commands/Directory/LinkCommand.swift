import ArgumentParser
import Relay
import Station
import Telegrams

struct LinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Add, change and remove links to other stations.",
        discussion: """
            A link leads to one station: a folder that is shared, synced or carried on a stick; a connection (TCP with TLS); a \
            session over a command such as ssh; or a command that takes one bundle at a time, such as a mailer. A broadcast \
            is a folder into which released statements are published in clear.

            EXAMPLE
              cable link add stick BEIJING /media/stick
              cable link add-tcp line BEIJING beijing.example:4556
              cable link add-pipe shell BEIJING 'ssh relay@beijing.example cable link -'
              cable link set line --cost 5 --window 06:00-06:20 --minimize immediate
            """,
        subcommands: [
            Add.self, AddTCP.self, AddPipe.self, AddCommand.self, AddBroadcast.self, Set.self, List.self, Remove.self,
            Attach.self,
        ],
        defaultSubcommand: Attach.self)
}

/// How a link is used, for the commands that add or change one.
struct LinkPlanOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What using it costs; of several ways the cheapest is taken.", valueName: "number"))
    var cost: Int?

    @Option(
        name: .customLong("window"),
        help: ArgumentHelp(
            "When it is open, daily, in UTC; may be given several times. 'always' for ever.", valueName: "06:00-06:20"))
    var windows: [String] = []

    @Option(help: ArgumentHelp("Hold back what is less urgent than this. 'none' for nothing.", valueName: "precedence"))
    var minimize: String?

    @Option(help: ArgumentHelp("Send nothing: a folder is only read, a connection not made.", valueName: "yes|no"))
    var silent: YesOrNo?

    @Option(
        help: ArgumentHelp("Bits per second; what cannot end before a window closes is not begun.", valueName: "bit/s"))
    var speed: Int?

    func apply(to link: inout Station.LinkSettings) throws {
        if let cost { link.cost = cost }
        if !windows.isEmpty { link.windows = windows == ["always"] ? "" : windows.joined(separator: ",") }
        if let minimize { link.minimize = minimize == "none" ? nil : try Precedence(word: minimize.lowercased()) }
        if let silent { link.isSilent = silent == .yes }
        if let speed { link.speed = speed }
    }
}

enum YesOrNo: String, CaseIterable, ExpressibleByArgument {
    case yes, no
}

/// What all commands have that add a link to a station.
struct NewLink: ParsableArguments {
    @OptionGroup var station: StationOptions

    @Argument(help: "A name for the link.")
    var name: String

    @Argument(help: "The station at its other end; its card must be pinned.")
    var peer: Designator

    /// A place that may be left out, empty where it is; an empty one that was given is a mistake.
    static func given(_ place: String?) throws -> String {
        guard place?.contains(where: { !$0.isWhitespace }) != false else {
            throw StationError(
                .invalid, "nothing is given to connect to", hint: "leave it out where the other station connects to us")
        }
        return place ?? ""
    }

    func add(_ kind: Station.LinkKind, path: String, plan: LinkPlanOptions) throws {
        var link = Station.LinkSettings(name: name, kind: kind.name, path: path, peer: peer)
        try plan.apply(to: &link)
        try station.open().addLink(link)
        Console.note("link \(name) leads to \(peer)")
    }
}

extension LinkCommand {
    struct Add: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Add a folder link to a station.",
            discussion: "EXAMPLE\n  cable link add stick BEIJING /media/stick")

        @OptionGroup var link: NewLink

        @Argument(help: "The folder.")
        var folder: String

        @OptionGroup var plan: LinkPlanOptions

        func perform() throws {
            try link.add(.folder, path: Environment.folder(folder), plan: plan)
        }
    }

    struct AddTCP: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add-tcp", abstract: "Add a connection to a station.",
            discussion: """
                TCPCLv4 over TCP with TLS 1.3; each side proves the key on its card. 'cable serve' makes the connection, and \
                makes it again when it breaks. Without a place the other station connects to us, where 'cable serve' listens.

                EXAMPLE
                  cable link add-tcp line BEIJING beijing.example:4556
                  cable link add-tcp line MOSCOW
                """)

        @OptionGroup var link: NewLink

        @Argument(help: ArgumentHelp("Where it listens.", valueName: "host:port"))
        var place: String?

        @OptionGroup var plan: LinkPlanOptions

        func perform() throws {
            try link.add(.tcp, path: NewLink.given(place), plan: plan)
        }
    }

    struct AddPipe: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add-pipe", abstract: "Add a session over a command's standard input and output.",
            discussion: """
                'cable serve' runs the command by the shell; at its other end 'cable link -' must answer. The command protects \
                the session; what goes through it is sealed and signed all the same. Without a command the other station \
                starts the session here, with 'cable link -'.

                EXAMPLE
                  cable link add-pipe shell BEIJING 'ssh relay@beijing.example cable link -'
                  cable link add-pipe shell MOSCOW
                """)

        @OptionGroup var link: NewLink

        @Argument(help: "The command.")
        var command: String?

        @OptionGroup var plan: LinkPlanOptions

        func perform() throws {
            try link.add(.pipe, path: NewLink.given(command), plan: plan)
        }
    }

    struct AddCommand: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add-command", abstract: "Add a command that takes one bundle on its standard input.",
            discussion: """
                The shell runs it once for each bundle; exit code 0 says that it has it for good. At the other end 'cable \
                receive' takes a bundle from its standard input. Such a link only sends.

                EXAMPLE
                  cable link add-command mail BEIJING 'uux - beijing!cable-receive'
                """)

        @OptionGroup var link: NewLink

        @Argument(help: "The command.")
        var command: String

        @OptionGroup var plan: LinkPlanOptions

        func perform() throws {
            try link.add(.command, path: command, plan: plan)
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
            try station.open().addLink(
                Station.LinkSettings(
                    name: name, kind: Station.LinkKind.broadcast.name, path: Environment.folder(folder), peer: nil))
            Console.note("released statements are published to \(name)")
        }
    }

    struct Set: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "set",
            abstract: "Change how a link is used.",
            discussion: """
                A station that serves takes the change up at once, without dropping its sessions.

                EXAMPLE
                  cable link set line --window 06:00-06:20 --window 18:00-18:20
                  cable link set line --minimize immediate
                  cable link set line --window always --minimize none --silent no
                """)

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        @Argument(help: "The link's name.")
        var name: String

        @OptionGroup var plan: LinkPlanOptions

        func perform() throws {
            let link = try station.open().changeLink(name) { try plan.apply(to: &$0) }
            try output.show(Listing(rows: [LinkRow(link)], heading: LinkRow.heading, empty: "", cells: \.cells))
        }
    }

    struct List: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the links.", discussion: "EXAMPLE\n  cable link list")

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        func perform() throws {
            let rows = try station.open().links().map(LinkRow.init)
            try output.show(
                Listing(
                    rows: rows, heading: LinkRow.heading, empty: "no links: add one with 'cable link add'",
                    cells: \.cells))
        }
    }

    struct Remove: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
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
    static let heading = ["LINK", "KIND", "TO", "COST", "USE", "PLACE"]

    let name: String
    let kind: String
    let station: String?
    let place: String
    let cost: Int
    let windows: [String]
    let minimize: String?
    let isSilent: Bool
    let speed: Int?

    init(_ link: Station.LinkSettings) {
        name = link.name
        kind = link.kind
        station = link.peer?.description
        place = link.path
        cost = link.cost
        windows = link.windows.split(separator: ",").map(String.init)
        minimize = link.minimize?.description
        isSilent = link.isSilent
        speed = link.speed
    }

    var cells: [String] {
        [
            name, kind, station ?? "everybody", station == nil ? "-" : "\(cost)", use,
            place.isEmpty ? "they connect" : place,
        ]
    }

    private var use: String {
        var words = windows
        if isSilent { words.append("silent") }
        if let minimize { words.append("minimize \(minimize)") }
        if let speed { words.append("\(speed) bit/s") }
        return words.isEmpty ? "always" : words.joined(separator: ", ")
    }
}
