import ArgumentParser
import Desk
import DurableFiles
import Foundation
import Station
import Telegrams

struct StatementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statement",
        abstract: "Draft, circulate, sign, withdraw from and release joint statements.",
        discussion: """
            A joint statement is one exact text with the list of those who must sign it. It counts only with every signature. \
            Whoever receives it verifies it offline, with 'cable verify' or with stock 'ssh-keygen'.

            EXAMPLE
              cable statement draft 7 --text answer.txt \\
                --signatory "NORTHERN COMMAND=KIM IL SUNG@PYONGYANG" \\
                --signatory "VOLUNTEERS=PENG DEHUAI@VOLUNTEERS"
              cable statement circulate 7 --to "KIM IL SUNG@PYONGYANG"
              cable statement sign 7 --as "KIM IL SUNG"
              cable statement release 7 --output /tmp/released
            """,
        subcommands: [
            Draft.self, List.self, Show.self, Circulate.self, Sign.self, Withdraw.self, Release.self,
        ])
}

/// Which statement, and which officer looks at it.
struct StatementOptions: ParsableArguments {
    @OptionGroup var officer: OfficerOptions

    @Argument(
        help: ArgumentHelp(
            "Its number, or the beginning of its digest where several texts have the number.", valueName: "statement"))
    var statement: String
}

/// To whom a statement is sent, and with which words.
struct CirculationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Action addressee; may be repeated.", valueName: "officer@station"))
    var to: [Address]
    @Option(help: ArgumentHelp("Information addressee; may be repeated.", valueName: "officer@station"))
    var info: [Address] = []
    @Option(help: "Words of your own.")
    var remark: String?
    @Option(help: "What it is about, as mandates name it.")
    var matter = "JOINT STATEMENT"

    func value(_ precedence: Precedence) -> Circulation {
        Circulation(to: to, info: info, remark: remark, precedence: precedence, matter: matter)
    }
}

