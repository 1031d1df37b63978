import BundleProtocol
import Testing

@testable import Links

/// Bundles over real connections: many, large, refused, cut off.
@Suite(.timeLimit(.minutes(2))) struct TransferTests {
    private let here = EventLog()
    private let there = EventLog()

    @Test(arguments: [true, false]) func thousandsOfSmallBundlesArriveOnceAndInOrder(usesTLS: Bool) async throws {
        let (session, _) = try await pair(usesTLS: usesTLS)
        let count: UInt64 = 2000
        for number in 0..<count { session.send(RawPeer.big(number), as: number) }
        await here.acknowledged(count - 1)
        #expect(there.bundles == (0..<count).map(RawPeer.big))
        #expect(acknowledgements() == Array(0..<count))
    }

    @Test(arguments: [true, false]) func aBundleOfSixteenMebibytesArrivesWhole(usesTLS: Bool) async throws {
        let (session, _) = try await pair(usesTLS: usesTLS)
        var bundle = [UInt8](repeating: 7, count: 16 << 20)
        for place in stride(from: 0, to: bundle.count, by: 4093) {
            bundle[place] = UInt8(truncatingIfNeeded: place >> 8)
        }
        session.send(bundle, as: 1)
        await here.acknowledged(1)
        #expect(there.bundles == [bundle])
    }

    @Test func anEmptyBundleArrives() async throws {
        let (session, _) = try await pair(usesTLS: false)
        session.send([], as: 1)
        await here.acknowledged(1)
        #expect(there.bundles == [[]])
    }

    @Test func nothingIsAcknowledgedBeforeTheOwnerSaysSo() async throws {
        let (session, opposite) = try await pair(usesTLS: false, there.owner())
        session.send([1], as: 1)
        let received = await there.received()
        opposite.send([2], as: 2)
        await there.acknowledged(2)
        // The other way round a whole transfer has been answered in the meantime.
        #expect(acknowledgements().isEmpty)
        received.session.acknowledge(received.transfer)
        await here.acknowledged(1)
    }

    @Test func anOfferIsRefusedBeforeAnythingIsKept() async throws {
        let (session, _) = try await pair(
            usesTLS: false, there.owner(refusal: { _, length in (length ?? 0) > 100 ? .noResources : nil }))
        session.send([UInt8](repeating: 0, count: 1 << 20), as: 1)
        #expect(await refusal(of: 1) == .noResources)
        #expect(there.bundles.isEmpty)
    }

    @Test func aReceivedBundleIsRefused() async throws {
        let (session, _) = try await pair(
            usesTLS: false,
            there.owner(also: { event in
                if case .received(let session, let transfer, _) = event { session.refuse(transfer, .completed) }
            }))
        session.send([1], as: 1)
        #expect(await refusal(of: 1) == .completed)
    }

    @Test func aBundleThatIsTooLongForTheOtherSideComesBackUnsent() async throws {
        let (session, _) = try await pair(usesTLS: false) { $0.session.transferMRU = 1000 }
        session.send([UInt8](repeating: 0, count: 1001), as: 1)
        #expect(await unanswered(1) == .notSent(.tooLong(limit: 1000)))
    }

    @Test func terminationFinishesWhatIsUnderWay() async throws {
        let (session, opposite) = try await pair(usesTLS: true)
        let bundle = [UInt8](repeating: 7, count: 4 << 20)
        opposite.send(bundle, as: 1)
        _ = await here.event { if case .received = $0 { true } else { false } }
        session.terminate()
        #expect(await here.closed().isClean)
        #expect(await there.closed().isClean)
        await there.acknowledged(1)
        session.send([1], as: 9)
        #expect(await unanswered(9) == .notSent(.notEstablished))
    }

    @Test func aBundleThatWasNotAnsweredComesBackWhenTheConnectionIsLost() async throws {
        let listener = try await TestStation.beijing.plainHost(there.owner()).listen(host: "127.0.0.1", port: 0)
        let peer = try await RawPeer.established(to: listener.port)
        let session = await there.opened()
        session.send([1, 2, 3], as: 5)
        _ = await peer.received(atLeast: 6 + 33 + 25)
        try await peer.close()
        #expect(await unanswered(5, at: there) == .sessionEnded)
        #expect(await there.closed().ending == .transportClosed)
    }

    @Test func aSessionCutInTheMiddleOfASegmentLeavesNothing() async throws {
        let listener = try await TestStation.beijing.plainHost(there.acknowledging()).listen(host: "127.0.0.1", port: 0)
        let peer = try await RawPeer.established(to: listener.port)
        try await peer.send(RawPeer.segment(3, id: 0, [1, 2, 3]))
        _ = await peer.received(atLeast: 6 + 33 + 18)
        try await peer.send(RawPeer.segment(3, id: 1, [4, 5], length: 100))
        try await peer.close()
        #expect(await there.closed().ending == .transportClosed)
        #expect(there.bundles == [[1, 2, 3]])
        #expect(peer.received.count == 6 + 33 + 18)
    }

    private func acknowledgements() -> [UInt64] {
        here.events.compactMap { if case .acknowledged(_, let number) = $0 { number } else { nil } }
    }

    private func refusal(of number: UInt64) async -> TCPCLRefusalReason? {
        let event = await here.event { if case .refused(_, number, _) = $0 { true } else { false } }
        if case .refused(_, _, let reason) = event { return reason }
        return nil
    }

    private func unanswered(_ number: UInt64, at log: EventLog? = nil) async -> SendingFailure? {
        let event = await (log ?? here).event { if case .unanswered(_, number, _) = $0 { true } else { false } }
        if case .unanswered(_, _, let failure) = event { return failure }
        return nil
    }

    private func pair(
        usesTLS: Bool, _ owner: SessionOwner? = nil, _ change: (inout SessionSettings) -> Void = { _ in }
    ) async throws -> (here: Session, there: Session) {
        let owner = owner ?? there.acknowledging()
        let passive = try TestStation.beijing.host(knowing: [.moscow], owner) { settings in
            if !usesTLS { settings.protection = .none }
            change(&settings)
        }
        let active = try TestStation.moscow.host(knowing: [.beijing], here.acknowledging()) { settings in
            if !usesTLS { settings.protection = .none }
        }
        let listener = try await passive.listen(host: "127.0.0.1", port: 0)
        let session = try await active.connect(to: listener.destination(.beijing))
        return (session, await there.opened())
    }
}
