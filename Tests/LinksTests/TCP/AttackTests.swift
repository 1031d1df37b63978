import BundleProtocol
import Testing

@testable import Links

/// What comes to an open port that means no good; a session beside it goes on in every case.
@Suite(.timeLimit(.minutes(1))) struct AttackTests {
    private let friend = EventLog()
    private let victim = EventLog()
    private let log = LogLines()

    @Test(arguments: ["GET / HTTP/1.1\r\n\r\n", "dtn!\u{3}\u{0}", "\u{16}\u{3}\u{1}"])
    func whatIsNotTheProtocolIsTurnedAway(text: String) async throws {
        try await withVictim { port in
            let peer = try await RawPeer(to: port)
            peer.sendAnyway(Array(text.utf8))
            try await peer.closed()
            #expect(await victim.rejection().contains("protocol violation at byte 0"))
            #expect(log.contains("protocol violation"))
        }
    }

    @Test func aSegmentOutOfAllProportionEndsTheSession() async throws {
        try await withVictim { port in
            let peer = try await RawPeer.established(to: port, as: "ipn:99.0")
            peer.sendAnyway(RawPeer.segment(3, id: 0, [], length: .max))
            try await peer.closed()
            #expect(await ending(of: 99).contains("a segment must be within the segment MRU"))
        }
    }

    @Test func aTransferThatGrowsWithoutEndIsRefused() async throws {
        try await withVictim { port in
            let peer = try await RawPeer.established(to: port, as: "ipn:99.0")
            let segment = [UInt8](repeating: 0, count: 600)
            try await peer.send(RawPeer.segment(2, id: 0, segment) + RawPeer.segment(0, id: 0, segment))
            // An acknowledgement of 18 bytes for the first segment, a refusal of 10 bytes for the second.
            let answer = await peer.received(atLeast: 6 + 33 + 18 + 10).suffix(10)
            #expect(answer.first == 3)
            #expect(log.contains("a transfer must be within the transfer MRU"))
        }
    }

    @Test func extensionsOutOfAllProportionEndTheSession() async throws {
        try await withVictim { port in
            let peer = try await RawPeer.established(to: port, as: "ipn:99.0")
            peer.sendAnyway([1, 3] + RawPeer.big(0) + [255, 255, 255, 255])
            try await peer.closed()
            #expect(await ending(of: 99).contains("extension items must have at most"))
        }
    }

    @Test func aConnectionTooManyIsTurnedAwayAndTheNextOneIsLetInWhenThereIsRoom() async throws {
        try await withVictim({ $0.limits.perAddress = 2 }) { port in
            let first = try await RawPeer.established(to: port, as: "ipn:98.0")
            let second = try await RawPeer(to: port)
            try await second.closed()
            #expect(log.contains("connection turned away"))
            #expect(log.contains("2 connections from its address are open already"))
            try await first.close()
            _ = await ending(of: 98)
            try await letIn(port)
        }
    }

    /// How long they may be silent is tested with a clock that the test moves.
    @Test func silentConnectionsTakeNoMorePlacesThanTheyMay() async throws {
        try await withVictim({ $0.limits.notEstablished = 3 }) { port in
            var silent: [RawPeer] = []
            for _ in 0..<4 { silent.append(try await RawPeer(to: port)) }
            try await withThrowingTaskGroup { group in
                for peer in silent { group.addTask { try await peer.closed() } }
                try await group.next()
                #expect(log.contains("3 connections have not become sessions yet"))
                for peer in silent { try? await peer.close() }
                try await group.waitForAll()
            }
            try await letIn(port)
        }
    }

    /// Runs an attack on a host that has a session with a friend, and sees whether that session still works.
    private func withVictim(
        _ change: (inout SessionSettings) -> Void = { _ in }, _ attack: (Int) async throws -> Void
    ) async throws {
        let host = try TestStation.beijing.plainHost(victim.acknowledging(), log: log) { settings in
            settings.session.transferMRU = 1000
            change(&settings)
        }
        let listener = try await host.listen(host: "127.0.0.1", port: 0)
        let session = try await TestStation.moscow.plainHost(friend.acknowledging()).connect(
            to: listener.destination(.beijing))
        try await attack(listener.port)
        session.send([1, 2, 3], as: 1)
        await friend.acknowledged(1)
        try await listener.close()
    }

    /// The place of a connection that has ended is free a moment later: whoever is turned away tries again.
    private func letIn(_ port: Int) async throws {
        while true {
            let peer = try await RawPeer(to: port)
            peer.sendAnyway(RawPeer.contactHeader + RawPeer.sessionInit("ipn:97.0"))
            if await peer.received(atLeast: 6 + 33).count >= 6 + 33 { return }
        }
    }

    private func ending(of node: UInt64) async -> String {
        let event = await victim.event { event in
            if case .closed(let session, _) = event { session.info.parameters.peer.node == node } else { false }
        }
        if case .closed(_, let ending) = event { return "\(ending)" }
        return ""
    }
}
