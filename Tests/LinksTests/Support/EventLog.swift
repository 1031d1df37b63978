import BundleProtocol
import Synchronization

@testable import Links

/// An owner that writes down what it is told, and lets tests wait for it.
final class EventLog: Sendable {
    private struct Waiter {
        let isMet: @Sendable (SessionEvent) -> Bool
        let continuation: CheckedContinuation<SessionEvent, Never>
    }

    private struct State {
        var events: [SessionEvent] = []
        var waiters: [Waiter] = []
    }

    private let state = Mutex(State())

    var events: [SessionEvent] { state.withLock { $0.events } }

    /// An owner that answers every bundle at once.
    func acknowledging() -> SessionOwner {
        owner(also: { event in
            if case .received(let session, let transfer, _) = event { session.acknowledge(transfer) }
        })
    }

    /// An owner that does something else besides.
    func owner(
        refusal: @escaping @Sendable (Session, UInt64?) -> TCPCLRefusalReason? = { _, _ in nil },
        also: @escaping @Sendable (SessionEvent) -> Void = { _ in }
    ) -> SessionOwner {
        SessionOwner(
            events: { event in
                self.note(event)
                also(event)
            }, refusal: refusal)
    }

    private func note(_ event: SessionEvent) {
        let met = state.withLock { state in
            state.events.append(event)
            let met = state.waiters.filter { $0.isMet(event) }
            state.waiters.removeAll { $0.isMet(event) }
            return met
        }
        for waiter in met { waiter.continuation.resume(returning: event) }
    }

    /// The first event that fits, past or to come.
    func event(where isMet: @escaping @Sendable (SessionEvent) -> Bool) async -> SessionEvent {
        await withCheckedContinuation { continuation in
            let past = state.withLock { state in
                let past = state.events.first(where: isMet)
                if past == nil { state.waiters.append(Waiter(isMet: isMet, continuation: continuation)) }
                return past
            }
            if let past { continuation.resume(returning: past) }
        }
    }
}

extension EventLog {
    func opened() async -> Session {
        let event = await event { if case .opened = $0 { true } else { false } }
        guard case .opened(let session) = event else { preconditionFailure("not opened") }
        return session
    }

    func closed() async -> SessionEnding {
        let event = await event { if case .closed = $0 { true } else { false } }
        guard case .closed(_, let ending) = event else { preconditionFailure("not closed") }
        return ending
    }

    func rejection() async -> String {
        let event = await event { if case .rejectedPeer = $0 { true } else { false } }
        guard case .rejectedPeer(_, let reason) = event else { preconditionFailure("not rejected") }
        return reason
    }

    func received() async -> (session: Session, transfer: UInt64, bundle: [UInt8]) {
        let event = await event { if case .received = $0 { true } else { false } }
        guard case .received(let session, let transfer, let bundle) = event else { preconditionFailure("no bundle") }
        return (session, transfer, bundle)
    }

    func acknowledged(_ number: UInt64) async {
        _ = await event { if case .acknowledged(_, number) = $0 { true } else { false } }
    }

    var bundles: [[UInt8]] {
        events.compactMap { if case .received(_, _, let bundle) = $0 { bundle } else { nil } }
    }

    var wasOpened: Bool { events.contains { if case .opened = $0 { true } else { false } } }
}