extension StatementCommand {
    struct Draft: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "draft",
            abstract: "Draft a statement.",
            discussion: """
                The text comes from standard input or a file. An open blank is written (BLANK) or ____ : such a text can be \
                circulated but not signed. Without --date the date is an open blank too.

                EXAMPLE
                  cable statement draft 7 --date 2026-11-23T12:00:00Z \\
                    --signatory "NORTHERN COMMAND=KIM IL SUNG@PYONGYANG" \\
                    --signatory "VOLUNTEERS=PENG DEHUAI@VOLUNTEERS" < answer.txt
                """)

        @OptionGroup var officer: OfficerOptions
        @OptionGroup var output: OutputOptions

        @Argument(help: "The statement's number.")
        var number: Int

        @Option(help: ArgumentHelp("Who must sign, in order, and with whose key.", valueName: "name=officer@station"))
        var signatory: [String]

        @Option(help: ArgumentHelp("radio (characters of the teleprinter) or utf-8.", valueName: "profile"))
        var profile: Profile = .radio

        @Option(help: ArgumentHelp("Its date, to the minute (2026-11-23T12:00:00Z).", valueName: "time"))
        var date: String?

        @Option(
            help: ArgumentHelp("The file with the text; default: standard input.", valueName: "file"),
            completion: .file())
        var text: String?

        func perform() throws {
            let station = try officer.station.open()
            let session = try officer.session(at: station)
            let bytes =
                try text.map { try DurableFile.read($0, limit: Statement.sizeLimit) }
                ?? StandardInput.readAll(limit: Statement.sizeLimit)
            let statement = try Statement(
                number: number, profile: profile.value, date: date.map { try Instant(rfc3339: $0) },
                signatories: signatory.map { try Self.signatory($0, station: station) },
                text: CanonicalText.lines(of: bytes.last == 0x0A ? bytes : bytes + [0x0A], limit: Statement.sizeLimit))
            try output.show(StatementView(station.file(statement, session: session), station: station))
        }

        private static func signatory(_ text: String, station: Station) throws -> Signatory {
            guard let equals = text.lastIndex(of: "="),
                let officer = Address(argument: String(text[text.index(after: equals)...]))
            else {
                throw StationError(
                    .invalid, "'\(text)' does not name a signatory",
                    hint: "write \"COMMAND OF THE VOLUNTEERS=PENG DEHUAI@VOLUNTEERS\"")
            }
            return try Signatory(name: text[..<equals], key: station.signatoryKey(officer))
        }
    }

    enum Profile: String, ExpressibleByArgument, CaseIterable {
        case radio
        case utf8 = "utf-8"

        var value: StatementProfile { self == .radio ? .radio : .utf8 }
    }

    struct List: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the statements among an officer's papers.", discussion: "EXAMPLE\n  cable statement list")

        @OptionGroup var officer: OfficerOptions
        @OptionGroup var output: OutputOptions

        func perform() throws {
            let station = try officer.station.open()
            let all = try station.statements(session: officer.session(at: station))
            let rows = all.map { StatementView($0, station: station) }
            try output.show(
                Listing(rows: rows, heading: ["NUMBER", "DIGEST", "DATE", "SIGNED", "STATE"], empty: "no statements") {
                    [
                        "\($0.number)", String($0.digest.prefix(8)), $0.date ?? "open",
                        "\($0.signatories.count - $0.missing.count) of \($0.signatories.count)", $0.state,
                    ]
                })
        }
    }

    struct Show: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Print a statement, and who has signed it.",
            discussion: "EXAMPLE\n  cable statement show 7\n  cable statement show 7 --raw > statement-7.txt")

        @OptionGroup var options: StatementOptions
        @OptionGroup var output: OutputOptions

        @Flag(help: "Print the exact text alone, byte for byte.")
        var raw = false

        func perform() throws {
            let station = try options.officer.station.open()
            let filed = try station.statement(options.statement, session: options.officer.session(at: station))
            guard !raw else { return Console.result(String(decoding: filed.statement.bytes, as: UTF8.self)) }
            try output.show(StatementView(filed, station: station))
        }
    }

    struct Circulate: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "circulate",
            abstract: "Send a statement, with the signatures so far, to others.",
            discussion: """
                The exact text and every signature that is here travel as enclosures of a telegram. Whoever opens it has both \
                among his papers; signatures may arrive in any order and by any way.

                EXAMPLE
                  cable statement circulate 7 --to "PENG DEHUAI@VOLUNTEERS" --remark "For your signature."
                """)

        @OptionGroup var options: StatementOptions
        @OptionGroup var output: OutputOptions

        @OptionGroup var circulation: CirculationOptions

        @Option(help: ArgumentHelp("How urgent it is. Default: immediate.", valueName: "precedence"))
        var precedence: Precedence?

        func perform() throws {
            let station = try options.officer.station.open()
            let session = try options.officer.session(at: station)
            let filed = try station.statement(options.statement, session: session)
            let sent = try station.circulate(filed, by: circulation.value(precedence ?? .immediate), session: session)
            try Sending.tell([sent], output)
        }
    }

    struct Sign: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign",
            abstract: "Sign a statement.",
            discussion: """
                Read it first: 'cable statement show'. A text with an open blank cannot be signed. The signature travels with \
                the next 'cable statement circulate'.

                EXAMPLE
                  cable statement sign 7 --as "PENG DEHUAI"
                """)

        @OptionGroup var options: StatementOptions
        @OptionGroup var output: OutputOptions

        func perform() throws {
            let station = try options.officer.station.open()
            let session = try options.officer.session(at: station)
            let filed = try station.statement(options.statement, session: session)
            try output.show(StatementView(station.sign(filed, session: session), station: station))
        }
    }

    struct Withdraw: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw",
            abstract: "Withdraw a signature, and let the others know.",
            discussion: """
                That can be done until the last signature is given; then the statement is final. Whoever opens the telegram \
                before all have signed can neither complete nor release this text any more. It is for good: another text can be \
                signed, this one not again. Who had every signature before it reached him keeps a valid statement.

                EXAMPLE
                  cable statement withdraw 7 --to "KIM IL SUNG@PYONGYANG"
                """)

        @OptionGroup var options: StatementOptions
        @OptionGroup var output: OutputOptions

        @OptionGroup var circulation: CirculationOptions

        @Option(help: ArgumentHelp("How urgent it is. Default: flash.", valueName: "precedence"))
        var precedence: Precedence?

        func perform() throws {
            let station = try options.officer.station.open()
            let session = try options.officer.session(at: station)
            let filed = try station.statement(options.statement, session: session)
            let sent = try station.withdraw(filed, telling: circulation.value(precedence ?? .flash), session: session)
            try Sending.tell([sent], output)
        }
    }

    struct Release: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "release",
            abstract: "Release a complete statement to a folder and to every broadcast.",
            discussion: """
                Refused while a signature is missing. The released folder holds the text, every signature, and a page that \
                tells an outsider how to verify them.

                EXAMPLE
                  cable statement release 7 --output /tmp/released
                """)

        @OptionGroup var options: StatementOptions
        @OptionGroup var output: OutputOptions

        @Option(
            name: .customLong("output"),
            help: ArgumentHelp("Write the released folder here too.", valueName: "folder"), completion: .directory)
        var folder: String?

        func perform() throws {
            let station = try options.officer.station.open()
            let session = try options.officer.session(at: station)
            let filed = try station.statement(options.statement, session: session)
            let folders = try station.release(filed, into: folder.map(Environment.absolute), session: session)
            try output.show(Report(["folders": folders], folders.map { "released to \($0)" }))
        }
    }
}

