import BundleProtocol

/// The words for how a session ended.
enum EndingText {
    static func text(of ending: TCPCLEnding) -> String {
        switch ending {
        case .terminated(let reason, byPeer: true): "the other side ended the session: \(text(of: reason))"
        case .terminated(let reason, byPeer: false): "ended by us: \(text(of: reason))"
        case .refused(let reason): "the other side refused the session: \(text(of: reason))"
        case .cancelled: "given up before the session was established"
        case .violation(let violation): "protocol violation at \(violation)"
        case .rejected(let type, let reason):
            "the other side rejected a message of type \(type) with reason \(reason.rawValue)"
        case .contactTimeout: "the session was not established in time"
        case .silence: "nothing came for twice the keepalive interval"
        case .stalledTransfer: "nothing came and nothing could be sent any more while a bundle was under way"
        case .unansweredTransfer: "the other side is there and does not answer for what it was sent"
        case .terminationTimeout: "the session could not be ended in order in time"
        case .tlsFailure(let reason): "no TLS session: \(reason)"
        case .transportClosed: "the connection was closed or lost"
        }
    }

    static func text(of reason: TCPCLTerminationReason) -> String {
        switch reason {
        case .unknown: "no reason given"
        case .idleTimeout: "idle for too long"
        case .versionMismatch: "another protocol version"
        case .busy: "busy"
        case .contactFailure: "contact failure"
        case .resourceExhaustion: "resources exhausted"
        default: "reason \(reason.rawValue)"
        }
    }
}
