import Relay
import Telegrams
import Testing

@testable import Commands
@testable import Traffic

@Suite struct CorrespondenceConcernTests {
    private func lines(_ change: (inout CorrespondenceTroubles) -> Void) -> [String] {
        var troubles = CorrespondenceTroubles()
        change(&troubles)
        return StatusConcern.all(of: troubles).map(\.line)
    }

    @Test func `where all is in order nobody is needed`() {
        #expect(lines { _ in } == [])
    }

    @Test func `what has stopped is told with the cause, what waits, and the command that decides`() {
        #expect(
            lines {
                $0.stopped = [
                    .init(station: "MOSCOW", cause: .olderCopy, heard: 40, given: 12, waiting: 3),
                    .init(station: "PARIS", cause: .twoCopies, waiting: 0),
                    .init(station: "ROME", cause: .keysChanged, waiting: 1),
                ]
            } == [
                "stopped: MOSCOW, it has heard of No. 40, and 12 was given out here, 3 telegrams waiting: "
                    + "ask its clerk, then 'cable correspondence resolve MOSCOW'",
                "stopped: PARIS, two copies of it are running: ask its clerk, then 'cable correspondence resolve PARIS'",
                "stopped: ROME, its keys have changed, 1 telegram waiting: see 'cable card show ROME'",
            ])
    }

    @Test func `a restored register, refused and unreadable telegrams are told, and text of others is escaped`() {
        #expect(
            lines {
                $0.restored = "1951-06-30T19:45:00Z"
                $0.refused = [
                    .init(number: 5, station: "MOSCOW", at: "1951-06-30T19:45:00Z", reason: "no\u{1B}[2J room")
                ]
                $0.refusedCount = 3
                $0.unreadable = [.init(number: 6, officer: "FILIPPOV@MOSCOW", since: "1951-06-30T19:45:00Z")]
                $0.unreadableCount = 1
            } == [
                "older copy: since 301945Z JUN 51 this register goes on from an earlier state: ask which telegrams your "
                    + "correspondents have of the time before, then 'cable correspondence acknowledge'",
                "refused: No. 5 by MOSCOW, \"no\\u{1B}[2J room\": 'cable send-again 5', or with --give-up",
                "refused: 2 telegrams more: see 'cable list'",
                "unreadable: No. 6 cannot be opened by FILIPPOV@MOSCOW, the key is gone: its sender seals it anew with "
                    + "'cable readdress 6 --to \"FILIPPOV@MOSCOW\"', or 'cable send-again 6 --give-up'",
            ])
    }

    @Test func `a station that is proving itself needs nobody`() {
        var status = StationStatus.idle
        status.correspondence.proving = [.init(station: "MOSCOW", held: 2)]
        #expect(StatusConcern.all(of: status) == [])
        #expect(StatusView(status).lines.contains { $0.hasPrefix("MOSCOW numbers from 1 again") })
    }
}

@Suite struct CorrespondenceViewTests {
    private let moscow: Designator
    private let ours: Incarnation
    private let theirs: Incarnation

    init() throws {
        moscow = "MOSCOW"
        ours = Incarnation(
            try IncarnationName(hex: "00112233445566778899aabbccddeeff"),
            began: try Instant(rfc3339: "1951-06-01T00:00:00Z"))
        theirs = Incarnation(
            try IncarnationName(hex: "ffeeddccbbaa99887766554433221100"),
            began: try Instant(rfc3339: "1951-06-02T00:00:00Z"))
    }

    private func view(_ change: (inout Correspondence) throws -> Void) rethrows -> CorrespondenceView {
        var correspondence = Correspondence(ours)
        try change(&correspondence)
        return CorrespondenceView(CorrespondenceStatus(peer: moscow, correspondence: correspondence, missing: 0))
    }

    private func hear(
        _ incarnation: Incarnation, _ channel: Int64, proof: Nonce? = nil, at now: Instant,
        in correspondence: inout Correspondence
    ) {
        var random = SystemRandomNumberGenerator()
        let notices = proof.map { [Notice.response(incarnation.name, nonce: $0)] } ?? []
        _ = correspondence.hear(incarnation, channel, known: .nothing, notices: notices, at: now, using: &random)
    }

    @Test func `a new correspondence is in order, and one that was heard tells up to which number`() {
        #expect(view { _ in }.cells == ["MOSCOW", "0", "-", "0", "-", "in order"])
        let heard = view { hear(theirs, 1, at: ours.began, in: &$0) }
        #expect(heard.cells == ["MOSCOW", "0", "1", "0", "020000Z JUN 51", "in order"])
        #expect(
            heard.lines == [
                "station    MOSCOW", "state      in order", "sent       nothing yet", "heard      up to No. 1",
                "missing    nothing", "ours       00112233, since 010000Z JUN 51",
                "theirs     ffeeddcc, since 020000Z JUN 51",
            ])
    }

    @Test func `a claim is told with both choices, and their commands are those that there are`() throws {
        let stopped = view { correspondence in
            let heard = ChannelPlace(incarnation: ours.name, channel: 9)
            _ = correspondence.hear(
                .compare(sent: ChannelPlace(incarnation: theirs.name, channel: 0), heard: heard), at: ours.began
            ) { _ in nil }
        }
        #expect(stopped.state == "STOPPED: it has heard of more than was given out")
        #expect(stopped.choices.contains("  cable correspondence resolve MOSCOW --older-copy"))
        #expect(stopped.choices.contains("  cable correspondence resolve MOSCOW --mistaken"))
        for choice in stopped.choices where choice.hasPrefix("  cable ") {
            _ = try Cable.parseAsRoot(choice.split(separator: " ").dropFirst().map(String.init))
        }
    }

    @Test func `of two names as few digits are shown as tell them apart`() throws {
        let near = Incarnation(try IncarnationName(hex: "00112233000000000000000000000000"), began: ours.began)
        #expect(CorrespondenceView.shortNames(ours, theirs) == ["00112233", "ffeeddcc"])
        #expect(CorrespondenceView.shortNames(ours, near).map(\.count) == [32, 32])
    }

    /// What is said at an exchange names commands that there are.
    @Test func `the commands that remarks name can be given`() throws {
        let remarks: [CorrespondenceRemark] = [
            .twoCopies(current: ours, other: theirs), .olderCopy(heard: 9, given: 3),
        ]
        for remark in remarks {
            let words = remark.words(about: moscow)
            let command = try #require(words.split(separator: "'").first { $0.hasPrefix("cable ") })
            _ = try Cable.parseAsRoot(command.split(separator: " ").dropFirst().map(String.init))
        }
    }
}
