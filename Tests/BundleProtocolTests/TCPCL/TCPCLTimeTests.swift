import Testing

@testable import BundleProtocol

@Suite struct TCPCLTimeTests {
    private func peer(keepalive: UInt16, _ change: (inout TCPCLConfiguration) -> Void = { _ in }) -> TCPCLPeer {
        TCPCLPeer.established(.passive, TCPCLPeer.configuration(change), keepalive: keepalive)
    }

    private func pass(_ milliseconds: UInt64, _ peer: inout TCPCLPeer) {
        peer.now += milliseconds
        peer.session.advance(to: peer.now)
        peer.run()
    }

    @Test func `a KEEPALIVE is sent when nothing else was`() throws {
        var peer = peer(keepalive: 10)
        #expect(peer.session.nextDeadline == 11_000)
        pass(9_999, &peer)
        #expect(peer.output.isEmpty)
        pass(1, &peer)
        #expect(try peer.messages() == [.keepalive])
        _ = try peer.session.send([1], at: peer.now + 5_000)
        peer.now += 5_000
        peer.run()
        peer.send(.keepalive)
        peer.forget()
        pass(5_000, &peer)
        #expect(peer.output.isEmpty, "a segment counts as well")
        pass(5_000, &peer)
        #expect(try peer.messages() == [.keepalive])
    }

    @Test func `a transport that takes nothing is not asked again and again`() throws {
        var peer = peer(keepalive: 10)
        peer.now += 10_000
        peer.session.advance(to: peer.now)
        #expect(peer.session.nextDeadline == 21_000, "only silence is left to be waited for")
        peer.session.advance(to: peer.now + 1)
        peer.run()
        #expect(try peer.messages() == [.keepalive])
    }

    @Test func `a peer that is silent for twice the interval is given up`() throws {
        var peer = peer(keepalive: 10)
        pass(10_000, &peer)
        pass(9_999, &peer)
        #expect(peer.ending == nil)
        peer.forget()
        pass(1, &peer)
        #expect(peer.ending == .silence && peer.isClosed)
        #expect(try peer.messages() == [.terminate(reason: .idleTimeout, isReply: false)])
    }

    @Test func `a long segment that is still coming is not silence`() {
        var peer = peer(keepalive: 10)
        peer.send(.segment(TCPCLSegmentHead(flags: [.start, .end], id: 0, length: 5)))
        for _ in 0..<5 {
            pass(15_000, &peer)
            peer.send([1])
        }
        #expect(peer.ending == nil && peer.events.last == .transferReceived(id: 0, bundle: [1, 1, 1, 1, 1]))
    }

    @Test func `silence is not the peer's while we do not read`() {
        var peer = peer(keepalive: 10) { $0.unacknowledgedSegments = 1 }
        peer.segment(0)
        #expect(!peer.session.wantsInput)
        for _ in 0..<5 { pass(10_000, &peer) }
        #expect(peer.ending == nil)
        peer.session.acknowledge(0, at: peer.now)
        peer.run()
        pass(19_999, &peer)
        #expect(peer.ending == nil)
        pass(1, &peer)
        #expect(peer.ending == .silence)
    }

    @Test func `no KEEPALIVE and no silence where either side says zero`() {
        for (ours, theirs) in [(0, 10), (10, 0)] as [(UInt16, UInt16)] {
            var peer = TCPCLPeer.established(
                .active, TCPCLPeer.configuration { $0.keepalive = ours }, keepalive: theirs)
            #expect(peer.session.nextDeadline == nil)
            pass(1 << 40, &peer)
            #expect(peer.ending == nil && peer.output.isEmpty)
        }
    }

    @Test func `a peer that wants no KEEPALIVE may be silent, but not while a transfer is under way`() throws {
        for isOurs in [true, false] {
            var peer = peer(keepalive: 0) { $0.transferTimeout = 500 }
            pass(100_000, &peer)
            if isOurs { _ = try peer.session.send([1], at: peer.now) } else { peer.segment(0, .start) }
            peer.run()
            pass(499, &peer)
            #expect(peer.ending == nil)
            peer.forget()
            pass(1, &peer)
            #expect(peer.ending == .stalledTransfer && peer.isClosed)
            #expect(try peer.messages() == [.terminate(reason: .idleTimeout, isReply: false)])
        }
    }

    @Test func `a peer that is alive and does not answer for what it was sent is given up`() throws {
        var peer = peer(keepalive: 10) { $0.answerTimeout = 25_000 }
        _ = try peer.session.send([1], at: peer.now)
        _ = try peer.session.send([2], at: peer.now)
        peer.run()
        for _ in 0..<2 {
            pass(10_000, &peer)
            peer.send(.keepalive)
        }
        peer.acknowledge(0, length: 1)
        for _ in 0..<2 {
            pass(10_000, &peer)
            peer.send(.keepalive)
        }
        pass(4_999, &peer)
        #expect(peer.ending == nil)
        peer.send(.keepalive)
        pass(1, &peer)
        #expect(peer.ending == .unansweredTransfer && peer.isClosed)
    }

    @Test func `a session with nothing under way waits for no answer`() throws {
        var peer = peer(keepalive: 10) { $0.answerTimeout = 15_000 }
        _ = try peer.session.send([1], at: peer.now)
        peer.run()
        peer.send(.refuse(id: 0, reason: .noResources))
        for _ in 0..<5 {
            pass(10_000, &peer)
            peer.send(.keepalive)
        }
        #expect(peer.ending == nil)
    }

    @Test func `an idle session is ended in order, and KEEPALIVE is idleness`() throws {
        var peer = peer(keepalive: 10) { $0.idleTimeout = 15_000 }
        peer.send(.keepalive)
        pass(8_000, &peer)
        peer.send(.keepalive)
        peer.forget()
        #expect(peer.session.nextDeadline == 11_000)
        pass(7_000, &peer)
        #expect(try peer.messages() == [.keepalive, .terminate(reason: .idleTimeout, isReply: false)])
        peer.send(.terminate(reason: .idleTimeout, isReply: true))
        #expect(peer.ending == .terminated(.idleTimeout, byPeer: false))
    }

    @Test func `a session with a transfer under way is not idle`() throws {
        var peer = peer(keepalive: 0) { $0.idleTimeout = 100 }
        _ = try peer.session.send([1], at: peer.now)
        peer.run()
        #expect(peer.session.nextDeadline == peer.now + 120_000, "nothing but the transfer timeout is left")
        pass(1000, &peer)
        #expect(peer.ending == nil)
        peer.acknowledge(0, length: 1)
        #expect(peer.session.nextDeadline == peer.now + 100)
    }

    @Test func `a clock that runs backwards or to its end does no harm`() {
        var peer = peer(keepalive: 10) { $0.idleTimeout = .max }
        peer.session.advance(to: 0)
        peer.run()
        #expect(peer.ending == nil && peer.session.nextDeadline == 11_000)
        peer.session.advance(to: .max)
        peer.run()
        #expect(peer.ending == .silence)
    }
}
