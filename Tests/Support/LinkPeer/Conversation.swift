import BundleProtocol
import FoundationEssentials
import Glibc
import Links

/// One station that talks with another.
struct Conversation {
    private let here: Station
    private let there: Station
    private let usesTLS: Bool
    private let events: AsyncStream<SessionEvent>
    private let owner: SessionOwner

    init(node: UInt64, peer: UInt64, usesTLS: Bool) {
        here = Station(node: node)
        there = Station(node: peer)
        self.usesTLS = usesTLS
        let (events, continuation) = AsyncStream.makeStream(of: SessionEvent.self)
        self.events = events
        owner = SessionOwner(events: { continuation.yield($0) })
    }

    func listen(port: Int) async throws {
        let listener = try await host().listen(host: "127.0.0.1", port: port)
        say("listening on \(listener.port)")
        await echo(untilClosed: false)
    }

    func echoOverPipe() async throws {
        _ = try await host().accept(input: STDIN_FILENO, output: STDOUT_FILENO, peer: there.peer)
        await echo(untilClosed: true)
    }

    func send(file: String, port: Int) async throws {
        let bundle = [UInt8](try Data(contentsOf: URL(filePath: file)))
        let session = try await host().connect(
            to: Destination(link: "test", host: "127.0.0.1", port: port, peer: there.nodeID))
        say("session with \(session.info.parameters.peer), \(session.info.protection)")
        session.send(bundle, as: 1)
        var open = 2
        for await event in events {
            switch event {
            case .acknowledged:
                say("acknowledged")
                open -= 1
            case .received(let session, let transfer, let bytes):
                say("received \(bytes.count) bytes, \(bytes == bundle ? "the same" : "others")")
                session.acknowledge(transfer)
                open -= 1
            case .closed(_, let ending): return say("closed: \(ending)")
            default: break
            }
            if open == 0 { session.terminate() }
        }
    }

    private func host() throws -> SessionHost { try here.host(talkingTo: there, usesTLS: usesTLS, owner) }

    private func echo(untilClosed: Bool) async {
        for await event in events {
            switch event {
            case .opened(let session): say("opened: \(session.info.parameters.peer), \(session.info.protection)")
            case .received(let session, let transfer, let bytes):
                say("received \(bytes.count) bytes")
                session.acknowledge(transfer)
                session.send(bytes, as: transfer)
            case .acknowledged: say("acknowledged")
            case .closed(_, let ending):
                say("closed: \(ending)")
                if untilClosed { return }
            case .rejectedPeer(let address, let reason): say("rejected \(address): \(reason)")
            default: break
            }
        }
    }

    /// On standard error: standard output may be the session.
    private func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
