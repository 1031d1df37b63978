import BundleProtocol
import NIOCore

/// One established session with another station; may be used from any thread.
///
/// What is asked here is done in order on the session's event loop; what becomes of it, a ``SessionEvent`` tells. After
/// the end of the session everything is without effect, except that a bundle comes back as
/// ``SessionEvent/unanswered(_:_:_:)``, even after `closed`.
package final class Session: Sendable {
    package let info: SessionInfo
    private let post: @Sendable (SessionCommand) -> Void

    /// - Parameter post: carries what is asked of the session to where it lives.
    package init(info: SessionInfo, post: @escaping @Sendable (SessionCommand) -> Void) {
        self.info = info
        self.post = post
    }

    package var id: SessionID { info.id }

    /// Sends a bundle after those already given, in segments, as the other side takes them.
    ///
    /// The bundle is kept until it has been answered: it is for the owner to bound how many wait.
    /// - Parameter number: The owner's own number for it, by which events name it.
    package func send(_ bundle: [UInt8], as number: UInt64) { post(.send(bundle, number)) }

    /// A received bundle is durable here: the other side may forget it.
    package func acknowledge(_ transfer: UInt64) { post(.acknowledge(transfer)) }

    /// A received bundle is not taken.
    package func refuse(_ transfer: UInt64, _ reason: TCPCLRefusalReason) { post(.refuse(transfer, reason)) }

    /// Ends the session in order: what is under way is finished, and nothing new begins.
    package func terminate(_ reason: TCPCLTerminationReason = .unknown) { post(.terminate(reason)) }
}

extension Session: Hashable {
    package static func == (left: Session, right: Session) -> Bool { left === right }
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
