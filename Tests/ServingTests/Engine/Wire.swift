import BundleProtocol
import Synchronization

@testable import Links
@testable import Serving

/// A session between two engines without a network: what one asks of it, the wire tells the other.
///
/// Every message that it carries is a step, and any step can go wrong.
final class Wire {
    /// What can go wrong with a step.
    enum Fault: CaseIterable {
        /// The connection is lost before the message.
        case lostBefore
        /// The message arrives, and then the connection is lost.
        case lostBehind
        /// A bundle is refused for want of room; anything else is lost with the connection.
        case refused
        /// A bundle is refused for good; anything else is lost with the connection.
        case refusedForGood
        /// A bundle is given back as too large; anything else is lost with the connection.
        case tooLarge
        /// The session takes a bundle no more; anything else is lost with the connection.
        case notSent
        /// The message is swallowed, and all that follow it, until the session is given up for want of an answer.
        case swallowed
        /// The other side ends the session in order.
        case terminated
    }

    /// Counts what is carried, on one wire after the other.
    final class Steps {
        var count = 0
        /// Every bundle is refused for want of room.
        var refusesAll = false
        var fault: (step: Int, kind: Fault)?
    }

    private let ends: [End]
    private let steps: Steps
    /// Bundles without an answer, by the end that sent them and their number there.
    private var unanswered: [[UInt64]] = [[], []]
    private(set) var isClosed = false
    private(set) var isMute = false

    init(_ ends: [End], steps: Steps) {
        self.ends = ends
        self.steps = steps
        for end in ends { end.tell(.opened(end.session)) }
    }

    /// Carries everything that was asked.
    ///
    /// - Returns: whether there was anything.
    func carry() -> Bool {
        var any = false
        for (index, end) in ends.enumerated() {
            for command in end.take() {
                any = true
                step(command, from: index)
            }
        }
        return any
    }

    private func step(_ command: SessionCommand, from index: Int) {
        guard !isClosed else { return giveBack(command, from: index) }
        steps.count += 1
        if let fault = steps.fault, fault.step == steps.count {
            fail(fault.kind, command, from: index)
        } else if !isMute {
            pass(command, from: index)
        } else if case .send(_, let number) = command {
            unanswered[index].append(number)
        }
    }

    private func pass(_ command: SessionCommand, from index: Int) {
        let (here, there) = (ends[index], ends[1 - index])
        switch command {
        case .send(_, let number) where steps.refusesAll: here.tell(.refused(here.session, number, .noResources))
        case .send(let bundle, let number):
            unanswered[index].append(number)
            // The number of the sender serves as that of the transfer.
            there.tell(.received(there.session, transfer: number, bundle: bundle))
        case .acknowledge(let number): answer(number, at: 1 - index) { .acknowledged(there.session, $0) }
        case .refuse(let number, let reason): answer(number, at: 1 - index) { .refused(there.session, $0, reason) }
        case .terminate(let reason):
            there.tell(.closing(there.session, reason))
            close(ours: .terminated(reason, byPeer: false), theirs: .terminated(reason, byPeer: true), here: index)
        }
    }

    private func answer(_ number: UInt64, at index: Int, _ event: (UInt64) -> SessionEvent) {
        guard let place = unanswered[index].firstIndex(of: number) else { return }
        unanswered[index].remove(at: place)
        ends[index].tell(event(number))
    }

    private func fail(_ fault: Fault, _ command: SessionCommand, from index: Int) {
        let session = ends[index].session
        switch (fault, command) {
        case (.refused, .send(_, let number)): ends[index].tell(.refused(session, number, .noResources))
        case (.refusedForGood, .send(_, let number)): ends[index].tell(.refused(session, number, .notAcceptable))
        case (.tooLarge, .send(_, let number)):
            ends[index].tell(.unanswered(session, number, .notSent(.tooLong(limit: 10))))
        case (.notSent, .send(_, let number)): ends[index].tell(.unanswered(session, number, .notSent(.notEstablished)))
        case (.lostBehind, _):
            pass(command, from: index)
            close(.transportClosed)
        case (.swallowed, _):
            isMute = true
            if case .send(_, let number) = command { unanswered[index].append(number) }
        case (.terminated, _):
            close(ours: .terminated(.unknown, byPeer: true), theirs: .terminated(.unknown, byPeer: false), here: index)
        default:
            giveBack(command, from: index)
            close(.transportClosed)
        }
    }

    /// After the end everything is without effect, except that bundles come back.
    private func giveBack(_ command: SessionCommand, from index: Int) {
        guard case .send(_, let number) = command else { return }
        ends[index].tell(.unanswered(ends[index].session, number, .notSent(.notEstablished)))
    }

    /// Whoever waits for an answer gives the session up.
    func giveUp() {
        func ending(_ index: Int) -> TCPCLEnding {
            unanswered[index].isEmpty ? .terminated(.idleTimeout, byPeer: true) : .unansweredTransfer
        }
        close(ours: ending(0), theirs: ending(1), here: 0)
    }

    func close(_ ending: TCPCLEnding) { close(ours: ending, theirs: ending, here: 0) }

    private func close(ours: TCPCLEnding, theirs: TCPCLEnding, here index: Int) {
        guard !isClosed else { return }
        isClosed = true
        for (index, ending) in [(index, ours), (1 - index, theirs)] {
            let end = ends[index]
            for number in unanswered[index] { end.tell(.unanswered(end.session, number, .sessionEnded)) }
            end.tell(.closed(end.session, SessionEnding(ending: ending, transportError: nil)))
        }
    }
}

/// One end of a wire.
struct End: Sendable {
    let engine: Engine
    let session: Session
    private let commands: Commands

    private final class Commands: Sendable {
        let all = Mutex<[SessionCommand]>([])
    }

    /// - Parameter largest: bytes of the largest bundle that the other side takes.
    init(_ engine: Engine, number: UInt64, peer: KnownPeer, largest: UInt64 = 17 << 20) {
        let commands = Commands()
        self.engine = engine
        self.commands = commands
        let parameters = TCPCLParameters(
            peer: peer.nodeID, isAuthenticated: true, usesTLS: true, keepalive: 30, peerSegmentMRU: 1 << 20,
            peerTransferMRU: largest)
        let info = SessionInfo(
            id: SessionID(number: number), link: nil, remote: "a wire", peer: peer, parameters: parameters,
            tls: TLSFacts(version: "TLS 1.3", keyAgreement: nil))
        session = Session(info: info) { command in commands.all.withLock { $0.append(command) } }
    }

    func take() -> [SessionCommand] {
        commands.all.withLock { commands in
            defer { commands = [] }
            return commands
        }
    }

    func tell(_ event: SessionEvent) { engine.mailbox.post(.session(event)) }
}
