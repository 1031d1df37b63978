import Testing

@testable import BundleProtocol

/// Two sessions over a pipe that splits the bytes anywhere and may break at any one of them.
@Suite struct TCPCLPipeTests {
    /// Printed with every run; a seed that failed becomes a test of its own.
    static let seeds: [UInt64] = [1, 19_510_630] + (0..<6).map { _ in .random(in: .min ... .max) }

    @Test(arguments: seeds) func `every bundle arrives, is acknowledged once, and the session ends in order`(
        seed: UInt64
    ) throws {
        print("TCPCL pipe seed \(seed)")
        for round in UInt64(0)..<6 {
            var pipe = TCPCLPipe(seed: seed &+ round, bundles: 12, usesTLS: round.isMultiple(of: 2))
            try pipe.run()
            for (sender, receiver) in [(pipe.sides[0], pipe.sides[1]), (pipe.sides[1], pipe.sides[0])] {
                #expect(sender.acknowledged.count + sender.refused.count == 12)
                let ending = try #require(sender.ending)
                #expect(ending.isClean, "\(ending)")
                #expect(receiver.durable.values.sorted { $0.lexicographicallyPrecedes($1) } == sender.delivered)
            }
        }
    }

    @Test(arguments: seeds) func `whatever was acknowledged before the connection broke is durable at the other side`(
        seed: UInt64
    ) throws {
        print("TCPCL pipe seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for round in 0..<25 {
            var pipe = TCPCLPipe(
                seed: generator.next(), bundles: 6, usesTLS: round.isMultiple(of: 2),
                breaksAfter: Int.random(in: 0...3000, using: &generator))
            try pipe.run()
            for (sender, receiver) in [(pipe.sides[0], pipe.sides[1]), (pipe.sides[1], pipe.sides[0])] {
                #expect(sender.ending != nil)
                for id in sender.acknowledged {
                    let bundle = try #require(sender.bundles[id])
                    #expect(receiver.durable[id] == bundle)
                }
                let answered = sender.acknowledged + sender.refused + sender.failed
                #expect(Set(answered).count == answered.count, "nothing is answered twice")
                #expect(Set(answered) == Set(sender.bundles.keys), "and everything is answered")
            }
        }
    }
}

/// One side of a pipe: a session and its owner, who decides late and at random.
struct TCPCLPipeSide {
    var session: TCPCLSession
    /// What was given to the session, by transfer ID.
    var bundles: [UInt64: [UInt8]] = [:]
    var acknowledged: [UInt64] = []
    var refused: [UInt64] = []
    var failed: [UInt64] = []
    /// What the other side's bundles became, by its transfer IDs.
    var received: [UInt64: [UInt8]] = [:]
    var durable: [UInt64: [UInt8]] = [:]
    var ending: TCPCLEnding?
    var toSend = 0
    /// What was written and has not come to the other side.
    var wire: [UInt8] = []
    var awaitsTLS = false
    var isClosed = false

    var delivered: [[UInt8]] {
        acknowledged.compactMap { bundles[$0] }.sorted { $0.lexicographicallyPrecedes($1) }
    }
}

struct TCPCLPipe {
    var sides: [TCPCLPipeSide]
    private var generator: SeededGenerator
    /// Bytes that still come through, in both directions together.
    private var bytesLeft: Int
    private var now: UInt64 = 0

    init(seed: UInt64, bundles: Int, usesTLS: Bool, breaksAfter: Int = .max) {
        generator = SeededGenerator(seed: seed)
        bytesLeft = breaksAfter
        sides = [(TCPCLSession.Role.active, UInt64(1), UInt64(2)), (.passive, 2, 1)].map { role, us, them in
            var configuration = TCPCLConfiguration(
                nodeID: .ipn(node: us, service: 0), expectedPeer: .ipn(node: them, service: 0),
                tls: usesTLS ? .required : .none)
            configuration.segmentLength = 64
            configuration.unacknowledgedBytes = 300
            return TCPCLPipeSide(session: TCPCLSession(role, configuration, at: 0), toSend: bundles)
        }
    }

