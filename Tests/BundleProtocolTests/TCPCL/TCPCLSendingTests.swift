import Testing

@testable import BundleProtocol

@Suite struct TCPCLSendingTests {
    private func peer(segmentLength: Int = 4, transferMRU: UInt64 = 100) -> TCPCLPeer {
        TCPCLPeer.established(
            .active, TCPCLPeer.configuration { $0.segmentLength = segmentLength }, transferMRU: transferMRU)
    }

    @Test func `a bundle is cut into segments, the first of which tells the length`() throws {
        var peer = peer()
        let id = try peer.session.send([0, 1, 2, 3, 4, 5, 6, 7, 8], at: peer.now)
        peer.run()
        let data = peer.steps.compactMap { step -> [UInt8]? in
            if case .write(_, let payload) = step { Array(payload) } else { nil }
        }
        #expect(data == [[0, 1, 2, 3], [4, 5, 6, 7], [8]])
        let item = try bytes("0000010008" + "0000000000000009")
        #expect(
            try peer.messages() == [
                .segment(TCPCLSegmentHead(flags: .start, id: id, extensions: item, length: 4)),
                .segment(TCPCLSegmentHead(flags: [], id: id, length: 4)),
                .segment(TCPCLSegmentHead(flags: .end, id: id, length: 1)),
            ])
    }

    @Test func `a small bundle is one segment of 22 bytes and its data`() throws {
        var peer = peer()
        for length in [0, 4] {
            _ = try peer.session.send(ArraySlice(repeating: 7, count: length), at: peer.now)
            peer.run()
            #expect(peer.output.count == 22 + length && peer.steps.count == 1)
            peer.forget()
        }
    }

    @Test func `segments share the memory of the bundle`() throws {
        var peer = peer()
        let bundle: [UInt8] = [0, 1, 2, 3, 4, 5, 6, 7]
        _ = try peer.session.send(bundle[...], at: peer.now)
        for place in [0, 4] {
            guard case .write(_, let payload)? = peer.session.nextOutput(at: peer.now) else {
                Issue.record("nothing to write")
                continue
            }
            let original = bundle.withUnsafeBufferPointer { $0.baseAddress.map { $0 + place } }
            #expect(payload.withUnsafeBufferPointer(\.baseAddress) == original)
        }
    }

    @Test func `a segment is as long as the peer takes at most`() throws {
        var peer = TCPCLPeer.established(.active, segmentMRU: 1500, transferMRU: .max)
        _ = try peer.session.send(ArraySlice(repeating: 7, count: 3001), at: peer.now)
        peer.run()
        #expect(peer.steps.count == 3)
        var boundless = TCPCLPeer.established(.active, segmentMRU: .max, transferMRU: .max)
        _ = try boundless.session.send(ArraySlice(repeating: 7, count: 65537), at: boundless.now)
        boundless.run()
        #expect(boundless.steps.count == 2)
    }

    @Test func `a bundle that the peer does not take is not begun`() throws {
        var peer = peer(transferMRU: 5)
        #expect(throws: TCPCLSendingError.tooLong(limit: 5)) { try peer.session.send([1, 2, 3, 4, 5, 6], at: 1000) }
        _ = try peer.session.send([1, 2, 3, 4, 5], at: 1000)
    }

    @Test func `bundles follow each other without waiting, and are answered in any order`() throws {
        var peer = peer()
        let ids = try (0..<3).map { try peer.session.send([UInt8($0)], at: peer.now) }
        #expect(ids == [0, 1, 2] && peer.session.unsentTransferCount == 3)
        peer.run()
        #expect(peer.session.unsentTransferCount == 0 && peer.session.unacknowledgedTransferCount == 3)
        peer.acknowledge(1, length: 1)
        peer.send(.refuse(id: 2, reason: .completed))
        peer.acknowledge(0, length: 1)
        #expect(
            peer.events == [
                .transferAcknowledged(id: 1), .transferRefused(id: 2, reason: .completed),
                .transferAcknowledged(id: 0),
            ])
        #expect(peer.session.unacknowledgedTransferCount == 0)
    }

    @Test func `only the acknowledgement of the end counts`() throws {
        var peer = peer()
        let id = try peer.session.send([0, 1, 2, 3, 4], at: peer.now)
        peer.run()
        peer.forget()
        peer.acknowledge(id, .start, length: 4)
        peer.acknowledge(id, [], length: 5)
        #expect(peer.events.isEmpty)
        peer.acknowledge(id, .end, length: 5)
        #expect(peer.events == [.transferAcknowledged(id: id)])
        peer.acknowledge(id, .end, length: 5)
        #expect(peer.violations == [.unknownTransfer])
    }

    @Test func `acknowledged lengths that cannot be are rejected`() throws {
        let wrong: [(TCPCLSegmentFlags, UInt64)] = [([], 3), ([], 6), (.end, 4), (.end, .max), (.end, 6)]
        for (flags, length) in wrong {
            var peer = peer()
            let id = try peer.session.send([0, 1, 2, 3, 4], at: peer.now)
            peer.run()
            peer.acknowledge(id, .start, length: 4)
            peer.acknowledge(id, flags, length: length)
            #expect(peer.violations == [.acknowledgedLength] && peer.ending == nil)
            #expect(try peer.messages().last == .reject(type: 2, reason: .unexpected))
            peer.acknowledge(id, .end, length: 5)
            #expect(peer.events.last == .transferAcknowledged(id: id))
        }
    }

    @Test func `the end cannot be acknowledged before it was sent`() throws {
        var peer = peer()
        let id = try peer.session.send([0, 1, 2, 3, 4], at: peer.now)
        _ = peer.session.nextOutput(at: peer.now)
        peer.session.receive(
            TCPCLMessage.acknowledge(TCPCLAcknowledgement(flags: .end, id: id, length: 4)).encoded[...], at: peer.now)
        peer.run()
        #expect(peer.violations == [.acknowledgedLength])
    }

    @Test func `a refused bundle is sent no further, and answers on their way are no mistake`() throws {
        var peer = peer()
        let id = try peer.session.send([0, 1, 2, 3, 4, 5, 6, 7, 8], at: peer.now)
        let next = try peer.session.send([9], at: peer.now)
        _ = peer.session.nextOutput(at: peer.now)
        _ = peer.session.nextOutput(at: peer.now)
        peer.send(.refuse(id: id, reason: .noResources))
        peer.send(.refuse(id: id, reason: .noResources))
        peer.acknowledge(id, .start, length: 4)
        #expect(peer.events == [.transferRefused(id: id, reason: .noResources)])
        #expect(
            try peer.messages() == [.segment(TCPCLSegmentHead(flags: [.start, .end], id: next, length: 1))])
    }

    @Test func `answers to the other side go between segments`() throws {
        var peer = peer()
        _ = try peer.session.send([0, 1, 2, 3, 4, 5, 6, 7, 8], at: peer.now)
        let first = peer.session.nextOutput(at: peer.now)
        peer.session.receive(
            TCPCLMessage.segment(TCPCLSegmentHead(flags: .start, id: 0, length: 1)).encoded[...] + [1], at: peer.now)
        while peer.session.nextEvent() != nil {}
        let second = peer.session.nextOutput(at: peer.now)
        guard case .write(let segment, _)? = first, case .write(let answer, let none)? = second else {
            Issue.record("nothing to write")
            return
        }
        #expect(segment.first == 1 && answer.first == 2 && none.isEmpty)
    }

    @Test func `a peer that rejects a segment ends the session; what else it rejects is told`() throws {
        var peer = peer()
        let id = try peer.session.send([0], at: peer.now)
        peer.run()
        peer.send(.reject(type: 4, reason: .unsupported))
        #expect(peer.events == [.messageRejected(type: 4, reason: .unsupported)])
        peer.send(.reject(type: 1, reason: .unexpected))
        #expect(peer.events.contains(.transferFailed(id: id)))
        #expect(peer.ending == .rejected(type: 1, reason: .unexpected) && peer.isClosed)
    }

    @Test func `nothing is sent before the session is established or after it has ended`() throws {
        var early = TCPCLPeer(.active)
        #expect(throws: TCPCLSendingError.notEstablished) { try early.session.send([1], at: 1000) }
        var late = peer()
        late.session.transportClosed(at: 1000)
        #expect(throws: TCPCLSendingError.notEstablished) { try late.session.send([1], at: 1000) }
    }
}
