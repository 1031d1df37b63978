import LiteralSupport
import Telegrams

@testable import Traffic

/// Stations to be shown.
extension StationStatus {
    /// Nothing serves it, and nothing waits.
    static let idle = StationStatus(
        station: "BEIJING", at: "1951-06-30T19:45:00Z", service: nil, links: [], queues: [], held: [], failing: [],
        missing: [],
        quarantined: 0, alarms: [], disk: Disk(custody: 0, custodyLimit: 1 << 30, free: 5 << 30), minimize: nil)

    /// Served, with two links, a session, and traffic that moves.
    static let served: StationStatus = {
        var status = idle
        status.service = Service(
            version: "0.2.0", process: 4711, since: "1951-06-30T06:00:00Z", listening: ["[::]:4556"], taken: 1204,
            handed: 1190, refused: 0, quarantined: 1)
        let session = Session(
            remote: "192.0.2.1:4556", since: "1951-06-30T18:00:00Z", protection: "TLSv1.3",
            keyAgreement: "X25519MLKEM768", handed: 12, taken: 7, underWay: 2)
        status.links = [
            Link(
                name: "wire", kind: "tcp", peer: "MOSCOW", place: "moscow.example:4556", cost: 1, state: .open,
                next: nil, trouble: nil, windows: "always", minimize: nil, speed: nil, sessions: [session]),
            Link(
                name: "radio", kind: "broadcast", peer: nil, place: "/srv/radio", cost: 1, state: .broadcast,
                next: nil, trouble: nil, windows: "always", minimize: nil, speed: nil, sessions: []),
        ]
        status.queues = [
            Queue(precedence: .routine, count: 40, bytes: 220_000, oldest: "1951-06-30T19:00:00Z", overdue: 0)
        ]
        return status
    }()

    /// The same on a bad day.
    static let troubled: StationStatus = {
        var status = served
        status.alarms = ["PYONGYANG"]
        status.minimize = .immediate
        status.links[0].state = .waiting
        status.links[0].next = "1951-06-30T19:46:30Z"
        status.links[0].trouble = "connection refused\u{1B}[2J"
        status.links[0].sessions = []
        status.queues.insert(
            Queue(precedence: .flash, count: 2, bytes: 11_000, oldest: "1951-06-30T16:33:00Z", overdue: 1), at: 0)
        status.held = [
            Held(
                name: "1-ipn.3917.1-835142400000-7", count: 1, destination: "MOSCOW", precedence: .flash,
                since: "1951-06-30T16:33:00Z", reason: "no link to MOSCOW is open", isOverdue: true, isStuck: false)
        ]
        status.missing = [
            Missing(peer: "MOSCOW", channel: 17, since: "1951-06-29T19:45:00Z", asks: 5, isGivenUp: true),
            Missing(peer: "MOSCOW", channel: 19, since: "1951-06-30T19:40:00Z", asks: 1, isGivenUp: false),
        ]
        status.quarantined = 3
        status.disk.custody = 3 << 20
        return status
    }()
}