    /// Runs until both sides have ended.
    mutating func run() throws {
        var stepsLeft = 100_000
        while stepsLeft > 0, sides.contains(where: { $0.ending == nil }) {
            stepsLeft -= 1
            now += .random(in: 0...20, using: &generator)
            try step(Int.random(in: 0...1, using: &generator))
        }
    }

    private mutating func step(_ side: Int) throws {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: try offerBundle(side)
        case 1: decide(side)
        case 2: write(side)
        case 3: shakeHands()
        default: transfer(from: side)
        }
        sides[side].session.advance(to: now)
        try look(side)
        try endWhenDone()
    }

    private mutating func offerBundle(_ side: Int) throws {
        guard sides[side].toSend > 0 else { return }
        let length = [0, 1, 63, 64, 65, 500].randomElement(using: &generator) ?? 0
        let bundle = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
        guard let id = try? sides[side].session.send(bundle[...], at: now) else { return }
        sides[side].toSend -= 1
        sides[side].bundles[id] = bundle
    }

    /// The owner makes a bundle durable, or does not want it; what is durable stays so when the connection is lost.
    private mutating func decide(_ side: Int) {
        guard let id = sides[side].received.keys.sorted().randomElement(using: &generator),
            let bundle = sides[side].received.removeValue(forKey: id)
        else { return }
        if Int.random(in: 0..<5, using: &generator) == 0 {
            sides[side].session.refuse(id, reason: .noResources, at: now)
        } else {
            sides[side].durable[id] = bundle
            sides[side].session.acknowledge(id, at: now)
        }
    }

    private mutating func write(_ side: Int) {
        guard sides[side].wire.count < 400, let output = sides[side].session.nextOutput(at: now) else { return }
        switch output {
        case .write(let head, let payload): sides[side].wire += head + payload
        case .startTLS: sides[side].awaitsTLS = true
        case .close: sides[side].isClosed = true
        }
    }

    /// The handshake succeeds once both sides have asked for it and nothing before it is on the wire.
    private mutating func shakeHands() {
        guard sides.allSatisfy({ $0.awaitsTLS && $0.wire.isEmpty }) else { return }
        for side in 0...1 {
            sides[side].awaitsTLS = false
            sides[side].session.tlsEstablished(peer: .ipn(node: side == 0 ? 2 : 1, service: 0), at: now)
        }
    }

    private mutating func transfer(from side: Int) {
        let other = 1 - side
        guard sides[other].session.wantsInput || sides[other].isClosed else { return }
        if sides[side].isClosed, sides[side].wire.isEmpty { return sides[other].session.transportClosed(at: now) }
        let count = min(sides[side].wire.count, .random(in: 1...200, using: &generator), bytesLeft)
        let bytes = sides[side].wire.prefix(count)
        sides[side].wire.removeFirst(count)
        if bytesLeft != .max { bytesLeft -= count }
        sides[other].session.receive(bytes, at: now)
        if bytesLeft == 0 { for side in 0...1 { sides[side].session.transportClosed(at: now) } }
    }

    private mutating func look(_ side: Int) throws {
        while let event = sides[side].session.nextEvent() {
            switch event {
            case .transferReceived(let id, let bundle): sides[side].received[id] = bundle
            case .transferAcknowledged(let id): sides[side].acknowledged.append(id)
            case .transferRefused(let id, _): sides[side].refused.append(id)
            case .transferFailed(let id): sides[side].failed.append(id)
            case .ended(let ending): sides[side].ending = ending
            case .violation(let violation): throw violation
            case .established, .transferOffered, .transferAbandoned, .peerTerminates, .messageRejected: break
            }
        }
    }

    /// Either side says that it is over when all bundles are answered.
    private mutating func endWhenDone() throws {
        let isDone = sides.allSatisfy {
            $0.toSend == 0 && $0.acknowledged.count + $0.refused.count == $0.bundles.count && $0.received.isEmpty
        }
        if isDone { sides[Int.random(in: 0...1, using: &generator)].session.terminate(at: now) }
    }
}
