import Glibc
import Register
import Relay
import StationSupport
import Telegrams
import Testing

@testable import Traffic

/// Sessions of processes beside the one that serves the station.
@Suite struct AttachmentTests {
    let network: TestNetwork
    let alpha: TestStation

    init() throws {
        network = try TestNetwork()
        alpha = try network.found("ALPHA")
        let bravo = try network.found("BRAVO")
        try network.introduce(alpha, bravo)
        try alpha.station.addLink(LinkRecord(name: "shell", kind: "pipe", path: "", peer: bravo.station.designator))
    }

    private let session = StationStatus.Session(
        remote: "a pipe", since: Instant(seconds: 2_571_766_000), protection: "none", keyAgreement: nil, handed: 3,
        taken: 2,
        underWay: 1)

    private func noted(_ process: Int32, started: Int64) -> AttachedRecord {
        AttachedRecord(
            process: process, started: started, link: "shell", remote: "a pipe", since: network.clock.now, handed: 0,
            taken: 0, underWay: 0)
    }

    private func shown() throws -> [StationStatus.Session] {
        try #require(try alpha.station.status().links.first).sessions
    }

    @Test func whatAProcessServesIsShownUntilItSaysThatItIsOver() throws {
        try alpha.station.noteAttached([("shell", session)])
        let link = try #require(try alpha.another().station.status().links.first)
        #expect(link.state == .open)
        var expected = session
        expected.remote = "a pipe of process \(getpid())"
        #expect(link.sessions == [expected])
        try alpha.station.noteAttached([])
        #expect(try shown().isEmpty)
        #expect(try alpha.station.status().links.first?.state == .idle)
    }

    @Test func whatAProcessServedThatHasEndedIsNotShownAndIsForgotten() throws {
        let ended = noted(.max, started: 1)
        let started = try #require(RunningProcess.start(of: getppid()))
        let itsNumberUsedAgain = noted(getppid(), started: started + 1)
        let running = noted(getppid(), started: started)
        try alpha.station.register.write { try $0.set([ended, itsNumberUsedAgain, running]) }
        #expect(try shown().map(\.remote) == ["a pipe of process \(getppid())"])
        try alpha.station.noteAttached([])
        #expect(try alpha.station.register.read { try $0.attachedSessions() } == [running])
    }

    @Test func whatIsTheSameIsNotWrittenAgain() throws {
        let another = try alpha.another().station
        try another.noteAttached([("shell", session)])
        let writes = try alpha.station.foreignWrites()
        try another.noteAttached([("shell", session)])
        #expect(try alpha.station.foreignWrites() == writes)
    }

    @Test func theStartOfAProcessIsReadBehindWhateverItCallsItself() {
        let fields = "1 1 1 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0"
        #expect(RunningProcess.start(inLine: "7 (cable) S \(fields) 4711 0") == 4711)
        #expect(RunningProcess.start(inLine: "7 (a) Z (b) S \(fields) 4711 0\n") == 4711)
        #expect(RunningProcess.start(inLine: "7 (cable) Z \(fields) 4711 0") == nil)
        #expect(RunningProcess.start(inLine: "7 (cable) S 1 2") == nil)
        #expect(RunningProcess.start(inLine: "") == nil)
    }
}
