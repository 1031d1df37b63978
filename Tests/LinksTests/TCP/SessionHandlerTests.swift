import BundleProtocol
import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import Links

/// A session's handler on a channel without a network and with a clock that the test moves.
@Suite struct SessionHandlerTests {
    private let log = EventLog()
    private let lines = LogLines()
    private let channel = EmbeddedChannel()

    @Test func aKeepaliveIsSentWhenNothingElseIs() throws {
        try establish { $0.keepalive = 10 }
        channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        #expect(try output() == [])
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(try output() == [4])
        try input([4])
        channel.embeddedEventLoop.advanceTime(by: .seconds(10))
        #expect(try output() == [4])
        #expect(channel.isActive)
    }

    @Test func aSilentSessionIsEnded() throws {
        try establish { $0.keepalive = 10 }
        channel.embeddedEventLoop.advanceTime(by: .seconds(21))
        #expect(endings() == ["nothing came for twice the keepalive interval"])
        #expect(!channel.isActive)
    }

    @Test func whoSaysNothingAtAllIsCutOff() throws {
        try connect { $0.contactTimeout = 5000 }
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(4999))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(!channel.isActive)
        #expect(rejections() == ["the session was not established in time"])
        #expect(lines.contains("the session was not established in time"))
    }

    @Test func whoSaysOneByteASecondIsCutOffAllTheSame() throws {
        try connect { $0.contactTimeout = 5000 }
        for byte in RawPeer.contactHeader.prefix(5) {
            try input([byte])
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        }
        #expect(!channel.isActive)
        #expect(rejections() == ["the session was not established in time"])
    }

    @Test func nothingMoreIsReadWhileTooMuchWaitsForTheOwner() throws {
        let reads = ReadCounter()
        try establish(before: reads) { $0.unacknowledgedBytes = 1000 }
        try input(RawPeer.segment(3, id: 0, [UInt8](repeating: 1, count: 999)))
        channel.read()
        #expect(reads.count == 1)
        try input(RawPeer.segment(3, id: 1, [2]))
        channel.read()
        channel.read()
        #expect(reads.count == 1)
        let session = try #require(openSession)
        session.acknowledge(0)
        channel.embeddedEventLoop.run()
        #expect(reads.count == 2)
    }

    @Test func whoSendsAndNeverReadsIsCutOff() throws {
        try establish()
        channel.isWritable = false
        // Every segment is acknowledged, be it empty, with as many bytes as it has.
        try input(RawPeer.segment(2, id: 7, []))
        let nonsense = Array(repeatElement(RawPeer.segment(0, id: 7, []), count: 1000).joined())
        var sent = 0
        while !lines.contains("answers must be read"), sent < 1000 {
            try input(nonsense)
            sent += 1
        }
        #expect(sent < 1000)
        #expect(endings().isEmpty, "what is left may yet be sent")
        // It is closed although what is left can never be sent.
        channel.embeddedEventLoop.advanceTime(by: .seconds(5))
        #expect(!channel.isActive)
        #expect(endings().first?.contains("answers must be read") == true)
    }

    @Test func mistakesWithoutEndDoNotFillTheLog() throws {
        try establish()
        // A segment of a transfer that was never begun is rejected each time.
        try input(Array(repeatElement(RawPeer.segment(0, id: 7, []), count: 1000).joined()))
        #expect(try output().count == 3000)
        #expect(lines.contains("no more of this session's mistakes are logged"))
        #expect(lines.all.count < 20)
    }

    @Test func segmentsAreMadeOnlyWhileTheTransportTakesThem() throws {
        try establish { $0.segmentLength = 1000 }
        channel.isWritable = false
        let session = try #require(openSession)
        session.send([UInt8](repeating: 1, count: 100_000), as: 1)
        channel.embeddedEventLoop.run()
        #expect(try output() == [])
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        #expect(try output().count > 100_000)
    }

    @Test func aLargeBundleDoesNotKeepTheEventLoopForItself() throws {
        try establish()
        let session = try #require(openSession)
        session.send([UInt8](repeating: 1, count: 16 << 20), as: 1)
        var early: [UInt8]?
        channel.eventLoop.assumeIsolated().execute { early = try? output() }
        channel.embeddedEventLoop.run()
        let first = try #require(early).count
        #expect(first < 4 << 20)
        #expect(first + (try output().count) > 16 << 20)
    }

    @Test func aConnectionThatStopsTakingBytesIsClosedAllTheSame() throws {
        let stuck = StuckWrites()
        try establish(before: stuck)
        stuck.isStuck = true
        try #require(openSession).terminate()
        channel.embeddedEventLoop.run()
        try input([5, 1, 0])
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(5))
        #expect(!channel.isActive)
    }

    private func connect(
        before first: (any ChannelHandler)? = nil, _ change: (inout TCPCLConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = TCPCLConfiguration(nodeID: TestStation.beijing.nodeID, tls: .none)
        configuration.keepalive = 0
        change(&configuration)
        let owner = log.owner()
        let plan = SessionPlan(
            id: SessionID(number: 1), role: .passive, configuration: configuration, link: nil, remote: "test",
            owner: owner, logger: lines.logger(), opened: { _ in },
            failed: { owner.events(.rejectedPeer(address: "test", reason: "\($0)")) })
        if let first { try channel.pipeline.syncOperations.addHandler(first) }
        try channel.pipeline.syncOperations.addHandler(SessionHandler(plan: plan, eventLoop: channel.eventLoop))
        try channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 4556)).wait()
    }

    private func establish(
        before first: (any ChannelHandler)? = nil, _ change: (inout TCPCLConfiguration) -> Void = { _ in }
    ) throws {
        try connect(before: first, change)
        var hello = RawPeer.sessionInit("ipn:11.0")
        // The other side wants a KEEPALIVE once an hour.
        hello.replaceSubrange(1...2, with: [14, 16])
        try input(RawPeer.contactHeader + hello)
        #expect(try output().count == 6 + 33)
    }

    private func input(_ bytes: [UInt8]) throws { try channel.writeInbound(ByteBuffer(bytes: bytes)) }

    private func output() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { bytes += buffer.readableBytesView }
        return bytes
    }

    private var openSession: Session? {
        log.events.lazy.compactMap { if case .opened(let session) = $0 { session } else { nil } }.first
    }

    private func endings() -> [String] {
        log.events.compactMap { if case .closed(_, let ending) = $0 { "\(ending)" } else { nil } }
    }

    private func rejections() -> [String] {
        log.events.compactMap { if case .rejectedPeer(_, let reason) = $0 { reason } else { nil } }
    }
}

private final class ReadCounter: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    var count = 0

    func read(context: ChannelHandlerContext) {
        count += 1
        context.read()
    }
}

/// A transport whose other side has stopped reading.
private final class StuckWrites: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    var isStuck = false
    private var promises: [EventLoopPromise<Void>] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard isStuck else { return context.write(data, promise: promise) }
        if let promise { promises.append(promise) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        for promise in promises { promise.fail(ChannelError.ioOnClosedChannel) }
    }
}
