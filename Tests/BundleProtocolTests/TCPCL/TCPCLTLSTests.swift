import Testing

@testable import BundleProtocol

@Suite struct TCPCLTLSTests {
    static let roles: [TCPCLSession.Role] = [.active, .passive]

    private func peer(_ role: TCPCLSession.Role, _ policy: TCPCLConfiguration.TLSPolicy) -> TCPCLPeer {
        TCPCLPeer(role, TCPCLPeer.configuration { $0.tls = policy })
    }

    @Test(arguments: roles) func `TLS begins when both sides can, after the contact header and before anything else`(
        role: TCPCLSession.Role
    ) throws {
        var peer = peer(role, .allowed)
        peer.contact(canUseTLS: true)
        #expect(peer.steps == [.write(head: try bytes("64746e210401"), payload: []), .startTLS])
        peer.forget()
        peer.session.tlsEstablished(peer: TCPCLPeer.theirs, at: 1000)
        peer.run()
        #expect(peer.output.first == (role == .active ? 7 : nil))
        peer.initialize()
        let parameters = try #require(peer.parameters)
        #expect(parameters.usesTLS && parameters.isAuthenticated)
    }

    @Test(arguments: roles) func `a peer without TLS is refused where it is required`(role: TCPCLSession.Role) throws {
        var peer = peer(role, .required)
        peer.contact(canUseTLS: false)
        #expect(hexadecimal(peer.output) == "64746e210401" + "050004" && peer.isClosed)
        #expect(peer.violations == [.tlsRequired])
    }

    @Test(arguments: roles) func `a session goes on without TLS where a side does not want it`(
        role: TCPCLSession.Role
    ) throws {
        for (policy, theirs) in [(TCPCLConfiguration.TLSPolicy.allowed, false), (.none, true)] {
            var peer = peer(role, policy)
            peer.contact(canUseTLS: theirs)
            peer.initialize()
            let parameters = try #require(peer.parameters)
            #expect(!parameters.usesTLS && !parameters.isAuthenticated)
        }
    }

    @Test(arguments: roles) func `nothing in the clear is taken for part of the protected session`(
        role: TCPCLSession.Role
    ) throws {
        var early = peer(role, .required)
        early.send(TCPCLContactHeader(canUseTLS: true).encoded + [4])
        #expect(early.violations == [.earlyData] && early.steps.last == .close && !early.steps.contains(.startTLS))
        var during = peer(role, .required)
        during.contact(canUseTLS: true)
        during.send([4])
        #expect(during.violations == [.earlyData] && during.isClosed)
    }

    @Test(arguments: roles) func `a failed handshake closes the connection without a message`(
        role: TCPCLSession.Role
    ) throws {
        var peer = peer(role, .required)
        peer.contact(canUseTLS: true)
        peer.forget()
        peer.session.tlsFailed("bad certificate", at: 1000)
        peer.run()
        #expect(peer.ending == .tlsFailure("bad certificate") && peer.steps == [.close])
    }

    @Test func `a handshake that never ends is given up`() {
        var peer = peer(.passive, .required)
        peer.contact(canUseTLS: true)
        peer.forget()
        peer.now += 30_000
        peer.session.advance(to: peer.now)
        peer.run()
        #expect(peer.ending == .contactTimeout && peer.steps == [.close])
    }

    @Test func `the node must be the one that the certificate names`() throws {
        let cases: [(EndpointID?, Bool, Bool)] = [
            (TCPCLPeer.theirs, true, true), (TCPCLPeer.ours, true, false), (TCPCLPeer.ours, false, false),
            (nil, true, false), (nil, false, true),
        ]
        for (certified, isRequired, isTaken) in cases {
            var peer = TCPCLPeer(
                .passive,
                TCPCLPeer.configuration {
                    $0.tls = .required
                    $0.requiresAuthenticatedPeer = isRequired
                })
            peer.contact(canUseTLS: true)
            peer.session.tlsEstablished(peer: certified, at: 1000)
            peer.initialize()
            #expect(peer.violations == (isTaken ? [] : [.nodeIDUnauthenticated]))
            if !isTaken { #expect(try peer.messages().last == .terminate(reason: .contactFailure, isReply: false)) }
        }
    }
}
