import LiteralSupport
import Telegrams

@testable import Traffic

/// A busy station with something of everything.
extension StationStatus {
    static let busy = StationStatus(
        station: "BEIJING", at: "1951-06-30T19:45:00Z",
        service: Service(
            version: "0.2.0", process: 4711, since: "1951-06-30T06:00:00Z", listening: ["[::]:4556"], taken: 1204,
            handed: 1190, refused: 3, quarantined: 1),
        links: [
            Link(
                name: "wire", kind: "tcp", peer: "MOSCOW", place: "moscow.example:4556", cost: 1, state: .open,
                next: nil, trouble: nil, windows: "always", minimize: nil, speed: nil,
                sessions: [
                    Session(
                        remote: "192.0.2.1:4556", since: "1951-06-30T18:00:00Z", protection: "TLSv1.3",
                        keyAgreement: "X25519MLKEM768", handed: 12, taken: 7, underWay: 2)
                ]),
            Link(
                name: "a \"b\"\\\n", kind: "pipe", peer: nil, place: "ssh", cost: 5, state: .waiting,
                next: "1951-06-30T19:46:00Z", trouble: "refused", windows: "always", minimize: nil, speed: nil,
                sessions: []),
        ],
        queues: [
            Queue(precedence: .flash, count: 2, bytes: 11_000, oldest: "1951-06-30T19:30:00Z", overdue: 1),
            Queue(precedence: .routine, count: 40, bytes: 220_000, oldest: "1951-06-30T19:00:00Z", overdue: 0),
        ],
        held: [], failing: [],
        missing: [
            Missing(peer: "MOSCOW", channel: 17, since: "1951-06-29T19:45:00Z", asks: 5, isGivenUp: true),
            Missing(peer: "MOSCOW", channel: 19, since: "1951-06-30T19:40:00Z", asks: 1, isGivenUp: false),
        ], quarantined: 3, alarms: ["PYONGYANG"], disk: Disk(custody: 5000, custodyLimit: 1_000_000, free: 9_000_000),
        minimize: nil, correspondence: troubled)

    private static let troubled: CorrespondenceTroubles = {
        var troubles = CorrespondenceTroubles()
        troubles.stopped = [.init(station: "MOSCOW", cause: .twoCopies, waiting: 4)]
        troubles.refusedCount = 7
        troubles.unreadableCount = 2
        troubles.restored = "1951-06-30T19:45:00Z"
        return troubles
    }()
}
