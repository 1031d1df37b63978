import BundleProtocol
import Links
import Logging
import Register
import Relay
import StationSupport
import Synchronization
import Telegrams
import Testing

@testable import Serving
@testable import Station
@testable import Traffic

/// Moscow and Beijing, each served by an engine, with wires between them; turns are taken and time passes when the test says
/// so.
final class EnginePair {
    let network: TestNetwork
    let moscow: TestStation
    let beijing: TestStation
    let log = LogBook()
    var engines: [Engine] = []
    private var wires: [Wire] = []
    private var sessionCount: UInt64 = 0
    let steps = Wire.Steps()
    /// The largest bundle that Beijing takes.
    var largest: UInt64 = 17 << 20
    var wireCount = 2

    init() throws {
        network = try TestNetwork()
        moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        beijing = try network.found("BEIJING", officers: "MAO")
        try network.introduce(moscow, beijing)
        try moscow.station.addLink(
            LinkRecord(name: "wire", kind: LinkKind.tcp.name, path: "", peer: beijing.station.designator))
        try beijing.station.addLink(
            LinkRecord(name: "wire", kind: LinkKind.tcp.name, path: "", peer: moscow.station.designator))
        engines = [try engine(of: moscow), try engine(of: beijing)]
    }

    /// An engine on a connection to the register of its own, as another process has it.
    ///
    /// - Parameter isAttached: whether it serves only the sessions that it is given, beside a process that serves the station.
    func engine(of station: TestStation, isAttached: Bool = false) throws -> Engine {
        let clock = network.clock
        let log = log
        var settings = EngineSettings(version: "test")
        settings.opensLinks = !isAttached
        return try Engine(
            try station.another().station, settings: settings,
            logger: Logger(label: "test") { _ in log }, now: { clock.now })
    }

    var first: Engine { engines[0] }
    var second: Engine { engines[1] }

    /// Ends the process of the first engine as a crash does, and starts another one.
    func restart() throws {
        cut()
        wires = []
        engines[0] = try engine(of: moscow)
    }

    /// Lets all sessions be made anew.
    func cut() {
        for wire in wires { wire.close(.transportClosed) }
    }

    /// - Returns: whether anything was carried.
    @discardableResult
    func round(seconds: Int64 = 20) async throws -> Bool {
        wires.removeAll(where: \.isClosed)
        while wires.count < wireCount { wires.append(try wire()) }
        for engine in engines { await engine.turn() }
        var any = false
        for wire in wires where wire.carry() { any = true }
        network.clock.advance(seconds: seconds)
        return any
    }

    private func wire() throws -> Wire {
        sessionCount += 2
        func peer(_ station: TestStation) -> KnownPeer {
            KnownPeer(
                designator: station.name, nodeID: .ipn(node: station.station.record.node, service: 0))
        }
        return Wire(
            [
                End(first, number: sessionCount, peer: peer(beijing), largest: largest),
                End(second, number: sessionCount + 1, peer: peer(moscow)),
            ], steps: steps)
    }

    /// Takes turns until nothing is left to be done on both sides.
    ///
    /// - Returns: false where that does not come about.
    func runUntilQuiet() async throws -> Bool {
        var quiet = 0
        for _ in 0..<400 {
            let hasCarried = try await round()
            let (isFirstIdle, isSecondIdle) = (await first.isIdle, await second.isIdle)
            let isIdle = isFirstIdle && isSecondIdle
            quiet = isIdle && !hasCarried ? quiet + 1 : 0
            if quiet == 4 { return true }
            if !hasCarried { for wire in wires where wire.isMute { wire.giveUp() } }
        }
        return false
    }
}

extension Engine {
    /// Whether nothing waits, is under way or has to be dealt with.
    var isIdle: Bool {
        outbox.dispatcher.count == 0 && outbox.departures.isEmpty && pending.handed.isEmpty
            && pending.received.isEmpty
            && pending.expired.isEmpty && sessions.all.allSatisfy(\.outgoing.isEmpty) && !mustSendNotices
    }

    var held: [HeldBack] { outbox.dispatcher.status(at: now()).held }

    var failing: [Duty] { duties.failing.map(\.duty) }
}

/// Everything that was logged.
final class LogBook: LogHandler, Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func count(of text: String) -> Int { all.count { $0.contains(text) } }

    func log(event: LogEvent) {
        let metadata = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        lines.withLock {
            $0.append(([event.level.rawValue, event.message.description] + metadata).joined(separator: " "))
        }
    }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .info }
        set {}
    }
}
