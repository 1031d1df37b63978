import Station
import Telegrams
import Terminal
import Traffic

/// How a station stands, on one page: what needs a person first, and nothing about what is empty.
struct StatusView: Presentable {
    let status: StationStatus
    let style: Styling

    init(_ status: StationStatus, style: Styling = Console.style) {
        self.status = status
        self.style = style
    }

    func encode(to encoder: any Encoder) throws {
        try status.encode(to: encoder)
    }

    var lines: [String] {
        let sections = [concerns, links, sessions, queues, held, missing, disk].filter { !$0.isEmpty }
        return head + sections.flatMap { [""] + $0 }
    }

    // MARK: the station

    private var head: [String] {
        let name = "\(status.station) at \(DateTimeGroup.short(status.at))"
        guard let service = status.service else {
            let users = sessions.isEmpty ? "'cable exchange'" : "'cable exchange' and the sessions below"
            return ["\(name), not served: links are used by \(users) only"] + minimize
        }
        let since = "\(DateTimeGroup.short(service.since)) (\(span(since: service.since)))"
        let works = !status.failing.contains(where: \.concernsEverything)
        let served = works ? "served since \(since)" : "NOT WORKING: its process runs since \(since)"
        return ["\(name), \(served)", "process \(service.process), version \(Console.visible(service.version))"]
            + listening(service) + traffic(service) + minimize
    }

    private func listening(_ service: StationStatus.Service) -> [String] {
        guard !service.listening.isEmpty else { return [] }
        return ["listening on \(service.listening.map { Console.visible($0) }.joined(separator: ", "))"]
    }

    private func traffic(_ service: StationStatus.Service) -> [String] {
        let counts = [
            ("taken", service.taken), ("handed", service.handed), ("refused", service.refused),
            ("quarantined", service.quarantined),
        ].filter { $0.1 > 0 }
        guard !counts.isEmpty else { return [] }
        return ["bundles " + counts.map { "\($0.1) \($0.0)" }.joined(separator: ", ")]
    }

    private var minimize: [String] {
        status.minimize.map { ["minimize: what is less urgent than \($0) waits on every link"] } ?? []
    }

    private var concerns: [String] {
        StatusConcern.all(of: status).map { style($0.line, .bold, $0.isAlarm ? .red : .yellow) }
            + status.correspondence.notes.map { Console.visible($0) }
    }

    // MARK: links

    private var links: [String] {
        guard !status.links.isEmpty else { return [] }
        return table(["LINK", "KIND", "TO", "STATE", "NOTE"], status.links.map(cells))
    }

    private func cells(_ link: StationStatus.Link) -> [String] {
        [link.name, link.kind, link.peer?.description ?? "everybody", link.state.rawValue, note(link)]
    }

    /// What there is to say about a link beyond its state: when it is tried or opens again, and why it is not open.
    private func note(_ link: StationStatus.Link) -> String {
        let next = link.next.map { "\(link.state == .closed ? "opens" : "tried again") \(moment($0))" }
        let minimize = link.minimize.map { "minimize \($0)" }
        let parts = [next, link.trouble, minimize].compactMap(\.self)
        return parts.isEmpty ? "-" : parts.joined(separator: "; ")
    }

    private var sessions: [String] {
        let rows = status.links.flatMap { link in link.sessions.map { cells($0, of: link) } }
        guard !rows.isEmpty else { return [] }
        return table(["SESSION", "WITH", "FOR", "PROTECTION", "KEY AGREEMENT", "TAKEN", "HANDED", "UNDER WAY"], rows)
    }

    private func cells(_ session: StationStatus.Session, of link: StationStatus.Link) -> [String] {
        [
            link.name, session.remote, span(since: session.since), session.protection, session.keyAgreement ?? "-",
            "\(session.taken)", "\(session.handed)", "\(session.underWay)",
        ]
    }

    // MARK: what waits

    private var queues: [String] {
        let full = status.queues.filter { $0.count > 0 }
        guard !full.isEmpty else { return [] }
        return table(["WAITING", "COUNT", "SIZE", "OLDEST", "OVERDUE"], full.map(cells))
    }

    private func cells(_ queue: StationStatus.Queue) -> [String] {
        [
            "\(queue.precedence)", "\(queue.count)", ProgressMeasure.size(queue.bytes),
            queue.oldest.map { span(since: $0) } ?? "-", queue.overdue > 0 ? "\(queue.overdue) OVERDUE" : "-",
        ]
    }

    private var held: [String] {
        guard !status.held.isEmpty else { return [] }
        let rows = table(["HELD", "TO", "PRECEDENCE", "FOR", "REASON"], status.held.map(cells))
        return rows + (rows.count > StationStatus.heldLimit ? ["and perhaps more, less urgent"] : [])
    }

    private func cells(_ held: StationStatus.Held) -> [String] {
        [
            held.item, held.destination, "\(held.precedence)",
            span(since: held.since) + (held.isOverdue ? " OVERDUE" : ""), held.reason,
        ]
    }

    private var missing: [String] {
        guard !status.missing.isEmpty else { return [] }
        return table(["MISSING FROM", "CHANNEL NO", "FOR", "REPEATS ASKED"], status.missing.map(cells))
    }

    private func cells(_ gap: StationStatus.Missing) -> [String] {
        ["\(gap.peer)", gap.range, span(since: gap.since), "\(gap.asks)" + (gap.isGivenUp ? ", given up" : "")]
    }

    // MARK: the disk

    private var disk: [String] {
        let disk = status.disk
        let free = disk.free == .max ? [] : ["\(ProgressMeasure.size(disk.free)) free"]
        let custody =
            disk.custody == 0
            ? []
            : [
                "bundles of other stations \(ProgressMeasure.size(disk.custody)) of \(ProgressMeasure.size(disk.custodyLimit))"
            ]
        let parts = free + custody
        return parts.isEmpty ? [] : ["disk: \(parts.joined(separator: ", "))"]
    }

    // MARK: words

    private func span(since time: Instant) -> String { Span.text(from: time, to: status.at) }

    /// A time of today or later, and how far off it is.
    private func moment(_ time: Instant) -> String {
        "\(DateTimeGroup.short(time)) (in \(Span.text(from: status.at, to: time)))"
    }

    private func table(_ heading: [String], _ rows: [[String]]) -> [String] {
        let lines = Table(heading, rows.map { $0.map { Console.visible($0) } }).lines
        return lines.map { $0.contains(" OVERDUE") && $0 != lines.first ? style($0, .yellow) : $0 }
    }
}

extension StationStatus.Held {
    /// A name, or how many of them.
    var item: String { name ?? "\(count)" }
}

extension StationStatus.Missing {
    /// `17`, `17 to 20`, or `300 of 17 to 9000`.
    var range: String {
        guard through > channel else { return "\(channel)" }
        let all = "\(channel) to \(through)"
        return Int64(count) == through - channel + 1 ? all : "\(count) of \(all)"
    }

    var numbers: String { Int64(count) == through - channel + 1 ? "No. \(range)" : "numbers, \(range)" }
}
