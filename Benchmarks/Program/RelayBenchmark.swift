import BundleProtocol
import Desk
import Glibc
import Links
import Station
import Synchronization
import Telegrams

/// Relaying alone: a served station takes custody of bundles from one neighbour and hands them on to another.
///
/// Both neighbours are in this process: one has its bundles ready, the other only acknowledges. The payload is as long as
/// a sealed telegram of 1,000 bytes; what is in it makes no difference to a station that cannot open it.
struct RelayBenchmark {
    private static let payloadSize = 5_499
    /// Bundles that are under way without an answer.
    private static let window = 1_024

    /// - Parameters:
    ///   - relay: where the station in between listens.
    ///   - process: its process, to read how long it has kept the processors.
    func run(from sender: String, to receiver: String, over relay: HostAndPort, process: Int, count: Int) async throws {
        let tally = Tally(count: count, ends: .withArrivals)
        let receiver = try StationOnLine(folder: receiver) { tally.noteAtReceiver($0) }
        let sender = try StationOnLine(folder: sender) { tally.noteAtSender($0) }
        let bundles = try bundles(count, from: sender, to: receiver.station.record.node)
        let incoming = try await receiver.connect(to: relay)
        let outgoing = try await sender.connect(to: relay)
        let spent = try ProcessorTime(of: process)
        let begin = ContinuousClock.now
        await tally.relay(bundles, over: outgoing, window: Self.window)
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        print("\(seconds) \(try ProcessorTime(of: process).seconds - spent.seconds)")
        outgoing.terminate()
        incoming.terminate()
    }

    /// Hands bundles to a served station whose way on is closed: they wait there in custody.
    func deliver(from sender: String, to destination: String, by relay: HostAndPort, count: Int) async throws {
        let tally = Tally(count: count, ends: .withAcknowledgements)
        let sender = try StationOnLine(folder: sender) { tally.noteAtSender($0) }
        let bundles = try bundles(count, from: sender, to: sender.station.node(of: Designator(destination)))
        let session = try await sender.connect(to: relay)
        await tally.relay(bundles, over: session, window: Self.window)
        session.terminate()
    }

    private func bundles(_ count: Int, from sender: StationOnLine, to destination: UInt64) throws -> [[UInt8]] {
        let source = sender.station.record.node
        var timespec = timespec()
        clock_gettime(CLOCK_REALTIME, &timespec)
        let time = DTNTime.fromUnix(milliseconds: Int64(timespec.tv_sec) * 1_000) ?? 0
        let first = UInt64(UInt32.random(in: 1...(.max)))
        return try (0..<count).map { index in
            try Bundle(
                destination: .ipn(node: destination, service: 1), source: .ipn(node: source, service: 1),
                timestamp: CreationTimestamp(time: time, sequence: first &+ UInt64(index)), lifetime: 86_400_000,
                precedence: .routine, payload: (0..<Self.payloadSize).map { UInt8(truncatingIfNeeded: $0 &* index) }
            ).encoded()
        }
    }
}

/// What the two neighbours have seen.
private final class Tally: Sendable {
    enum End { case withArrivals, withAcknowledgements }

    private struct State {
        var bundles: [[UInt8]] = []
        var next = 0
        var counted = 0
        var done: CheckedContinuation<Void, Never>?
    }

    private let count: Int
    private let end: End
    private let state = Mutex(State())

    init(count: Int, ends end: End) {
        self.count = count
        self.end = end
    }

    /// Sends all bundles and waits until all have arrived, or are acknowledged.
    func relay(_ bundles: [[UInt8]], over session: Session, window: Int) async {
        await withCheckedContinuation { continuation in
            state.withLock {
                $0.bundles = bundles
                $0.done = continuation
            }
            for _ in 0..<window { sendNext(over: session) }
        }
    }

    func noteAtSender(_ event: SessionEvent) {
        switch event {
        case .acknowledged(let session, _):
            sendNext(over: session)
            if end == .withAcknowledgements { countOne() }
        case .refused(_, _, let reason): complain("benchmark: refused with reason \(reason.rawValue)\n")
        default: break
        }
    }

    func noteAtReceiver(_ event: SessionEvent) {
        guard case .received(let session, let transfer, _) = event else { return }
        session.acknowledge(transfer)
        if end == .withArrivals { countOne() }
    }

    private func countOne() {
        let done = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.counted += 1
            return state.counted == count ? state.done : nil
        }
        done?.resume()
    }

    private func sendNext(over session: Session) {
        let next = state.withLock { state -> (number: Int, bundle: [UInt8])? in
            guard state.next < state.bundles.count else { return nil }
            state.next += 1
            return (state.next, state.bundles[state.next - 1])
        }
        if let next { session.send(next.bundle, as: UInt64(next.number)) }
    }
}
