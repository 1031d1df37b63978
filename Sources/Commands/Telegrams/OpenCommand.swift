import ArgumentParser
import Desk
import Station
import Telegrams

struct OpenCommand: ShowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Open a telegram: check it, read it, and let its sender know.",
        discussion: """
            The signature, the text, the enclosures and the addressees are checked before anything is shown. The telegram stays \
            readable afterwards even when the key that it was sealed to is destroyed. A receipt goes out at the next exchange.

            EXAMPLE
              cable open 12
              cable open --all
            """)

    @OptionGroup var officer: OfficerOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: TelegramNumber.help)
    var number: TelegramNumber?

    @Flag(help: "Open everything that awaits the officer, the most urgent first.")
    var all = false

    func validate() throws {
        guard all != (number != nil) else { throw ValidationError("name a telegram, or --all") }
    }

    func perform() throws {
        let station = try officer.station.open()
        let session = try officer.session(at: station)
        let book = try station.book(of: session)
        guard let number else { return try openAll(station, session: session, book: book) }
        let message = try station.open(number.local(at: station), session: session)
        try output.show(TelegramView(message, station: station, book: book))
    }

    private func openAll(_ station: Station, session: OfficerSession, book: CodenameBook) throws {
        let (opened, failed) = try station.openAll(session: session)
        let views = try opened.map { try TelegramView($0, station: station, book: book) }
        let text = views.map(\.lines).joined(separator: ["", String(repeating: "-", count: 72), ""])
        try output.show(Report(views, views.isEmpty && failed.isEmpty ? ["no telegram awaits you"] : Array(text)))
        for (number, error) in failed {
            Console.tell(Failure(error), of: "No. \(number)", asJSON: output.isJSON)
        }
        if let first = failed.first { throw Failure(first.error).exitCode }
    }
}

struct ShowCommand: ShowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Read a telegram again that you have sent or opened.",
        discussion: "EXAMPLE\n  cable show 3917\n  cable show MOSCOW/3917\n  cable show 3917 --raw > 3917.txt")

    @OptionGroup var officer: OfficerOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: TelegramNumber.help)
    var number: TelegramNumber

    @Flag(help: "Print the canonical text, byte for byte.")
    var raw = false

    func perform() throws {
        let station = try officer.station.open()
        let session = try officer.session(at: station)
        let message = try station.show(number.local(at: station), session: session)
        guard !raw else { return Console.result(String(decoding: message.telegram.text, as: UTF8.self)) }
        try output.show(TelegramView(message, station: station, book: station.book(of: session)))
    }
}
