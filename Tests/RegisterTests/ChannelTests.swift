import Register
import Relay
import Telegrams
import Testing

@Suite struct ChannelTests {
    let test: TestRegister
    let beijing: Designator
    let first = [UInt8](repeating: 1, count: 32)
    let second = [UInt8](repeating: 2, count: 32)
    let now = Instant(seconds: 500)

    init() throws {
        test = try TestRegister()
        beijing = try Designator("BEIJING")
    }

    private func isNew(_ channel: Int64, _ digest: [UInt8]? = nil) throws -> Bool {
        if case .new = try hear(channel, digest ?? first) { true } else { false }
    }

    private func hear(_ channel: Int64, _ digest: [UInt8]? = nil) throws -> ChannelRules.Hearing {
        try test.register.write {
            try $0.hear(.init(peer: beijing, channel: channel), digest: digest ?? first, at: now)
        }
    }

    private var gaps: [Int64] {
        get throws { try test.register.read { try $0.gaps() }.map(\.channel) }
    }

    @Test func eachStationHasASeriesOfItsOwn() throws {
        let pyongyang = try Designator("PYONGYANG")
        let numbers = try test.register.write { writer in
            try [beijing, beijing, pyongyang, beijing].map { try writer.nextChannelNumber(to: $0) }
        }
        #expect(numbers == [1, 2, 1, 3])
    }

    @Test func aTransactionThatFailsUsesNoChannelNumber() throws {
        #expect(throws: Abandoned.self) {
            try test.register.write { writer in
                _ = try writer.nextChannelNumber(to: beijing)
                throw Abandoned()
            }
        }
        #expect(try test.register.write { try $0.nextChannelNumber(to: beijing) } == 1)
    }

    @Test func numbersInOrderShowNoGap() throws {
        for channel in 1...5 as ClosedRange<Int64> { #expect(try isNew(channel)) }
        #expect(try gaps.isEmpty)
    }

    @Test func aJumpOpensAGapForEachNumberAndArrivalsCloseThem() throws {
        #expect(try isNew(4))
        #expect(try gaps == [1, 2, 3])
        #expect(try isNew(2))
        #expect(try gaps == [1, 3])
        #expect(try isNew(3))
        #expect(try isNew(1))
        #expect(try gaps.isEmpty)
    }

    @Test func aNumberDeclaredVoidIsNoGapAnyMore() throws {
        #expect(try isNew(2))
        try test.register.write { try $0.closeGap(.init(peer: beijing, channel: 1)) }
        #expect(try gaps.isEmpty)
        #expect(try isNew(3))
        #expect(try gaps.isEmpty)
    }

    @Test func theSameParcelAgainIsADuplicate() throws {
        #expect(try isNew(1))
        #expect(try hear(1) == .duplicate)
        #expect(try hear(1, second) == .reused)
        #expect(try hear(1) == .duplicate)
    }

    @Test func aNumberFarAheadIsNotBelieved() throws {
        #expect(try isNew(1))
        #expect(try hear(Int64.max) == .tooFarAhead(highest: 1))
        #expect(try hear(ChannelRules.greatestGap + 2) == .tooFarAhead(highest: 1))
        #expect(try gaps.isEmpty)
        #expect(try isNew(ChannelRules.greatestGap + 1))
        #expect(try gaps.count == ChannelRules.greatestGap - 1)
    }

    @Test func whenARepeatWasAskedForIsKept() throws {
        #expect(try isNew(2))
        let gap = try #require(try test.register.read { try $0.gaps() }.first)
        #expect(gap.requests == RepeatRequests(found: now))
        var asked = gap
        asked.requests.ask(at: Instant(seconds: 900))
        try test.register.write { try $0.set([asked]) }
        #expect(try test.register.read { try $0.gaps() } == [asked])
    }

    @Test func gapsOfOneStationAreNotThoseOfAnother() throws {
        #expect(try isNew(2))
        let pyongyang = try Designator("PYONGYANG")
        let heard = try test.register.write {
            try $0.hear(.init(peer: pyongyang, channel: 1), digest: first, at: now)
        }
        #expect(heard == .new(missing: 1..<1))
        #expect(try test.register.read { try $0.gaps() }.map(\.peer) == [beijing])
    }
}
