import BundleProtocol

/// What happens on the sessions of a ``SessionHost``.
///
/// Told on the session's event loop: take note and return, whoever waits here holds up other sessions. For one session
/// `opened` comes first and `closed` last, and nothing comes twice.
package enum SessionEvent: Sendable {
    /// Bundles can be sent and received from now on.
    case opened(Session)
    /// A whole bundle has come and waits for ``Session/acknowledge(_:)`` or ``Session/refuse(_:_:)``.
    case received(Session, transfer: UInt64, bundle: [UInt8])
    /// The other side has taken over the bundle that ``Session/send(_:as:)`` was given under this number.
    case acknowledged(Session, UInt64)
    /// The other side does not want the bundle, or has it already.
    case refused(Session, UInt64, TCPCLRefusalReason)
    /// The bundle was not sent, or the session ended before the answer: whether the other side has it is not known.
    case unanswered(Session, UInt64, SendingFailure)
    /// The other side is ending the session: it takes nothing new, what is under way is finished.
    case closing(Session, TCPCLTerminationReason)
    /// The session is over.
    case closed(Session, SessionEnding)
    /// A connection from outside was turned away before it became a session.
    case rejectedPeer(address: String, reason: String)
}

/// Why a bundle was given back.
package enum SendingFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing of it has left.
    case notSent(TCPCLSendingError)
    /// It may have arrived or not.
    case sessionEnded

    package var description: String {
        switch self {
        case .notSent(let error): "\(error)"
        case .sessionEnded: "the session ended before the answer"
        }
    }
}

/// How a session ended, in one line for the log.
package struct SessionEnding: Hashable, Sendable, CustomStringConvertible {
    /// What the protocol says.
    package let ending: TCPCLEnding
    /// What the transport said last, for instance that the other side did not accept our certificate.
    package let transportError: String?
    /// Whether both sides agreed to end and every transfer was answered.
    package var isClean: Bool { ending.isClean }
    /// Whether it was we who wanted it, and it was clean.
    ///
    /// Whoever is sent away, however politely, must not come back at once.
    package var isOurs: Bool { if case .terminated(_, byPeer: false) = ending { true } else { false } }

    package var description: String {
        let text = EndingText.text(of: ending)
        return transportError.map { "\(text) (\($0))" } ?? text
    }
}
