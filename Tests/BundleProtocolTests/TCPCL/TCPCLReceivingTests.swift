import Testing

@testable import BundleProtocol

@Suite struct TCPCLReceivingTests {
    private func acknowledgement(
        _ id: UInt64, _ flags: TCPCLSegmentFlags = [.start, .end], length: UInt64
    ) -> TCPCLMessage {
        .acknowledge(TCPCLAcknowledgement(flags: flags, id: id, length: length))
    }

    private func lengthItem(_ length: UInt64) -> [UInt8] {
        var value: [UInt8] = []
        value.append(bigEndian: length)
        return TCPCLExtensionItem(type: 1, value: value[...]).encoded
    }

    @Test func `the final acknowledgement waits for the owner`() throws {
        var peer = TCPCLPeer.established()
        peer.segment(5)
        #expect(
            peer.events == [.transferOffered(id: 5, length: 3), .transferReceived(id: 5, bundle: [1, 2, 3])])
        #expect(peer.output.isEmpty)
        peer.session.acknowledge(5, at: peer.now)
        peer.run()
        #expect(try peer.messages() == [acknowledgement(5, length: 3)])
        peer.session.acknowledge(5, at: peer.now)
        peer.run()
        #expect(peer.output.isEmpty, "a second verdict says nothing")
    }

    @Test func `every segment is acknowledged with its own flags and the sum so far`() throws {
        var peer = TCPCLPeer.established()
        peer.segment(1, [.start, TCPCLSegmentFlags(rawValue: 0x40)], [1, 2], extensions: lengthItem(6))
        peer.segment(1, [], [3, 4, 5])
        peer.segment(1, [], [])
        peer.segment(1, .end, [6])
        #expect(
            peer.events == [
                .transferOffered(id: 1, length: 6), .transferReceived(id: 1, bundle: [1, 2, 3, 4, 5, 6]),
            ])
        #expect(
            try peer.messages() == [
                acknowledgement(1, [.start, TCPCLSegmentFlags(rawValue: 0x40)], length: 2),
                acknowledgement(1, [], length: 5),
                acknowledgement(1, [], length: 5),
            ])
        peer.session.acknowledge(1, at: peer.now)
        peer.run()
        #expect(try peer.messages() == [acknowledgement(1, .end, length: 6)])
    }

    @Test func `answers go out in the order of the segments, whatever the order of the verdicts`() throws {
        var peer = TCPCLPeer.established()
        for id in 0...2 { peer.segment(UInt64(id)) }
        peer.segment(3, .start)
        peer.session.acknowledge(2, at: peer.now)
        peer.session.refuse(1, reason: .retransmit, at: peer.now)
        peer.run()
        #expect(peer.output.isEmpty)
        peer.session.acknowledge(0, at: peer.now)
        peer.run()
        #expect(
            try peer.messages() == [
                acknowledgement(0, length: 3), .refuse(id: 1, reason: .retransmit), acknowledgement(2, length: 3),
                acknowledgement(3, .start, length: 3),
            ])
    }

    @Test func `an empty bundle is a bundle`() throws {
        var peer = TCPCLPeer.established()
        peer.segment(0, [.start, .end], [])
        #expect(peer.events.last == .transferReceived(id: 0, bundle: []))
        peer.session.acknowledge(0, at: peer.now)
        peer.run()
        #expect(try peer.messages() == [acknowledgement(0, length: 0)])
    }

    @Test func `a bundle refused when it is offered is never kept`() throws {
        for data in [[], [1, 2, 3]] as [[UInt8]] {
            var peer = TCPCLPeer.established()
            let head = TCPCLSegmentHead(flags: [.start, .end], id: 9, length: data.count)
            peer.session.receive(TCPCLMessage.segment(head).encoded[...] + data, at: peer.now)
            #expect(peer.session.nextEvent() == .transferOffered(id: 9, length: UInt64(data.count)))
            peer.session.refuse(9, reason: .noResources, at: peer.now)
            peer.run()
            #expect(peer.events.isEmpty)
            #expect(try peer.messages() == [.refuse(id: 9, reason: .noResources)])
        }
    }

    @Test func `segments of a refused transfer that were on their way are refused too`() throws {
        var peer = TCPCLPeer.established()
        peer.segment(1, .start)
        peer.session.refuse(1, reason: .completed, at: peer.now)
        peer.segment(1, [])
        peer.segment(2, [.start, .end])
        #expect(
            try peer.messages() == [
                acknowledgement(1, .start, length: 3), .refuse(id: 1, reason: .completed),
                .refuse(id: 1, reason: .completed),
            ])
        peer.session.acknowledge(2, at: peer.now)
        peer.run()
        #expect(try peer.messages() == [acknowledgement(2, length: 3)])
    }

    @Test func `a refusal in the middle of a segment skips the rest of it`() throws {
        var peer = TCPCLPeer.established()
        peer.send(TCPCLMessage.segment(TCPCLSegmentHead(flags: .start, id: 1, length: 4)).encoded + [1, 2])
        peer.session.refuse(1, reason: .noResources, at: peer.now)
        peer.send([3, 4] + TCPCLMessage.keepalive.encoded)
        peer.segment(1, .end)
        peer.segment(2)
        #expect(peer.violations.isEmpty && peer.events.last == .transferReceived(id: 2, bundle: [1, 2, 3]))
        #expect(
            try peer.messages() == [.refuse(id: 1, reason: .noResources), .refuse(id: 1, reason: .noResources)])
    }

    @Test func `nothing of a refused transfer is expected after its last segment`() throws {
        var peer = TCPCLPeer.established()
        peer.segment(1, .start)
        peer.session.refuse(1, reason: .noResources, at: peer.now)
        peer.segment(1, .end)
        peer.forget()
        peer.segment(1, [])
        #expect(peer.violations == [.segmentWithoutStart])
        #expect(try peer.messages() == [.reject(type: 1, reason: .unexpected)])
    }

    @Test func `a bundle beyond the transfer MRU is refused before it is kept`() throws {
        let configuration = TCPCLPeer.configuration { $0.transferMRU = 5 }
        var announced = TCPCLPeer.established(.passive, configuration)
        announced.segment(0, .start, [1], extensions: lengthItem(6))
        #expect(announced.violations == [.transferTooLong] && announced.events.count == 1)
        #expect(try announced.messages() == [.refuse(id: 0, reason: .notAcceptable)])
        var unannounced = TCPCLPeer.established(.passive, configuration)
        unannounced.segment(0, .start, [1, 2, 3])
        unannounced.segment(0, .end, [4, 5, 6])
        #expect(unannounced.violations == [.transferTooLong])
        #expect(unannounced.events.last == .transferAbandoned(id: 0))
        #expect(
            try unannounced.messages() == [
                acknowledgement(0, .start, length: 3), .refuse(id: 0, reason: .notAcceptable),
            ])
        var whole = TCPCLPeer.established(.passive, configuration)
        whole.segment(0, [.start, .end], [1, 2, 3, 4, 5])
        #expect(whole.violations.isEmpty)
    }

    @Test func `a segment beyond the segment MRU ends the session`() throws {
        var peer = TCPCLPeer.established(.passive, TCPCLPeer.configuration { $0.segmentMRU = 5 })
        peer.send(.segment(TCPCLSegmentHead(flags: [.start, .end], id: 0, length: 6)))
        #expect(peer.violations == [.segmentTooLong] && peer.isClosed)
        #expect(try peer.messages() == [.reject(type: 1, reason: .unsupported)])
    }

    @Test func `a transfer must keep to the length that it announced`() throws {
        for (flags, data) in [(TCPCLSegmentFlags([]), [3, 4, 5]), (.end, [3])] as [(TCPCLSegmentFlags, [UInt8])] {
            var peer = TCPCLPeer.established()
            peer.segment(0, .start, [1, 2], extensions: lengthItem(4))
            peer.segment(0, flags, data)
            #expect(peer.violations == [.transferLength])
            #expect(try peer.messages().last == .refuse(id: 0, reason: .notAcceptable))
            peer.segment(1)
            #expect(peer.events.last == .transferReceived(id: 1, bundle: [1, 2, 3]))
        }
        var single = TCPCLPeer.established()
        single.segment(0, [.start, .end], [1, 2], extensions: lengthItem(3))
        #expect(single.violations == [.transferLength] && single.events.count == 1)
        #expect(try single.messages() == [.refuse(id: 0, reason: .notAcceptable)])
    }

    @Test func `extension items of a transfer are read as RFC 9174 says`() throws {
        let cases: [(String, TCPCLViolation.Rule?)] = [
            ("0080010001aa", nil), ("0180010001aa", .criticalTransferExtension), ("0080010002aa", .transferExtensions),
            ("0100010008" + "0000000000000003", nil), ("0000010004" + "00000003", .transferLengthItem),
            ("0000010008" + "0000000000000003" + "0000010008" + "0000000000000003", .transferLengthItem),
        ]
        for (list, rule) in cases {
            var peer = TCPCLPeer.established()
            peer.segment(0, [.start, .end], extensions: try bytes(list))
            #expect(peer.violations == (rule.map { [$0] } ?? []), "\(list)")
            if rule != nil { #expect(try peer.messages() == [.refuse(id: 0, reason: .extensionFailure)]) }
        }
    }

    @Test func `messages out of place are rejected and the session goes on`() throws {
        let cases: [(TCPCLViolation.Rule, (inout TCPCLPeer) -> Void)] = [
            (.sessionInitRepeated, { $0.initialize() }),
            (.segmentWithoutStart, { $0.segment(0, .end) }),
            (.segmentWithoutStart, { $0.segment(0, [], []) }),
            (.unknownTransfer, { $0.acknowledge(0, length: 3) }),
            (.unknownTransfer, { $0.send(.refuse(id: 0, reason: .unknown)) }),
        ]
        for (rule, act) in cases {
            var peer = TCPCLPeer.established()
            act(&peer)
            #expect(peer.violations == [rule] && peer.ending == nil)
            guard case .reject(_, .unexpected)? = try peer.messages().first else {
                Issue.record("\(rule) is not rejected")
                continue
            }
            peer.segment(7)
            #expect(peer.events.last == .transferReceived(id: 7, bundle: [1, 2, 3]), "\(rule)")
        }
    }

    @Test func `a transfer between the segments of another is rejected and the other goes on`() throws {
        var peer = TCPCLPeer.established()
        peer.segment(1, .start, [1])
        peer.segment(2, .start, [9])
        peer.segment(2, .end, [9])
        peer.segment(1, .end, [2])
        #expect(peer.violations == [.interleavedTransfers, .segmentWithoutStart])
        #expect(peer.events.last == .transferReceived(id: 1, bundle: [1, 2]))
    }

    @Test func `a transfer ID that waits for its verdict is not free`() throws {
        var peer = TCPCLPeer.established()
        peer.segment(1)
        peer.segment(1)
        #expect(peer.violations == [.transferIDInUse])
        #expect(try peer.messages() == [.reject(type: 1, reason: .unexpected)])
        peer.session.acknowledge(1, at: peer.now)
        peer.run()
        #expect(try peer.messages() == [acknowledgement(1, length: 3)])
    }

    @Test func `an unknown message type is rejected and the connection closed`() throws {
        for type in [0, 8, 0xEF, 0xF0, 0xFF] as [UInt8] {
            var peer = TCPCLPeer.established()
            peer.send([type])
            #expect(peer.violations == [.messageType] && peer.isClosed)
            #expect(try peer.messages() == [.reject(type: type, reason: .typeUnknown)])
        }
    }

    @Test func `nothing more is read while too many bytes wait for the owner`() throws {
        var peer = TCPCLPeer.established(.passive, TCPCLPeer.configuration { $0.unacknowledgedBytes = 5 })
        let head = TCPCLSegmentHead(flags: [.start, .end], id: 0, length: 3)
        let bundles = (0..<4).flatMap { id in
            var head = head
            head.id = UInt64(id)
            return TCPCLMessage.segment(head).encoded + [1, 2, 3]
        }
        peer.send(bundles)
        #expect(peer.events.count == 4 && !peer.session.wantsInput)
        peer.session.acknowledge(0, at: peer.now)
        peer.run()
        #expect(peer.events.count == 6 && !peer.session.wantsInput)
        for id in 1...3 { peer.session.acknowledge(UInt64(id), at: peer.now) }
        peer.run()
        for id in 1...3 { peer.session.acknowledge(UInt64(id), at: peer.now) }
        peer.run()
        #expect(try peer.messages() == (0...3).map { acknowledgement($0, length: 3) })
        #expect(peer.session.wantsInput)
    }

    @Test func `nothing more is read while too many answers wait for the owner`() throws {
        var peer = TCPCLPeer.established(.passive, TCPCLPeer.configuration { $0.unacknowledgedSegments = 3 })
        for id in 0..<3 { peer.segment(UInt64(id), [.start, .end], []) }
        #expect(!peer.session.wantsInput)
        peer.session.acknowledge(0, at: peer.now)
        #expect(peer.session.wantsInput)
    }

    @Test func `a peer that sends and never reads is cut off`() throws {
        var peer = TCPCLPeer.established()
        let empty = TCPCLMessage.segment(TCPCLSegmentHead(flags: [], id: 1, length: 0)).encoded
        peer.segment(1, .start)
        peer.forget()
        let flood = Array(repeatElement(empty, count: 1000).joined())
        for _ in 0..<60 where peer.ending == nil {
            peer.session.receive(flood[...], at: peer.now)
            while peer.session.nextEvent() != nil {}
            #expect(peer.session.messages.count <= 1 << 20)
        }
        #expect(peer.session.isOver)
        peer.drain()
        #expect(peer.steps == [.close])
    }
}
