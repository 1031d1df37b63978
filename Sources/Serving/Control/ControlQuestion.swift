import NIOCore

/// A request, who put it, and where the answer goes.
struct ControlQuestion: Sendable {
    /// Who may have connected.
    enum Audience: Sendable {
        /// The station's own user, through the socket in its folder.
        case clerk
        /// Anybody on this machine, through TCP: nothing there names a correspondent.
        case machine
    }

    var request: ControlRequest
    var audience: Audience
    /// Takes one `ControlReply`.
    var channel: any Channel
}
