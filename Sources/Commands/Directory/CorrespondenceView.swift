import Relay
import Telegrams
import Traffic

/// How the numbers between this station and another one stand.
struct CorrespondenceView: Presentable {
    /// One life of a register.
    struct Life: Encodable {
        let name: String
        let began: String
        /// The last number given out, or the highest one heard of, within it.
        let number: Int64

        init(_ incarnation: Incarnation, number: Int64) {
            name = incarnation.name.description
            began = incarnation.began.description
            self.number = number
        }
    }

    struct Former: Encodable {
        let life: Life
        /// Up to this number the station vouches for it.
        let vouched: Int64
        let isDisowned: Bool
    }

    let station: String
    let sent: Life
    let heard: Life?
    let heardHighest: Int64?
    let missing: Int
    let state: String
    let hold: String?
    let former: [Former]
    /// Incarnations that have been asked to prove that they are the station's.
    let candidates: [Life]
    let isClaimDismissed: Bool
    /// What a person may decide, a line each.
    let choices: [String]
    private let since: String
    private let details: [String]

    enum CodingKeys: String, CodingKey {
        case station, sent, heard, heardHighest, missing, state, hold, former, candidates, isClaimDismissed, choices
    }

    init(_ status: CorrespondenceStatus) {
        let correspondence = status.correspondence
        station = status.peer.description
        sent = Life(correspondence.sent.incarnation, number: correspondence.sent.last)
        heard = correspondence.heard.flatMap { hearing in
            hearing.incarnation.map { Life($0, number: hearing.highest) }
        }
        heardHighest = correspondence.heard?.highest
        missing = status.missing
        state = correspondence.state(missing: status.missing)
        hold = correspondence.hold.map { Self.cause($0, station: status.peer, given: correspondence.sent.last) }
        former = correspondence.former.map {
            Former(life: Life($0.incarnation, number: $0.highest), vouched: $0.vouched, isDisowned: $0.isDisowned)
        }
        candidates = correspondence.candidates.map { Life($0.incarnation, number: 0) }
        isClaimDismissed = correspondence.isClaimDismissed
        choices = correspondence.hold.map { Self.choices($0, station: status.peer) } ?? []
        since = correspondence.heard?.incarnation.map { DateTimeGroup.short($0.began) } ?? "-"
        details = Self.details(of: correspondence)
    }

    var cells: [String] {
        [station, "\(sent.number)", heardHighest.map { "\($0)" } ?? "-", "\(missing)", since, state]
    }

    var lines: [String] {
        let head = [
            "station    \(station)", "state      \(state)",
            "sent       \(sent.number == 0 ? "nothing yet" : "up to No. \(sent.number)")",
            "heard      \(heardHighest.map { "up to No. \($0)" } ?? "nothing yet")",
            "missing    \(missing == 0 ? "nothing" : "\(counted(missing, "number")), asked for: see 'cable inbox'")",
        ]
        let decision = hold.map { ["", Console.style($0, .bold, .red)] + choices } ?? []
        return head + details + decision
    }

    /// As few digits as tell the two apart.
    static func shortNames(_ first: Incarnation, _ second: Incarnation) -> [String] {
        let names = [first, second].map(\.name.description)
        let short = names.map { String($0.prefix(8)) }
        return short[0] == short[1] ? names : short
    }

    // MARK: Words

    private static func words(_ incarnation: Incarnation) -> String {
        "\(incarnation.name.description.prefix(8)), since \(DateTimeGroup.short(incarnation.began))"
    }

    private static func details(of correspondence: Correspondence) -> [String] {
        let ours = ["ours       \(words(correspondence.sent.incarnation))"]
        let theirs = correspondence.heard?.incarnation.map { ["theirs     \(words($0))"] } ?? []
        let former = correspondence.former.map { former in
            "before     \(words(former.incarnation)), up to No. \(former.highest)"
                + (former.isDisowned ? ", DISOWNED: what comes of it is refused" : "")
                + (former.vouched > 0 ? ", vouched for up to No. \(former.vouched)" : "")
        }
        let candidates = correspondence.candidates.map {
            "to prove   \(words($0.incarnation)), asked \(DateTimeGroup.short($0.asked))"
        }
        let dismissed =
            correspondence.isClaimDismissed
            ? ["decided    it was said here that this register is no older copy"] : []
        return ours + theirs + former + candidates + dismissed
    }

    private static func cause(_ hold: Correspondence.Hold, station: Designator, given: Int64) -> String {
        switch hold {
        case .olderCopy(let heard):
            "STOPPED: \(station) has heard of No. \(heard) from here, and this register has given out \(given)"
        case .twoCopies: "STOPPED: two copies of \(station) are running, each with its keys"
        }
    }

    private static func choices(_ hold: Correspondence.Hold, station: Designator) -> [String] {
        let command = "cable correspondence resolve \(station)"
        switch hold {
        case .olderCopy:
            return [
                "either this register is an older copy (a machine was restored, or two run): a new incarnation begins,",
                "towards every station",
                "  \(command) --older-copy",
                "or \(station) is mistaken, or lies: sending goes on where it was",
                "  \(command) --mistaken",
            ]
        case .twoCopies(let current, let other):
            return ["its clerk knows which one is the station; the other is not heard any more"]
                + zip([current, other], Self.shortNames(current, other)).map { incarnation, name in
                    "  \(command) --keep \(name)    since \(DateTimeGroup.short(incarnation.began))"
                }
        }
    }
}

extension Correspondence {
    /// A few words.
    fileprivate func state(missing: Int) -> String {
        switch hold {
        case .olderCopy: return "STOPPED: it has heard of more than was given out"
        case .twoCopies: return "STOPPED: two copies of it are running"
        case nil: break
        }
        if let stopped { return "stopped here since \(DateTimeGroup.short(stopped))" }
        if !candidates.isEmpty { return "a new incarnation is being proved" }
        return missing == 0 ? "in order" : "asking for what is missing"
    }
}
