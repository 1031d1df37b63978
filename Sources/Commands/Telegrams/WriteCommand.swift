import ArgumentParser
import Desk
import DurableFiles
import Foundation
import Station
import Telegrams
import Terminal

struct WriteCommand: ShowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "write",
        abstract: "Write a telegram: it becomes a draft, or is sent at once.",
        discussion: """
            The text comes from --text, from a file, from standard input, or from your editor, which opens with a form to fill \
            in. The draft rests sealed under your archive key until you send it.

            EXAMPLE
              cable write --to "MAO ZEDONG@BEIJING" --precedence immediate --kind advice \\
                --matter ARMISTICE --subject "Answer to Ridgway" < text.txt
              cable write --from-file telegram.txt --enclose map.pdf --send
              cable write
            """)

    @OptionGroup var officer: OfficerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("Action addressee; may be repeated.", valueName: "officer@station"))
    var to: [Address] = []
    @Option(help: ArgumentHelp("Information addressee; may be repeated.", valueName: "officer@station"))
    var info: [Address] = []
    @Option(help: ArgumentHelp("Who shall not have it; may be repeated.", valueName: "officer@station"))
    var exempt: [Address] = []
    @Option(help: ArgumentHelp("Custodian who hands it over; may be repeated.", valueName: "officer@station"))
    var careOf: [Address] = []
    @Option(help: ArgumentHelp("How urgent it is.", valueName: "precedence"))
    var precedence: Precedence?
    @Option(help: ArgumentHelp("How urgent it is for information addressees.", valueName: "precedence"))
    var infoPrecedence: Precedence?
    @Option(help: ArgumentHelp("What it is.", valueName: "kind"))
    var kind: Telegram.Kind?
    @Option(help: "What it is about, as mandates name it.")
    var matter: String?
    @Option(help: "Its subject.")
    var subject: String?
    @Option(help: ArgumentHelp("Your own filing reference.", valueName: "reference"))
    var filingReference: String?
    @Option(
        help: ArgumentHelp(
            "A telegram that it refers to, or words for an outside statement; may be repeated.", valueName: "number"))
    var cite: [String] = []
    @Option(help: ArgumentHelp("When an answer is due (2026-11-24T18:00:00Z).", valueName: "time"))
    var replyBy: String?
    @Option(help: ArgumentHelp("Something that the addressee is to do; may be repeated.", valueName: "text"))
    var action: [String] = []
    @Option(help: ArgumentHelp("A handling instruction; may be repeated.", valueName: "text"))
    var handling: [String] = []
    @Option(help: ArgumentHelp("A file to enclose; may be repeated.", valueName: "file"), completion: .file())
    var enclose: [String] = []
    @Option(help: "The text itself.")
    var text: String?
    @Option(help: ArgumentHelp("Fields and text as in the editor's form.", valueName: "file"), completion: .file())
    var fromFile: String?
    @Flag(help: "Send it at once.")
    var send = false

    func perform() throws {
        let station = try officer.station.open()
        let session = try officer.session(at: station)
        let draft = try draft(station, session: session)
        let paper = DraftPaper(draft, attachments: try enclose.map(Attachments.file))
        if send { return try Sending.send(paper, at: station, session: session, output: output) }
        let id = try station.keep(paper, session: session)
        try output.show(DraftNotice(id: id, subject: draft.content.subject))
    }

    private func draft(_ station: Station, session: OfficerSession) throws -> Draft {
        if let fromFile {
            return try DraftText.parse(DurableFile.read(fromFile, limit: 1 << 20), from: session.officer)
        }
        guard to.isEmpty, text == nil, TerminalFacts.isTerminal(STDIN_FILENO) else {
            return try composed(station, session: session)
        }
        return try Editor.draft(beginningWith: DraftText.template(from: session.officer), from: session.officer)
    }

    private func composed(_ station: Station, session: OfficerSession) throws -> Draft {
        guard let subject, let matter, !to.isEmpty else {
            throw StationError(
                .invalid, "a telegram needs --to, --matter and --subject",
                hint: "or give all fields with --from-file FILE")
        }
        let body = try text.map { Array($0.utf8) } ?? StandardInput.readAll(limit: 300_000)
        let content = Telegram.Content(
            filingReference: filingReference, precedence: precedence ?? .routine, infoPrecedence: infoPrecedence,
            to: to,
            info: info, exempt: exempt, careOf: careOf, kind: kind ?? .report, matter: matter, subject: subject,
            references: try cite.map { try Citation.reference($0, at: station, session: session) },
            replyBy: try replyBy.map { try Instant(rfc3339: $0) }, actions: action, handling: handling,
            paragraphs: try DraftText.paragraphs(of: body))
        return try Draft(from: session.officer, content: content)
    }
}

extension Telegram.Kind: ExpressibleByArgument {
    /// The kinds that people write; receipts and service telegrams are the station's.
    private static let written: [Telegram.Kind] = [.instruction, .advice, .request, .report, .draft]

    /// Reads what was typed.
    public init?(argument: String) {
        guard let kind = Self.written.first(where: { $0.rawValue == argument.lowercased() }) else { return nil }
        self = kind
    }

    /// The words that may be typed.
    public static var allValueStrings: [String] { written.map(\.rawValue) }
}

struct DraftNotice: Presentable {
    let id: Int64
    let subject: String?

    var lines: [String] { ["draft \(id): send it with 'cable send \(id)'"] }
}

/// What a citation on the command line means.
enum Citation {
    /// `3917` or `MOSCOW/3917` for a telegram; any other words for a statement of an outside party.
    static func reference(_ text: String, at station: Station, session: OfficerSession) throws -> Reference {
        guard let number = TelegramNumber(argument: text) else { return .outside(text) }
        return try station.reference(to: station.show(number.local(at: station), session: session))
    }
}

/// Files to be enclosed.
enum Attachments {
    static func file(_ path: String) throws -> Attachment {
        let absolute = Environment.absolute(path)
        guard DurableFile.exists(absolute) else {
            throw StationError(.notFound, "there is no file \(path)", hint: "name an existing file with --enclose")
        }
        let name = absolute.split(separator: "/").last.map(String.init) ?? path
        return Attachment(name: name, mediaType: mediaType(of: name), source: .file(path: absolute))
    }

    private static func mediaType(of name: String) -> String {
        switch name.split(separator: ".").last?.lowercased() {
        case "txt", "text": "text/plain"
        case "pdf": "application/pdf"
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "json": "application/json"
        default: "application/octet-stream"
        }
    }
}

enum StandardInput {
    /// Everything on standard input.
    static func readAll(limit: Int) throws -> [UInt8] {
        let data = FileHandle.standardInput.readDataToEndOfFile()
        guard data.count <= limit else { throw StationError(.invalid, "the text is longer than \(limit) bytes") }
        return Array(data)
    }
}
