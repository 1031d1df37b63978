import ArgumentParser
import Logging
import Serving
import Station
import Telegrams

extension LinkCommand {
    /// The other end of a pipe link.
    struct Attach: LastingCommand {
        static let configuration = CommandConfiguration(
            commandName: "attach",
            abstract: "Serve one session over standard input and output.",
            discussion: """
                The other end of 'cable link add-pipe': what ssh or the like starts here. It may be written 'cable link -'. It \
                works beside 'cable serve', and ends with the session.

                EXAMPLE
                  cable link attach - --peer MOSCOW
                  ssh relay@beijing.example cable link -
                """)

        @OptionGroup var station: StationOptions

        @Argument(help: ArgumentHelp("Standard input and output.", valueName: "-"))
        var streams: String

        @Option(
            help: ArgumentHelp(
                "The station at the other end. Default: the one to which a pipe link without a command leads.",
                valueName: "station"))
        var peer: Designator?

        func perform() async throws {
            guard streams == "-" else {
                throw ValidationError("There is no command 'link \(streams)'. See 'cable link --help'.")
            }
            let station = try station.open()
            let logger = Logger(label: "cable") { _ in
                LineLogHandler(.text, level: .notice, now: Instant.now)
            }
            try await AttachedSession(
                station, peer: peer ?? only(of: station),
                settings: EngineSettings(version: Cable.configuration.version), logger: logger
            ).run()
        }

        private func only(of station: Station) throws -> Designator {
            let peers = try station.stationsThatAttach()
            guard let only = peers.first, peers.count == 1 else {
                throw StationError(
                    .invalid,
                    peers.isEmpty ? "no pipe link without a command is set up here" : "several pipe links are",
                    hint: "name the other station with --peer; add a link with 'cable link add-pipe NAME STATION'")
            }
            return only
        }
    }
}
