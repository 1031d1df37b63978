import Station
import Telegrams
import Traffic

/// Something at a station that does not mend itself: a person has to look.
struct StatusConcern: Encodable, Equatable {
    enum Kind: String, Encodable {
        case keysChanged = "keys-changed"
        /// A station can be taken for another one.
        case lookAlike = "look-alike"
        /// Nothing is sent to a station until a person has decided.
        case stopped
        /// The register is an older copy.
        case restored
        case refused
        case unreadable
        case clock
        case keys
        case failing
        case overdue
        case held
        case missing
        case quarantine
    }

    let kind: Kind
    /// The cause in one line.
    let cause: String
    /// The remedy in one line.
    let remedy: String

    /// Whether somebody may be at work against the station.
    var isAlarm: Bool { kind == .keysChanged || kind == .stopped }

    /// One line for the person.
    var line: String { "\(Console.visible(cause)): \(Console.visible(remedy))" }

    /// All of a station's, the gravest first.
    static func all(of status: StationStatus) -> [StatusConcern] {
        status.alarms.map(keysChanged) + status.lookAlikes.map(lookAlike) + all(of: status.correspondence)
            + clock(status) + status.keys.map(keys) + status.failing.map { failing($0, at: status.at) }
            + overdue(status) + held(status) + missing(status)
            + quarantine(status)
    }

    private static func failing(_ failing: StationStatus.Failing, at now: Instant) -> StatusConcern {
        StatusConcern(
            kind: .failing,
            cause: "failing for \(Span.text(from: failing.since, to: now)): \(failing.duty): \(failing.reason)",
            remedy: failing.remedy ?? "it is tried again by itself, and nothing is lost; mend what is named")
    }

    private static func held(_ status: StationStatus) -> [StatusConcern] {
        status.held.filter(\.isStuck).map { held in
            StatusConcern(
                kind: .held, cause: "held: \(held.item) to \(held.destination), \(held.precedence): \(held.reason)",
                remedy: "it does not leave before that is mended, or there is another way")
        }
    }

    private static func keysChanged(_ station: Designator) -> StatusConcern {
        StatusConcern(
            kind: .keysChanged, cause: "ALARM: the keys of \(station) have changed",
            remedy: "see 'cable card show \(station)'")
    }

    private static func lookAlike(_ found: StationStatus.LookAlike) -> StatusConcern {
        StatusConcern(
            kind: .lookAlike,
            cause: "\(found.station) looks like \(found.others.map(\.description).joined(separator: ", "))",
            remedy: "compare its words by voice, 'cable card show \(found.station)', "
                + "or 'cable card remove \(found.station)'")
    }

    private static func clock(_ status: StationStatus) -> [StatusConcern] {
        guard let clock = status.clock else { return [] }
        let remedy = "set it right, or confirm it with 'cable station clock --confirm'"
        return [
            StatusConcern(
                kind: .clock,
                cause:
                    "the clock says \(DateTimeGroup.short(clock.says)), and \(DateTimeGroup.short(clock.expected)) was expected"
                    + (clock.isAhead ? ": no key is made or destroyed" : ""),
                remedy: remedy
                    + (clock.isAhead ? "; it is believed by itself at \(DateTimeGroup.short(clock.believed))" : ""))
        ]
    }

    private static func keys(_ trouble: KeyTrouble) -> StatusConcern {
        StatusConcern(kind: .keys, cause: trouble.cause, remedy: trouble.remedy)
    }

    private static func overdue(_ status: StationStatus) -> [StatusConcern] {
        status.queues.filter { $0.overdue > 0 }.map { queue in
            StatusConcern(
                kind: .overdue, cause: "overdue: \(counted(queue.overdue, "bundle")), \(queue.precedence)",
                remedy: status.service == nil
                    ? "nothing serves the station: 'cable exchange'" : "see why below, or send them by another way")
        }
    }

    private static func missing(_ status: StationStatus) -> [StatusConcern] {
        status.missing.filter(\.isGivenUp).map { gap in
            StatusConcern(
                kind: .missing, cause: "missing: channel \(gap.numbers) from \(gap.peer)",
                remedy: "\(counted(gap.asks, "repeat")) asked for in vain, ask its clerk by another way")
        }
    }

    private static func quarantine(_ status: StationStatus) -> [StatusConcern] {
        guard status.quarantined > 0 else { return [] }
        return [
            StatusConcern(
                kind: .quarantine, cause: "quarantine: \(counted(status.quarantined, "item"))",
                remedy: "see 'cable quarantine list'")
        ]
    }
}
