import Register
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

    private func hear(_ channel: Int64, _ digest: [UInt8]? = nil) throws -> Register.Writer.Hearing {
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
        for channel in 1...5 as ClosedRange<Int64> { #expect(try hear(channel) == .new) }
        #expect(try gaps.isEmpty)
    }

    @Test func aJumpOpensAGapForEachNumberAndArrivalsCloseThem() throws {
        #expect(try hear(4) == .new)
        #expect(try gaps == [1, 2, 3])
        #expect(try hear(2) == .new)
        #expect(try gaps == [1, 3])
        #expect(try hear(3) == .new)
        #expect(try hear(1) == .new)
        #expect(try gaps.isEmpty)
    }

    @Test func aNumberDeclaredVoidIsNoGapAnyMore() throws {
        #expect(try hear(2) == .new)
        try test.register.write { try $0.closeGap(.init(peer: beijing, channel: 1)) }
        #expect(try gaps.isEmpty)
        #expect(try hear(3) == .new)
        #expect(try gaps.isEmpty)
    }

    @Test func theSameParcelAgainIsADuplicate() throws {
        #expect(try hear(1) == .new)
        #expect(try hear(1) == .duplicate)
        #expect(try hear(1, second) == .reused)
        #expect(try hear(1) == .duplicate)
    }

    @Test func aNumberFarAheadIsNotBelieved() throws {
        #expect(try hear(1) == .new)
        #expect(try hear(.max) == .tooFarAhead(highest: 1))
        #expect(try hear(Register.Writer.greatestGap + 2) == .tooFarAhead(highest: 1))
        #expect(try gaps.isEmpty)
        #expect(try hear(Register.Writer.greatestGap + 1) == .new)
        #expect(try gaps.count == Register.Writer.greatestGap - 1)
    }

    @Test func whenARepeatWasAskedForIsKept() throws {
        #expect(try hear(2) == .new)
        let gap = try #require(try test.register.read { try $0.gaps() }.first)
        #expect(gap.asked == nil)
        #expect(gap.found == now)
        try test.register.write { try $0.setAsked([gap], at: Instant(seconds: 900)) }
        #expect(try test.register.read { try $0.gaps() }.first?.asked == Instant(seconds: 900))
    }

    @Test func gapsOfOneStationAreNotThoseOfAnother() throws {
        #expect(try hear(2) == .new)
        let pyongyang = try Designator("PYONGYANG")
        let heard = try test.register.write {
            try $0.hear(.init(peer: pyongyang, channel: 1), digest: first, at: now)
        }
        #expect(heard == .new)
        #expect(try test.register.read { try $0.gaps() }.map(\.peer) == [beijing])
    }
}
