import ArgumentParser
import Desk
import DurableFiles
import Foundation
import Station
import Telegrams
import Terminal

struct ReplyCommand: ShowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "reply",
        abstract: "Answer a telegram: to its originator, on the same matter, citing it.",
        discussion: """
            EXAMPLE
              cable reply 12 --text "Received and agreed." --send
              cable reply 12
            """)

    @OptionGroup var officer: OfficerOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: TelegramNumber.help)
    var number: TelegramNumber
    @Option(help: ArgumentHelp("How urgent it is.", valueName: "precedence"))
    var precedence: Precedence?
    @Option(help: ArgumentHelp("What it is.", valueName: "kind"))
    var kind: Telegram.Kind?
    @Option(help: ArgumentHelp("Custodian who hands it over; may be repeated.", valueName: "officer@station"))
    var careOf: [Address] = []
    @Option(help: ArgumentHelp("A file to enclose; may be repeated.", valueName: "file"), completion: .file())
    var enclose: [String] = []
    @Option(help: "The text itself.")
    var text: String?
    @Flag(help: "Send it at once.")
    var send = false

    func perform() throws {
        let station = try officer.station.open()
        let session = try officer.session(at: station)
        var content = try station.reply(to: number.local(at: station), session: session).content
        content.precedence = precedence ?? content.precedence
        content.kind = kind ?? content.kind
        content.careOf = careOf
        let paper = DraftPaper(
            try written(content, officer: session.officer), attachments: try enclose.map(Attachments.file))
        if send { return try Sending.send(paper, at: station, session: session, output: output) }
        try output.show(DraftNotice(id: station.keep(paper, session: session), subject: content.subject))
    }

    private func written(_ content: Telegram.Content, officer: Address) throws -> Draft {
        guard text == nil, TerminalFacts.isTerminal(STDIN_FILENO) else {
            var content = content
            let body = try text.map { Array($0.utf8) } ?? StandardInput.readAll(limit: 300_000)
            content.paragraphs = try DraftText.paragraphs(of: body)
            return try Draft(from: officer, content: content)
        }
        return try Editor.draft(
            beginningWith: DraftText.editable(Draft(from: officer, content: content)), from: officer)
    }
}

struct ReaddressCommand: ShowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "readdress",
        abstract: "Pass a telegram on to somebody its originator did not write to.",
        discussion: """
            The original travels inside, with its originator's signature; you sign for having readdressed it.

            EXAMPLE
              cable readdress 12 --to "KIM IL SUNG@PYONGYANG" --remark "For your information."
            """)

    @OptionGroup var officer: OfficerOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: TelegramNumber.help)
    var number: TelegramNumber
    @Option(help: ArgumentHelp("Action addressee; may be repeated.", valueName: "officer@station"))
    var to: [Address]
    @Option(help: ArgumentHelp("Information addressee; may be repeated.", valueName: "officer@station"))
    var info: [Address] = []
    @Option(help: "Words of your own.")
    var remark: String?
    @Option(help: ArgumentHelp("Default: that of the original.", valueName: "precedence"))
    var precedence: Precedence?

    func perform() throws {
        let station = try officer.station.open()
        let session = try officer.session(at: station)
        let sent = try station.readdress(
            number.local(at: station), to: to, info: info, remark: remark, precedence: precedence, session: session)
        try Sending.tell([sent], output)
    }
}

struct PassOnCommand: CableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pass-on",
        abstract: "Hand a sealed telegram to the station where its addressee is now.",
        discussion: """
            For the custodian: the seal and the signature stay as they are, no officer's key is needed. The addressee's keys \
            must be at that station. Enclosures go with it, once they are here in full. Receipts find their way back to the \
            sender.

            EXAMPLE
              cable pass-on 12 --to SHANGHAI
            """)

    @OptionGroup var station: StationOptions

    @Argument(help: TelegramNumber.help)
    var number: TelegramNumber
    @Option(help: ArgumentHelp("Where the addressee is now.", valueName: "station"))
    var to: Designator

    func perform() throws {
        let station = try station.open()
        let number = try number.local(at: station)
        let channel = try station.passOn(number, to: to)
        Console.note("No. \(number) is passed on to \(to), channel No. \(channel)")
    }
}

struct PutAwayCommand: CableCommand {
    static let configuration = CommandConfiguration(
        commandName: "put-away",
        abstract: "Take telegrams that cannot be opened out of the inbox.",
        discussion: """
            For what is damaged or was never a letter. It stays in the register as it came, and its sender learns that it is \
            refused. What can be opened is not put away: open it, and decline it if need be.

            EXAMPLE
              cable put-away 13 14
              cable put-away --all
              cable put-away --all --from EVIL
            """)

    @OptionGroup var officer: OfficerOptions

    @Argument(help: TelegramNumber.help)
    var numbers: [TelegramNumber] = []

    @Flag(help: "Everything that waits and can never be opened.")
    var all = false

    @Option(help: ArgumentHelp("With --all: only what came from this station.", valueName: "station"))
    var from: Designator?

    func validate() throws {
        guard all == numbers.isEmpty else { throw ValidationError("name telegrams, or --all") }
        guard all || from == nil else { throw ValidationError("--from is for --all") }
    }

