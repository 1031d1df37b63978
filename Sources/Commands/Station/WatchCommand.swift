import ArgumentParser
import Glibc
import Station
import Terminal
import Traffic

struct WatchCommand: CableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Show how the station stands, live, until 'q' is typed.",
        discussion: """
            The page of 'cable status', drawn anew every second. Where standard output is no terminal, the page is printed each \
            time that something has changed; with --json as one line of JSON.

            EXAMPLE
              cable watch
              cable watch --interval 10
              cable watch --json >> traffic.jsonl
            """)

    @OptionGroup var station: StationOptions

    @Flag(name: .customLong("json"), help: "Print a line of JSON for each change.")
    var isJSON = false

    @Option(help: ArgumentHelp("How often to look.", valueName: "seconds"))
    var interval: Int = 1

    func validate() throws {
        guard (1...86_400).contains(interval) else { throw ValidationError("the interval is 1 to 86400 seconds") }
    }

    func perform() throws {
        let source = StatusSource(station)
        if !isJSON, TerminalFacts.isTerminal(STDIN_FILENO), TerminalFacts.isTerminal(STDOUT_FILENO) {
            try draw(source)
        } else {
            try print(source)
        }
    }

    /// On the terminal, until somebody has seen enough.
    private func draw(_ source: StatusSource) throws {
        // An error before the first page is told as every other is.
        var page = StatusView(try source.read()).lines
        var screen = try LiveScreen()
        while true {
            screen.draw(page)
            switch screen.wait(.seconds(interval)) {
            case .end, .key(UInt8(ascii: "q")), .key(UInt8(ascii: "Q")): return
            case .key, .due: page = Self.page(source)
            }
        }
    }

    /// The station may be away for a while, for instance while its service is restarted.
    private static func page(_ source: StatusSource) -> [String] {
        do {
            return StatusView(try source.read()).lines
        } catch {
            let failure = Failure(error)
            return ["error: \(Console.visible(failure.message.description))"]
                + [failure.hint.map { "hint: \(Console.visible($0.description))" }].compactMap(\.self)
        }
    }

    /// Line by line, for a file or a program.
    private func print(_ source: StatusSource) throws {
        var last: StationStatus?
        while true {
            let status = try source.read()
            if !status.isSame(as: last) { try show(status, isFirst: last == nil) }
            last = status
            sleep(UInt32(interval))
        }
    }

    private func show(_ status: StationStatus, isFirst: Bool) throws {
        guard !isJSON else { return try Renderer.showLine(status) }
        Console.result(lines: (isFirst ? [] : [""]) + StatusView(status).lines)
    }
}

extension StationStatus {
    /// Whether nothing but the time and the free space, which every program on the machine changes, is different.
    func isSame(as other: StationStatus?) -> Bool {
        guard var other else { return false }
        other.at = at
        other.disk.free = disk.free
        if let clock {
            other.clock?.says = clock.says
            other.clock?.expected = clock.expected
        }
        return self == other
    }
}
