import Testing

@testable import BundleProtocol

@Suite struct TCPCLContactTests {
    @Test func `the active side speaks first and the passive side waits`() throws {
        var active = TCPCLPeer(.active)
        active.run()
        #expect(hexadecimal(active.output) == "64746e210400")
        var passive = TCPCLPeer(.passive)
        passive.run()
        #expect(passive.output.isEmpty && passive.session.wantsInput)
        passive.contact()
        #expect(hexadecimal(passive.output) == "64746e210400")
    }

    @Test func `both sides agree on the smaller keepalive and keep their own limits`() throws {
        for role in [TCPCLSession.Role.active, .passive] {
            var peer = TCPCLPeer(role, TCPCLPeer.configuration { $0.keepalive = 40 })
            peer.contact()
            peer.initialize(keepalive: 20, segmentMRU: 5000, transferMRU: .max)
            #expect(
                peer.events == [
                    .established(
                        TCPCLParameters(
                            peer: TCPCLPeer.theirs, isAuthenticated: false, usesTLS: false, keepalive: 20,
                            peerSegmentMRU: 5000, peerTransferMRU: .max))
                ])
            let sent = try peer.messages()
            #expect(
                sent == [
                    .initialize(
                        TCPCLSessionInit(
                            keepalive: 40, segmentMRU: 1 << 20, transferMRU: 17 << 20, nodeID: Array("ipn:1.0".utf8)))
                ])
        }
    }

    @Test func `a connection without a word is closed in time`() {
        var peer = TCPCLPeer(.passive, TCPCLPeer.configuration { $0.contactTimeout = 500 })
        #expect(peer.session.nextDeadline == 1500)
        peer.now = 1499
        peer.session.advance(to: peer.now)
        peer.run()
        #expect(peer.ending == nil)
        peer.now = 1500
        peer.session.advance(to: peer.now)
        peer.run()
        #expect(peer.ending == .contactTimeout && peer.steps == [.close] && peer.session.nextDeadline == nil)
    }

    @Test func `a contact header that never ends does not put off the timeout`() {
        var peer = TCPCLPeer(.passive, TCPCLPeer.configuration { $0.contactTimeout = 500 })
        for byte in TCPCLContactHeader.magic {
            peer.now += 125
            peer.send([byte])
            peer.session.advance(to: peer.now)
        }
        peer.run()
        #expect(peer.ending == .contactTimeout && peer.steps == [.close])
    }

    @Test func `a session that is not initialized in time is terminated`() throws {
        var peer = TCPCLPeer(.passive, TCPCLPeer.configuration { $0.contactTimeout = 500 })
        peer.contact()
        peer.forget()
        peer.now += 500
        peer.session.advance(to: peer.now)
        peer.run()
        #expect(peer.ending == .contactTimeout && peer.isClosed)
        #expect(try peer.messages() == [.terminate(reason: .idleTimeout, isReply: false)])
    }

    @Test func `a peer of version 3 gets our contact header and a reason`() throws {
        var passive = TCPCLPeer(.passive)
        passive.send(try bytes("64746e2103"))
        #expect(hexadecimal(passive.output) == "64746e210400" + "050002" && passive.isClosed)
        var active = TCPCLPeer(.active)
        active.run()
        active.forget()
        active.send(try bytes("64746e2103"))
        #expect(active.steps == [.close] && active.violations == [.version])
    }

    @Test func `something that is not TCPCL gets no answer`() {
        for role in [TCPCLSession.Role.active, .passive] {
            var peer = TCPCLPeer(role)
            peer.run()
            peer.forget()
            peer.send(Array("GET / HTTP/1.1".utf8))
            #expect(peer.steps == [.close] && peer.violations == [.magic])
        }
    }

    @Test func `a node ID must be a node, and the one that is expected`() throws {
        let cases: [(String, TCPCLViolation.Rule?)] = [
            ("ipn:2.0", nil), ("", .nodeIDMissing), ("ipn:0.0", .nodeID), ("dtn:none", .nodeID), ("ipn:!.0", .nodeID),
            ("ipn:2.1", .nodeID), ("ipn:02.0", .nodeID), ("mailto:a@b", .nodeID), ("\u{0}", .nodeID),
            ("ipn:3.0", .nodeIDUnexpected), ("dtn://two/", .nodeIDUnexpected), ("dtn://two/inbox", .nodeID),
        ]
        for (nodeID, rule) in cases {
            var peer = TCPCLPeer(.passive, TCPCLPeer.configuration { $0.expectedPeer = TCPCLPeer.theirs })
            peer.contact()
            peer.initialize(nodeID: nodeID)
            #expect(peer.violations == (rule.map { [$0] } ?? []), "\(nodeID)")
            guard rule != nil else { continue }
            #expect(peer.isClosed)
            #expect(try peer.messages().last == .terminate(reason: .contactFailure, isReply: false))
        }
    }

    @Test func `a node of the dtn scheme is welcome where nobody else is expected`() throws {
        var peer = TCPCLPeer(.active)
        peer.contact()
        peer.initialize(nodeID: "dtn://two/")
        let parameters = try #require(peer.parameters)
        #expect(parameters.peer.description == "dtn://two/")
    }

    @Test func `limits that make no progress are refused`() {
        for (mru, rules) in [(0, [.segmentMRU]), (1023, [.segmentMRU]), (1024, [])] as [(UInt64, [TCPCLViolation.Rule])]
        {
            var peer = TCPCLPeer(.passive)
            peer.contact()
            peer.initialize(segmentMRU: mru)
            #expect(peer.violations == rules)
        }
    }

    @Test func `unknown session extensions are ignored unless they are critical`() throws {
        for (list, rules) in [
            ("0080010002aaaa", []), ("0180010002aaaa", [.criticalSessionExtension]),
            ("0080010003aaaa", [.sessionExtensions]),
        ] as [(String, [TCPCLViolation.Rule])] {
            var peer = TCPCLPeer(.active)
            peer.contact()
            peer.initialize(extensions: try bytes(list))
            #expect(peer.violations == rules)
        }
    }

    @Test func `transfers before the session is established end it`() throws {
        var peer = TCPCLPeer(.passive)
        peer.contact()
        peer.segment(0)
        #expect(peer.violations == [.sessionInitMissing] && peer.isClosed)
        #expect(try peer.messages() == [.reject(type: 1, reason: .unexpected)])
    }

    @Test func `a peer that refuses the session is answered`() throws {
        var peer = TCPCLPeer(.active)
        peer.contact()
        peer.forget()
        peer.send(.terminate(reason: .busy, isReply: false))
        #expect(peer.ending == .refused(.busy) && peer.isClosed)
        #expect(try peer.messages() == [.terminate(reason: .busy, isReply: true)])
    }

    @Test func `a session can be given up before it is established`() throws {
        var early = TCPCLPeer(.passive)
        early.session.terminate(at: 1000)
        early.run()
        #expect(early.ending == .cancelled && early.steps == [.close])
        var late = TCPCLPeer(.passive)
        late.contact()
        late.forget()
        late.session.terminate(.busy, at: 1000)
        late.run()
        #expect(late.ending == .cancelled && late.isClosed)
        #expect(try late.messages() == [.terminate(reason: .busy, isReply: false)])
    }
}
