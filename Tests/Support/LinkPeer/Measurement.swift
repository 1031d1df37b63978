import BundleProtocol
import Links
import Synchronization

/// How fast one session over loopback is, with an owner that answers at once.
struct Measurement {
    let usesTLS: Bool

    func run() async throws {
        for (size, count) in [(1000, 200_000), (6000, 100_000), (16 << 20, 100)] {
            let seconds = try await time(size: size, count: count)
            let megabytes = Double(size * count) / 1e6 / seconds
            print("\(size) bytes: \(Int(Double(count) / seconds)) bundles/s, \(Int(megabytes)) MB/s")
        }
    }

    private func time(size: Int, count: Int) async throws -> Double {
        let here = Station(node: 11)
        let there = Station(node: 12)
        let sender = Sender(bundle: [UInt8](repeating: 7, count: size), count: count)
        let receiver = SessionOwner(events: { event in
            if case .received(let session, let transfer, _) = event { session.acknowledge(transfer) }
        })
        let listener = try await there.host(talkingTo: here, usesTLS: usesTLS, receiver).listen(
            host: "127.0.0.1", port: 0)
        let host = try here.host(
            talkingTo: there, usesTLS: usesTLS,
            SessionOwner(events: { if case .acknowledged(let session, _) = $0 { sender.answered(session) } }))
        let session = try await host.connect(
            to: Destination(link: "test", host: "127.0.0.1", port: listener.port, peer: nil))
        let start = ContinuousClock.now
        await sender.sendAll(over: session)
        let duration = ContinuousClock.now - start
        session.terminate()
        try await listener.close()
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}

/// Keeps some bundles under way until all are answered.
final class Sender: Sendable {
    private struct State {
        var sent = 0
        var answered = 0
        var done: CheckedContinuation<Void, Never>?
    }

    private let bundle: [UInt8]
    private let count: Int
    private let state = Mutex(State())

    init(bundle: [UInt8], count: Int) {
        self.bundle = bundle
        self.count = count
    }

    func sendAll(over session: Session) async {
        await withCheckedContinuation { continuation in
            state.withLock { $0.done = continuation }
            for _ in 0..<min(count, bundle.count > 1 << 20 ? 4 : 1000) { sendNext(session) }
        }
    }

    func answered(_ session: Session) {
        let done = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.answered += 1
            return state.answered == count ? state.done : nil
        }
        if let done { done.resume() } else { sendNext(session) }
    }

    private func sendNext(_ session: Session) {
        let number: Int? = state.withLock { state in
            guard state.sent < count else { return nil }
            state.sent += 1
            return state.sent
        }
        if let number { session.send(bundle, as: UInt64(number)) }
    }
}
