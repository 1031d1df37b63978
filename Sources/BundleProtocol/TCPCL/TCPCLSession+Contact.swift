extension TCPCLSession {
    mutating func sendContactHeader() {
        messages += TCPCLContactHeader(canUseTLS: configuration.tls != .none).encoded
    }

    /// Validates and negotiates (RFC 9174 section 4.3).
    mutating func receive(_ header: TCPCLContactHeader) throws(TCPCLViolation) {
        if role == .passive { sendContactHeader() }
        usesTLS = header.canUseTLS && configuration.tls != .none
        guard usesTLS || configuration.tls != .required else { throw decoder.violation(.tlsRequired) }
        guard usesTLS else { return beginInitialization() }
        guard decoder.waitingCount == 0 else { throw decoder.earlyData }
        state = .handshake
        transportStep = .startTLS
    }

    /// The active side speaks first (RFC 9174 section 4.4.3).
    mutating func beginInitialization() {
        state = .initialization
        if role == .active { sendSessionInit() }
    }

    private mutating func sendSessionInit() {
        let nodeID = configuration.nodeID.isNone ? "" : configuration.nodeID.description
        send(
            .initialize(
                TCPCLSessionInit(
                    keepalive: configuration.keepalive, segmentMRU: UInt64(clamping: configuration.segmentMRU),
                    transferMRU: UInt64(clamping: configuration.transferMRU), nodeID: Array(nodeID.utf8))))
    }

    /// Validates and negotiates (RFC 9174 sections 4.6 to 4.8).
    mutating func receive(_ peer: TCPCLSessionInit) throws(TCPCLViolation) {
        if role == .passive { sendSessionInit() }
        try checkExtensions(peer.extensions)
        let node = try peerNode(peer.nodeID)
        guard peer.segmentMRU >= Self.smallestSegmentMRU else { throw decoder.violation(.segmentMRU) }
        let parameters = TCPCLParameters(
            peer: node, isAuthenticated: authenticatedPeer != nil, usesTLS: usesTLS,
            keepalive: min(peer.keepalive, configuration.keepalive), peerSegmentMRU: peer.segmentMRU,
            peerTransferMRU: peer.transferMRU)
        state = .established(parameters)
        clock.lastActive = clock.now
        events.append(.established(parameters))
    }

    /// The smallest segment MRU that is worth the overhead (RFC 9174 section 7.10).
    private static let smallestSegmentMRU = 1024

    /// No session extension is known to us.
    private func checkExtensions(_ list: [UInt8]) throws(TCPCLViolation) {
        guard let items = TCPCLExtensionItem.items(in: list) else { throw decoder.violation(.sessionExtensions) }
        guard !items.contains(where: \.isCritical) else { throw decoder.violation(.criticalSessionExtension) }
    }

    /// The node that the other side says it is, checked against whom we expect and what its certificate says.
    private func peerNode(_ text: [UInt8]) throws(TCPCLViolation) -> EndpointID {
        guard !text.isEmpty else { throw decoder.violation(.nodeIDMissing) }
        guard let node = try? EndpointID(parsing: String(decoding: text, as: UTF8.self)), node == node.nodeID,
            !node.isNone, !node.isLocalNode
        else { throw decoder.violation(.nodeID) }
        if let authenticatedPeer {
            guard node == authenticatedPeer else { throw decoder.violation(.nodeIDUnauthenticated) }
        } else if usesTLS, configuration.requiresAuthenticatedPeer {
            throw decoder.violation(.nodeIDUnauthenticated)
        }
        guard configuration.expectedPeer.map({ $0 == node }) ?? true else { throw decoder.violation(.nodeIDUnexpected) }
        return node
    }
}
