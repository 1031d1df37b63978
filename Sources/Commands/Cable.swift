import ArgumentParser

/// The program.
///
/// Verbs act on telegrams; nouns manage things.
public struct Cable: ParsableCommand {
    /// Its name, its help and its commands.
    public static let configuration = CommandConfiguration(
        commandName: "cable",
        abstract: "A ciphered telegram service for people who negotiate without a common server.",
        discussion: """
            Numbered telegrams, sealed end to end, relayed through stations that cannot read them; joint statements that count \
            only with every signature, and that anybody verifies offline.

            FIRST STEPS
              cable station found BEIJING
              cable officer add "MAO ZEDONG"
              cable card export > beijing.card        give it to your correspondents
              cable card import moscow.card           and pin theirs
              cable link add stick MOSCOW /media/stick
              cable write --to FILIPPOV@MOSCOW --send
              cable exchange

            Exit codes: 0 done; 1 NOT VALID and 2 CANNOT TELL (verify); 64 wrong use; 65 damaged; 66 not found; 69 unavailable; \
            76 refused; 77 locked; 78 alarm.
            """,
        version: "0.2.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Telegrams",
                subcommands: [
                    WriteCommand.self, DraftsCommand.self, SendCommand.self, ExchangeCommand.self, InboxCommand.self,
                    OpenCommand.self, ReplyCommand.self, ReaddressCommand.self, PassOnCommand.self, DoneCommand.self,
                    DeclineCommand.self, PutAwayCommand.self, ListCommand.self, ShowCommand.self, SaveCommand.self,
                    SearchCommand.self,
                    TraceCommand.self, SendAgainCommand.self,
                ]),
            CommandGroup(name: "Joint statements", subcommands: [StatementCommand.self, VerifyCommand.self]),
            CommandGroup(
                name: "The station and its officers",
                subcommands: [
                    StationCommand.self, ServeCommand.self, StatusCommand.self, WatchCommand.self, OfficerCommand.self,
                    UnlockCommand.self,
                    LockCommand.self, BookCommand.self,
                    RegisterCommand.self, AgentCommand.self,
                ]),
            CommandGroup(
                name: "Correspondents and links",
                subcommands: [
                    CardCommand.self, LinkCommand.self, RouteCommand.self, CorrespondenceCommand.self,
                    CompareCommand.self,
                    ReceiveCommand.self, QuarantineCommand.self,
                ]),
        ])

    /// Made by the argument parser.
    public init() {}
}

extension Cable {
    /// Runs the program; a wrong use is told as every other error is.
    public static func start() async {
        do {
            var command = try parseAsRoot()
            if var lasting = command as? any AsyncParsableCommand {
                try await lasting.run()
            } else {
                try command.run()
            }
        } catch  where exitCode(for: error) == .validationFailure {
            Console.wrongUse(fullMessage(for: error))
            exit(withError: ExitCode.validationFailure)
        } catch {
            exit(withError: error)
        }
    }
}
