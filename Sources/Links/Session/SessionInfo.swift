import BundleProtocol

/// The number of a session, unique in this process.
package struct SessionID: Hashable, Sendable, CustomStringConvertible {
    package let number: UInt64

    package init(number: UInt64) {
        self.number = number
    }

    package var description: String { "\(number)" }
}

/// A station that we know: its card is pinned.
package struct KnownPeer: Hashable, Sendable {
    /// Its designator, as our log and tables name it.
    package var designator: String
    /// Its node ID: `ipn:N.0`.
    package var nodeID: EndpointID

    package init(designator: String, nodeID: EndpointID) {
        self.designator = designator
        self.nodeID = nodeID
    }
}

/// What TLS agreed to.
package struct TLSFacts: Hashable, Sendable {
    /// Always `TLS 1.3`.
    package var version: String
    /// The key agreement: `X25519MLKEM768`, `X25519` and so on, read from the ServerHello; nil where it was not seen.
    package var keyAgreement: String?
}

/// What is known of an established session.
package struct SessionInfo: Sendable {
    package let id: SessionID
    /// The link that was connected; nil where the other side connected.
    package let link: String?
    /// Address and port of the other side, or the command at the other end of a pipe.
    package let remote: String
    /// The station whose certificate was checked or, on a pipe, that the link is configured for; nil without TLS.
    package let peer: KnownPeer?
    /// What the session agreed to: node ID, MRUs, keepalive.
    package let parameters: TCPCLParameters
    /// What TLS agreed to; nil where the session is in clear.
    package let tls: TLSFacts?

    package init(
        id: SessionID, link: String?, remote: String, peer: KnownPeer?, parameters: TCPCLParameters, tls: TLSFacts?
    ) {
        self.id = id
        self.link = link
        self.remote = remote
        self.peer = peer
        self.parameters = parameters
        self.tls = tls
    }
}