    func perform() throws {
        let station = try officer.station.open()
        let session = try officer.session(at: station)
        guard !all else {
            let away = try station.putAwayDamaged(from: from, session: session)
            return Console.note("\(counted(away.count, "telegram")) put away unopened")
        }
        var failures: [(number: Int64, error: any Error)] = []
        for number in try numbers.map({ try $0.local(at: station) }) {
            do {
                try station.putAway(number, session: session)
                Console.note("No. \(number) is put away unopened; its sender learns it at the next exchange")
            } catch {
                failures.append((number, error))
            }
        }
        // What is wrong with one does not keep the others in the inbox.
        for failure in failures.dropLast() { Console.tell(Failure(failure.error)) }
        if let last = failures.last { throw last.error }
    }
}

struct DoneCommand: CableCommand {
    static let configuration = CommandConfiguration(
        commandName: "done",
        abstract: "Report that what a telegram asked for is done.",
        discussion: "EXAMPLE\n  cable done 12")

    @OptionGroup var officer: OfficerOptions

    @Argument(help: TelegramNumber.help)
    var number: TelegramNumber

    func perform() throws {
        let station = try officer.station.open()
        let number = try number.local(at: station)
        try station.done(number, session: officer.session(at: station))
        Console.note("No. \(number) is done; its sender learns it at the next exchange")
    }
}

struct DeclineCommand: ShowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "decline",
        abstract: "Decline what a telegram asks for, with the reason.",
        discussion: """
            The reason goes to the originator as a telegram of your own, sealed and signed.

            EXAMPLE
              cable decline 12 --reason "The place is not acceptable."
            """)

    @OptionGroup var officer: OfficerOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: TelegramNumber.help)
    var number: TelegramNumber
    @Option(help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String

    func perform() throws {
        let station = try officer.station.open()
        let session = try officer.session(at: station)
        let sent = try station.decline(number.local(at: station), reason: reason, session: session)
        try Sending.tell([sent], output)
    }
}

struct SaveCommand: CableCommand {
    static let configuration = CommandConfiguration(
        commandName: "save",
        abstract: "Write an enclosure of a telegram to a file.",
        discussion: "EXAMPLE\n  cable save 12 map.pdf\n  cable save 12 map.pdf --output /tmp/map.pdf")

    @OptionGroup var officer: OfficerOptions

    @Argument(help: TelegramNumber.help)
    var number: TelegramNumber
    @Argument(help: "The enclosure's name.")
    var name: String
    @Option(help: ArgumentHelp("Where to write it; default: its name, here.", valueName: "file"), completion: .file())
    var output: String?

    func perform() throws {
        let station = try officer.station.open()
        let session = try officer.session(at: station)
        let message = try station.show(number.local(at: station), session: session)
        guard let line = message.telegram.content.enclosures.first(where: { $0.name == name }) else {
            let names = message.telegram.content.enclosures.map { Console.quoted($0.name) }.joined(separator: ", ")
            throw StationError(
                .notFound, "the telegram encloses no \(Console.quoted(name))",
                hint: names.isEmpty ? "it encloses nothing" : "it encloses \(names)")
        }
        let target = Environment.absolute(output ?? line.name)
        let meter = ProgressMeter("opening \(Console.quoted(line.name))", unit: .bytes, total: Int(line.size))
        try station.save(line, of: message, to: target, session: session, progress: meter.update)
        meter.finish()
        Console.note("wrote \(Console.quoted(target)), \(line.size) bytes")
    }
}

struct BookCommand: ShowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "book",
        abstract: "Keep your own book of codenames: who is behind each.",
        discussion: """
            What travels is the codename. The book rests sealed under your archive key and never leaves the station.

            EXAMPLE
              cable book
              cable book FILIPPOV "Stalin"
              cable book FILIPPOV --forget
            """)

    @OptionGroup var officer: OfficerOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The codename.")
    var codename: Codename?
    @Argument(help: "Who it is.")
    var identity: String?
    @Flag(help: "Forget who it is.")
    var forget = false

    func validate() throws {
        guard codename != nil || !forget else { throw ValidationError("name the codename to forget") }
        guard identity == nil || !forget else { throw ValidationError("give an identity or --forget, not both") }
    }

    func perform() throws {
        let station = try officer.station.open()
        let session = try officer.session(at: station)
        guard let codename else { return try show(station.book(of: session)) }
        if identity != nil || forget {
            try station.changeBook(of: session) { try $0.set(codename, identity) }
            return Console.note(forget ? "\(codename) is forgotten" : "\(codename) is in your book")
        }
        guard let known = try station.book(of: session).names[codename] else {
            throw StationError(.notFound, "your book does not say who \(codename) is")
        }
        try output.show(Report([codename.description: known], [Console.visible(known)]))
    }

    private func show(_ book: CodenameBook) throws {
        let rows = book.names.sorted { $0.key < $1.key }.map { ["codename": $0.key.description, "identity": $0.value] }
        try output.show(
            Listing(rows: rows, heading: ["CODENAME", "WHO"], empty: "your book is empty") {
                [$0["codename"] ?? "", $0["identity"] ?? ""]
            })
    }
}
