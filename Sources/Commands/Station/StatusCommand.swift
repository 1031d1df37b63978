import ArgumentParser
import Station

struct StatusCommand: ShowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how the station stands: links, what waits, what is missing, what is late.",
        discussion: """
            Asks the process that serves the station, and looks into the station's folder where there is none. What needs a \
            person comes first; what is empty is left out.

            With --check only what needs a person is printed, one line each: changed keys, stations that can be taken for \
            others, a clock that is not believed, receiving keys that are missing or have ended, correspondences that have \
            stopped, a register restored from an older copy, telegrams that were refused or cannot be opened, overdue bundles, \
            gaps for which no more repeats are asked, items in quarantine. The exit code is then 78, and 0 where there is \
            nothing.

            EXAMPLE
              cable status
              cable status --json
              cable status --check    as a cron job: it prints, and so cron mails, only what needs a person
            """)

    @OptionGroup var station: StationOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Print only what needs a person; exit with 78 where something does.")
    var check = false

    func perform() throws {
        let status = try StatusSource(station).read()
        guard check else { return try output.show(StatusView(status)) }
        let concerns = StatusConcern.all(of: status)
        try output.show(Report(concerns, concerns.map(\.line)))
        guard concerns.isEmpty else { throw ExitCodes.code(for: .alarm) }
    }
}
