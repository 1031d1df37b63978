import BundleProtocol
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// How the sessions of a station are to be.
package struct SessionSettings: Sendable {
    /// How sessions are protected.
    package enum Protection: Sendable {
        /// By TLS, on every session.
        case tls(TLSSettings)
        /// Not at all, and anybody may be anybody: for tests and for networks that are protected otherwise.
        case none
    }

    /// Our node ID, MRUs, keepalive and timeouts; its `tls` and `expectedPeer` are set by the host.
    package var session: TCPCLConfiguration
    package var protection: Protection
    package var limits = ConnectionLimits()
    package var logger: Logger

    package init(session: TCPCLConfiguration, protection: Protection, logger: Logger) {
        self.session = session
        self.protection = protection
        self.logger = logger
    }
}

/// Where sessions with other stations begin: by listening, by connecting, over a command's standard streams.
///
/// Any number of sessions with the same station may be open at once. Everything that happens on them goes to the one
/// ``SessionOwner``.
package final class SessionHost: Sendable {
    let settings: SessionSettings
    let group: any EventLoopGroup
    let owner: SessionOwner
    let upgrade: TLSUpgrade?
    let admission: ConnectionAdmission
    private let lastID = Atomic<UInt64>(0)

    /// - Throws: What the TLS library says where the identity does not fit together.
    package init(
        _ settings: SessionSettings, owner: SessionOwner,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) throws {
        self.settings = settings
        self.owner = owner
        self.group = group
        admission = ConnectionAdmission(limits: settings.limits)
        upgrade =
            switch settings.protection {
            case .tls(let tls): try TLSUpgrade(tls)
            case .none: nil
            }
    }

    func nextID() -> SessionID {
        SessionID(number: lastID.wrappingAdd(1, ordering: .relaxed).newValue)
    }

    /// The session's configuration over TCP, where the other side must be one station or may be any known one.
    func configuration(expecting peer: EndpointID?) -> TCPCLConfiguration {
        var configuration = settings.session
        configuration.tls = upgrade == nil ? .none : .required
        configuration.requiresAuthenticatedPeer = upgrade != nil
        configuration.expectedPeer = peer
        return configuration
    }
}
