import ArgumentParser
import Desk
import KeyAgent
import Station
import Telegrams

// Who is an officer no longer, who is one again, and who takes another codename.

extension OfficerCommand {
    struct Remove: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Take an officer off the station's card.",
            discussion: """
                Nothing can be sealed to him any more, and he can send nothing: his receiving keys are destroyed at once. His \
                papers stay, sealed as they are, and so does his key file: with his passphrase he still reads what he has sent \
                or opened. 'cable officer restore' makes him an officer again. Nobody else can have his codename.

                It is refused while telegrams wait for him, which nobody could open afterwards. Correspondents learn it at the \
                next exchange; what he has signed cannot be checked against the new card.

                EXAMPLE
                  cable officer remove KRASOVSKY
                  cable officer remove KRASOVSKY --force
                """)

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        @Argument(help: "The officer.")
        var name: Codename

        @Flag(help: "Even where telegrams wait for him.")
        var force = false

        func perform() throws {
            let station = try station.open()
            let departed = try station.removeOfficer(name, isForced: force)
            try Agents.forget(name, at: station)
            try output.show(DepartureView(departed, of: station.designator))
        }
    }

    struct Restore: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "restore",
            abstract: "Make one who was removed an officer again.",
            discussion: """
                He has the signing key and the papers that he had, and a new sealing key.

                EXAMPLE
                  cable officer restore KRASOVSKY
                """)

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        @Argument(help: "The officer.")
        var name: Codename

        @Option(help: ArgumentHelp("Read the passphrase from this file descriptor.", valueName: "n"))
        var passphraseFd: Int32?

        func perform() throws {
            let station = try station.open()
            _ = try station.restoreOfficer(
                name, passphrase: Passphrases.existing(of: name, descriptor: passphraseFd),
                sshAgentSocket: Environment.sshAgentSocket)
            try output.show(Listing(officers: station.officers().filter { $0.name == name }))
        }
    }

    struct Rename: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "rename",
            abstract: "Give an officer another codename.",
            discussion: """
                His keys and his papers stay his. What was and what still is addressed to the former codename reaches him, and \
                nobody else can have it. Correspondents learn the new one at the next exchange, and are asked to compare the \
                words of the card again; what he signed under the former one cannot be checked against the new card.

                EXAMPLE
                  cable officer rename KRASOVSKY FILIPPOV
                """)

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        @Argument(help: "The codename that he has.")
        var old: Codename

        @Argument(help: "The codename that he takes.")
        var new: Codename

        @Option(help: ArgumentHelp("Read the passphrase from this file descriptor.", valueName: "n"))
        var passphraseFd: Int32?

        @OptionGroup var cost: GuessingCost

        func perform() throws {
            let station = try station.open()
            _ = try station.renameOfficer(
                old, to: new, passphrase: Passphrases.existing(of: old, descriptor: passphraseFd),
                workFactor: cost.workFactor, sshAgentSocket: Environment.sshAgentSocket)
            try Agents.forget(old, at: station)
            try output.show(Listing(officers: station.officers().filter { $0.name == new }))
            Console.note("\(old) is \(new) now; unlock his keys anew with 'cable unlock'")
        }
    }
}

/// What became of one who is an officer no longer.
struct DepartureView: Presentable {
    let officer: String
    let filed: Int
    let drafts: Int
    let statements: Int
    /// Telegrams that nobody can open any more.
    let waiting: [Int64]

    private let station: Designator

    init(_ departed: Departed, of station: Designator) {
        officer = departed.name.description
        filed = departed.papers.filed
        drafts = departed.papers.drafts
        statements = departed.papers.statements
        waiting = departed.waiting
        self.station = station
    }

    enum CodingKeys: String, CodingKey { case officer, filed, drafts, statements, waiting }

    var lines: [String] {
        let papers = [counted(filed, "telegram"), counted(drafts, "draft"), counted(statements, "statement")]
        let lost =
            waiting.isEmpty
            ? [] : ["nobody can open what waited for him: \(waiting.map { "No. \($0)" }.joined(separator: ", "))"]
        return [
            "\(officer) is no officer of \(station) any more; his receiving keys are destroyed",
            "his papers stay, and open with his passphrase: \(papers.joined(separator: ", "))",
        ] + lost
    }
}
