import Testing

@testable import BundleProtocol

@Suite struct TCPCLEndingTests {
    @Test func `an idle session ends at once when both sides have said so`() throws {
        var ours = TCPCLPeer.established()
        ours.session.terminate(.busy, at: ours.now)
        ours.run()
        #expect(ours.ending == nil && !ours.isClosed)
        ours.send(.terminate(reason: .busy, isReply: true))
        #expect(ours.events == [.ended(.terminated(.busy, byPeer: false))] && ours.isClosed)
        #expect(try ours.messages() == [.terminate(reason: .busy, isReply: false)])

        var theirs = TCPCLPeer.established()
        theirs.send(.terminate(reason: .idleTimeout, isReply: false))
        #expect(theirs.events.first == .peerTerminates(reason: .idleTimeout))
        #expect(theirs.ending == .terminated(.idleTimeout, byPeer: true) && theirs.isClosed)
        #expect(try theirs.messages() == [.terminate(reason: .idleTimeout, isReply: true)])
    }

    @Test func `two sides that end at the same time need no replies`() throws {
        var peer = TCPCLPeer.established()
        peer.session.terminate(.busy, at: peer.now)
        peer.send(.terminate(reason: .unknown, isReply: false))
        #expect(peer.ending == .terminated(.busy, byPeer: false))
        #expect(try peer.messages() == [.terminate(reason: .busy, isReply: false)])
    }

    @Test func `saying it twice changes nothing`() throws {
        var peer = TCPCLPeer.established()
        peer.segment(0)
        for _ in 0..<2 { peer.session.terminate(.busy, at: peer.now) }
        for _ in 0..<2 { peer.send(.terminate(reason: .unknown, isReply: true)) }
        #expect(try peer.messages() == [.terminate(reason: .busy, isReply: false)])
    }

    @Test func `transfers under way are finished, in both directions`() throws {
        var peer = TCPCLPeer.established(.active, TCPCLPeer.configuration { $0.segmentLength = 1 })
        peer.segment(7, .start)
        peer.forget()
        let begun = try peer.session.send([1, 2], at: peer.now)
        let queued = try peer.session.send([3], at: peer.now)
        _ = peer.session.nextOutput(at: peer.now)
        peer.session.terminate(at: peer.now)
        peer.run()
        #expect(peer.events == [.transferFailed(id: queued)])
        peer.send(.terminate(reason: .unknown, isReply: true))
        peer.segment(7, .end)
        peer.acknowledge(begun, .end, length: 2)
        #expect(peer.ending == nil)
        peer.session.acknowledge(7, at: peer.now)
        peer.run()
        #expect(peer.ending == .terminated(.unknown, byPeer: false) && peer.isClosed)
        let acknowledgement = TCPCLAcknowledgement(flags: .end, id: 7, length: 6)
        #expect(try peer.messages().last == .acknowledge(acknowledgement))
    }

    @Test func `new transfers are refused while the session ends`() throws {
        var peer = TCPCLPeer.established()
        peer.session.terminate(at: peer.now)
        peer.run()
        peer.forget()
        peer.segment(0)
        peer.segment(1, .start)
        peer.segment(1, .end)
        #expect(peer.events.isEmpty)
        #expect(
            try peer.messages() == [
                .refuse(id: 0, reason: .sessionTerminating), .refuse(id: 1, reason: .sessionTerminating),
                .refuse(id: 1, reason: .sessionTerminating),
            ])
        #expect(throws: TCPCLSendingError.notEstablished) { try peer.session.send([1], at: 1000) }
        peer.send(.terminate(reason: .unknown, isReply: true))
        #expect(peer.ending?.isClean == true)
    }

    @Test func `an end that takes too long is cut short`() throws {
        var peer = TCPCLPeer.established(.active, TCPCLPeer.configuration { $0.terminationTimeout = 700 })
        let id = try peer.session.send([1], at: peer.now)
        peer.run()
        peer.session.terminate(at: peer.now)
        peer.run()
        #expect(peer.session.nextDeadline == 1700)
        peer.now = 1700
        peer.session.advance(to: peer.now)
        peer.run()
        #expect(peer.ending == .terminationTimeout && peer.isClosed && peer.ending?.isClean == false)
        #expect(peer.events.contains(.transferFailed(id: id)))
    }

    @Test func `a lost connection fails what was not answered, and nothing is written any more`() throws {
        var peer = TCPCLPeer.established(.active, TCPCLPeer.configuration { $0.segmentLength = 1 })
        let ids = try (0..<3).map { _ in try peer.session.send([1, 2], at: peer.now) }
        for _ in 0..<3 { _ = peer.session.nextOutput(at: peer.now) }
        peer.session.transportClosed(at: peer.now)
        peer.run()
        #expect(peer.events == ids.map { .transferFailed(id: $0) } + [.ended(.transportClosed)])
        #expect(peer.steps.isEmpty && peer.session.nextDeadline == nil && !peer.session.wantsInput)
    }

    @Test func `what had come before the connection was lost still counts`() throws {
        var peer = TCPCLPeer.established()
        let id = try peer.session.send([1], at: peer.now)
        peer.run()
        let answer = TCPCLMessage.acknowledge(TCPCLAcknowledgement(flags: [.start, .end], id: id, length: 1))
        peer.session.receive(answer.encoded[...], at: peer.now)
        peer.session.transportClosed(at: peer.now)
        peer.run()
        #expect(peer.events == [.transferAcknowledged(id: id), .ended(.transportClosed)])
    }

    @Test func `a verdict after the end says nothing`() throws {
        var peer = TCPCLPeer.established()
        peer.segment(0)
        peer.session.transportClosed(at: peer.now)
        peer.run()
        peer.session.acknowledge(0, at: peer.now)
        peer.run()
        #expect(peer.output.isEmpty)
    }

    @Test func `the session ends once`() throws {
        var peer = TCPCLPeer.established()
        peer.send([0xFF])
        peer.send([0xFF])
        peer.session.tlsFailed("late", at: peer.now)
        peer.session.transportClosed(at: peer.now)
        peer.run()
        let endings = peer.events.filter { if case .ended = $0 { true } else { false } }
        #expect(endings.count == 1)
    }
}
