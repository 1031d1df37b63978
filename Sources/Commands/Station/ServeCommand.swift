import ArgumentParser
import Glibc
import Logging
import Serving
import Station
import Telegrams
import Traffic

struct ServeCommand: LastingCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the station: keep its links open and move what comes and what waits.",
        discussion: """
            Connects to other stations and lets them connect, looks into folders, sends receipts, asks for what is missing. All \
            other commands can be used meanwhile; what they change is taken up at once. It logs to standard error and ends in \
            order at SIGTERM or Ctrl-C. 'cable status' shows how it stands.

            EXAMPLE
              cable serve --listen 0.0.0.0:4556
              cable serve --listen 0.0.0.0:4556 --connections 2000
              cable serve --metrics 127.0.0.1:9464 --log json
            """)

    @OptionGroup var station: StationOptions

    @Option(
        help: ArgumentHelp(
            "Where other stations may connect; may be given several times. Default: what 'cable station listen' has set.",
            valueName: "host:port"))
    var listen: [String] = []

    @Option(help: ArgumentHelp("Serve health and metrics there, for this machine.", valueName: "host:port"))
    var metrics: String?

    @Flag(help: "Let --metrics be an address that other machines can reach.")
    var metricsForEverybody = false

    @Option(
        help: ArgumentHelp(
            "Connections from outside that are held at once; from one address a quarter of them.", valueName: "number"))
    var connections = 256

    @Option(help: ArgumentHelp("How often folders are looked into.", valueName: "seconds"))
    var look: Double = 5

    @Option(help: ArgumentHelp("The log's form: text, journal (with priorities) or json.", valueName: "form"))
    var log: LogForm = .text

    @Flag(help: "Log everything.")
    var verbose = false

    func perform() async throws {
        let station = try station.open()
        let places = try listen.isEmpty ? station.listeningPlaces() : Station.places(listen)
        let form = log
        let level = verbose ? Logger.Level.debug : .info
        let logger = Logger(label: "cable") { _ in LineLogHandler(form, level: level, now: Instant.now) }
        var settings = EngineSettings(version: Cable.configuration.version)
        guard look > 0, look <= 86_400 else { throw StationError(.invalid, "--look is more than 0 seconds") }
        settings.folderInterval = Int64(look * 1000)
        guard (1...100_000).contains(connections) else {
            throw StationError(.invalid, "--connections is 1 to 100,000")
        }
        settings.connections = connections
        try await StationService(
            station, places: places, settings: settings,
            metrics: metrics.map { try ControlAddress($0, allowingOthers: metricsForEverybody) },
            supervision: Environment.supervision, logger: logger
        ).run()
    }
}

extension LogForm: ExpressibleByArgument {}
