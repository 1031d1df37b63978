import BundleProtocol
import Logging

/// Everything that a connection has to know to become a session.
struct SessionPlan: Sendable {
    var id: SessionID
    var role: TCPCLSession.Role
    var configuration: TCPCLConfiguration
    /// The link that is being connected; nil where the other side connects.
    var link: String?
    /// Address and port, or a command.
    var remote: String
    /// The station that the other side is taken for where TLS does not say: on a pipe.
    var trustedPeer: KnownPeer?
    /// What is done when the session machine asks for TLS; nil where it is not to be had.
    var upgrade: TLSUpgrade?
    var owner: SessionOwner
    var logger: Logger
    /// Told once, on the event loop, when the session is established.
    var opened: @Sendable (Session) -> Void
    /// Told once, on the event loop, where no session came about.
    var failed: @Sendable (SessionEnding) -> Void
}