struct StatementView: Presentable {
    struct SignatoryRow: Encodable {
        let name: String
        let key: String
        let signed: Bool
        let withdrawn: Bool
    }

    let number: Int
    let digest: String
    let date: String?
    let profile: String
    let state: String
    let signatories: [SignatoryRow]
    let missing: [String]
    let lateWithdrawals: [String]
    let openBlanks: [Int]
    let text: String

    init(_ filed: FiledStatement, station: Station) {
        let statement = filed.statement
        number = statement.number
        digest = filed.digest.description
        date = statement.date.map(DateTimeGroup.long)
        profile = statement.profile.rawValue
        signatories = statement.signatories.map { signatory in
            SignatoryRow(
                name: signatory.name, key: signatory.key.description, signed: filed.signatures[signatory.key] != nil,
                withdrawn: filed.withdrawals[signatory.key] != nil)
        }
        missing = filed.missing.map(\.name)
        lateWithdrawals = filed.lateWithdrawals.map(\.name)
        openBlanks = statement.openBlanks
        text = String(decoding: statement.bytes, as: UTF8.self)
        state = Self.state(filed)
    }

    private static func state(_ filed: FiledStatement) -> String {
        if filed.released != nil { return "released" }
        if !filed.withdrawn.isEmpty { return "withdrawn" }
        if !filed.statement.openBlanks.isEmpty { return "open" }
        return filed.isComplete ? "complete" : "awaits signatures"
    }

    var lines: [String] {
        let style = Console.style
        let width = signatories.contains(where: \.withdrawn) ? 9 : 7
        let signed = signatories.enumerated().map { index, row in
            let mark = row.signed ? "signed" : row.withdrawn ? "WITHDRAWN" : "MISSING"
            let padded = mark.padding(toLength: width, withPad: " ", startingAt: 0)
            return "  \(style(padded, row.signed ? .green : .red))  \(index + 1) \(Console.quoted(row.name))"
        }
        let late = lateWithdrawals.map {
            "  \(Console.quoted($0)) has withdrawn after all had signed: that does not count"
        }
        let blanks =
            openBlanks.isEmpty
            ? []
            : ["  open blank in line \(openBlanks.map(String.init).joined(separator: ", ")): it cannot be signed yet"]
        return Console.page.theirs(text.hasSuffix("\n") ? text.dropLast() : text[...])
            + ["", "statement \(number), \(state), digest \(digest.prefix(16))"] + signed + late + blanks
    }
}
