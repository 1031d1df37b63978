import Testing

@testable import KeyAgent

/// Feeds an exchange with bytes in pieces and gives back all that it answers, in pieces too.
private func exchange(
    _ request: [UInt8], with state: inout AgentState, pieces: Int = 1 << 20, at now: BootTime = moment(0)
) -> [UInt8] {
    var exchange = AgentExchange()
    var rest = request[...]
    while !exchange.isReplying && !rest.isEmpty {
        exchange.receive { room in
            let piece = rest.prefix(min(pieces, room.count))
            room.copyBytes(from: piece)
            rest = rest.dropFirst(piece.count)
            return piece.count
        }
        exchange.answer(from: &state, at: now)
    }
    var reply: [UInt8] = []
    while exchange.isReplying && !exchange.isDone {
        exchange.send { bytes in
            reply += bytes.prefix(pieces)
            return min(pieces, bytes.count)
        }
    }
    return reply
}

@Suite struct AgentExchangeTests {
    private let name = Array("FILIPPOV".utf8)
    private func emptyState() -> AgentState { AgentState(startedAt: moment(0), grace: .seconds(30)) }

    /// The example of docs/formats/key-agent.md.
    private var store: [UInt8] { [1, 1, 0, 0, 0, 16, 8] + name + [0, 0, 0x70, 0x80, 0xca, 0xfe, 0x42] }
    private var fetch: [UInt8] { [1, 2, 0, 0, 0, 8] + name }

    @Test func `a store and a fetch are the bytes of the format page`() {
        var state = emptyState()
        #expect(exchange(store, with: &state) == [1, 0x81, 0, 0, 0, 0])
        #expect(exchange(fetch, with: &state) == [1, 0x82, 0, 0, 0, 3, 0xca, 0xfe, 0x42])
        #expect(exchange([1, 2, 0, 0, 0, 1, 0x58], with: &state) == [1, 0x83, 0, 0, 0, 0])
        #expect(
            exchange([1, 5, 0, 0, 0, 0], with: &state, at: moment(800)) == [1, 0x85, 0, 0, 0, 15, 0, 1, 8] + name + [
                0, 0, 0x6d, 0x60,
            ])
        #expect(exchange([1, 4, 0, 0, 0, 0], with: &state) == [1, 0x84, 0, 0, 0, 2, 0, 1])
    }

    @Test(arguments: [1, 2, 3, 5, 7]) func `it does not matter in what pieces the bytes come and go`(pieces: Int) {
        var state = emptyState()
        #expect(exchange(store, with: &state, pieces: pieces) == [1, 0x81, 0, 0, 0, 0])
        #expect(exchange(fetch, with: &state, pieces: pieces) == [1, 0x82, 0, 0, 0, 3, 0xca, 0xfe, 0x42])
    }

    @Test(
        arguments: [
            ([2, 5, 0, 0, 0, 0], .unknownVersion),
            ([1, 99, 0, 0, 0, 0], .unknownRequest),
            ([1, 0x81, 0, 0, 0, 0], .unknownRequest),
            ([1, 5, 0, 0, 0, 1], .tooLarge),
            ([1, 2, 0, 0, 0, 65], .tooLarge),
            ([1, 1, 0, 0, 0x40, 0x46], .tooLarge),
            ([1, 1, 0xff, 0xff, 0xff, 0xff], .tooLarge),
            ([1, 2, 0, 0, 0, 0], .malformed),
            ([1, 1, 0, 0, 0, 6], .malformed),
            ([1, 2, 0, 0, 0, 1, 0x0a], .malformed),
            ([1, 2, 0, 0, 0, 1, 0xff], .malformed),
            ([1, 1, 0, 0, 0, 7, 0, 0, 0, 0, 1, 1, 1], .malformed),
            ([1, 1, 0, 0, 0, 7, 2, 0x41, 0x41, 0, 0, 0, 1], .malformed),
            ([1, 1, 0, 0, 0, 7, 1, 0x41, 0, 0, 0, 0, 1], .malformed),
            ([1, 1, 0, 0, 0, 7, 1, 0x41, 0, 9, 0x3a, 0x81, 1], .malformed),
            ([1, 1, 0, 0, 0, 7, 255, 0x41, 0, 0, 0, 1, 1], .malformed),
        ] as [([UInt8], Refusal)])
    func `a request that breaks a rule is refused by the name of the rule`(request: [UInt8], refusal: Refusal) {
        var state = emptyState()
        let reply = exchange(request, with: &state)
        #expect(Array(reply.prefix(2)) == [1, 0xff])
        #expect(reply.dropFirst(6).first == refusal.rawValue)
        #expect(Array(reply.dropFirst(7)) == Array(refusal.explanation.utf8))
    }

    @Test func `a name takes 64 bytes and a secret 16384, and both no more`() {
        var state = emptyState()
        let name = [UInt8](repeating: 0x41, count: 64)
        let body = [64] + name + [0, 0, 0, 1] + [UInt8](repeating: 7, count: 16_384)
        let full = AgentFrame(kind: 1, bodySize: body.count).head + body
        #expect(exchange(full, with: &state) == [1, 0x81, 0, 0, 0, 0])
        let short = [1] + name.prefix(1) + [0, 0, 0, 1] + [UInt8](repeating: 7, count: 16_385)
        let reply = exchange(AgentFrame(kind: 1, bodySize: short.count).head + short, with: &state)
        #expect(reply.dropFirst(6).first == Refusal.tooLarge.rawValue)
    }

    @Test func `random bytes never store anything and always get a refusal or a plain reply`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SplitMix(state: seed)
        var state = emptyState()
        for _ in 0..<5000 {
            let count = Int.random(in: 6...40, using: &random)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            if Bool.random(using: &random) { bytes[0] = 1 }
            if Bool.random(using: &random) { bytes[1] = UInt8.random(in: 2...6, using: &random) }
            if Bool.random(using: &random) { bytes.replaceSubrange(2..<6, with: UInt32(count - 6).bigEndianBytes) }
            let reply = exchange(bytes, with: &state)
            #expect(reply.isEmpty || ReplyKind(rawValue: reply[1]) != nil, "seed \(seed), request \(bytes)")
        }
    }
}

/// A small generator whose seed can be printed (SplitMix64).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
