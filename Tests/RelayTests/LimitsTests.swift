import FoundationEssentials
import Relay
import Telegrams
import Testing

@Suite struct LimitsTests {
    private func station(_ name: String) throws -> KeptSource { .station(try Designator(name)) }

    @Test func aSourceThatFloodsGivesWayItself() throws {
        let (evil, moscow) = (KeptSource.link("to-EVIL"), try station("MOSCOW"))
        var shares = KeptShares(
            KeepingLimit(perSource: KeptAmount(bytes: 100, count: 10), all: KeptAmount(bytes: 1000, count: 15)))
        for _ in 0..<10 { shares.add(KeptAmount(bytes: 1, count: 1), from: evil) }
        #expect(shares.giving(for: KeptAmount(bytes: 1, count: 1), from: evil) == evil)
        #expect(shares.giving(for: KeptAmount(bytes: 1, count: 1), from: moscow) == nil)
        for _ in 0..<5 { shares.add(KeptAmount(bytes: 1, count: 1), from: moscow) }
        // The whole is full: the one with the most gives way to the one with less.
        #expect(shares.giving(for: KeptAmount(bytes: 1, count: 1), from: moscow) == evil)
        #expect(shares.giving(for: KeptAmount(bytes: 1, count: 1), from: moscow, except: [evil]) == moscow)
        shares.subtract(KeptAmount(bytes: 1, count: 1), from: evil)
        #expect(shares.giving(for: KeptAmount(bytes: 1, count: 1), from: moscow) == nil)
    }

    @Test func bytesCountAsItemsDo() throws {
        let evil = KeptSource.link("to-EVIL")
        var shares = KeptShares(KeepingLimit(perSource: KeptAmount(bytes: 100, count: 10)))
        shares.add(KeptAmount(bytes: 60, count: 1), from: evil)
        #expect(shares.giving(for: KeptAmount(bytes: 40, count: 1), from: evil) == nil)
        #expect(shares.giving(for: KeptAmount(bytes: 41, count: 1), from: evil) == evil)
        #expect(!shares.isTooLarge(KeptAmount(bytes: 100, count: 1)))
        #expect(shares.isTooLarge(KeptAmount(bytes: 101, count: 1)))
    }

    @Test func whatIsBeyondALimitIsNamedWithItsSource() throws {
        let (moscow, beijing) = (try station("MOSCOW"), try station("BEIJING"))
        let limit = KeepingLimit(perSource: .init(bytes: .max, count: 10), all: .init(bytes: .max, count: 12))
        var shares = KeptShares(
            limit, bySource: [moscow: KeptAmount(count: 13), beijing: KeptAmount(count: 4)])
        #expect(shares.excess?.source == moscow)
        #expect(shares.excess?.count == 3)
        shares.subtract(KeptAmount(count: 3), from: moscow)
        #expect(shares.excess?.source == moscow)
        #expect(shares.excess?.count == 2)
        shares.subtract(KeptAmount(count: 2), from: moscow)
        #expect(shares.excess == nil)
    }

    /// Whatever comes in whatever order, nobody has more than his share and all together no more than the whole.
    @Test(arguments: [1, 2, 19_510_630] as [UInt64]) func noOrderOfArrivalsExceedsALimit(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let sources = try ["MOSCOW", "BEIJING", "EVIL"].map(station)
        var shares = KeptShares(
            KeepingLimit(perSource: KeptAmount(bytes: 500, count: 20), all: KeptAmount(bytes: 900, count: 40)))
        var kept: [KeptSource: [KeptAmount]] = [:]
        for _ in 0..<3000 {
            let source = sources[Int.random(in: 0..<3, using: &random)]
            let amount = KeptAmount(bytes: Int.random(in: 0...120, using: &random), count: 1)
            while let giving = shares.giving(for: amount, from: source) {
                let oldest = try #require(kept[giving]?.first)
                kept[giving]?.removeFirst()
                shares.subtract(oldest, from: giving)
            }
            shares.add(amount, from: source)
            kept[source, default: []].append(amount)
            #expect(shares.total.bytes <= 900 && shares.total.count <= 40)
            for amount in shares.bySource.values { #expect(amount.bytes <= 500 && amount.count <= 20) }
        }
    }

    @Test func theLessAThingIsWorthTheMoreStaysFree() {
        let gigabyte = 1 << 30
        var room = DiskRoom(size: 100 * gigabyte, free: 2 * gigabyte)
        #expect(room.reserve == 256 << 20)
        #expect(DiskRoom(size: 16 << 20, free: 0).reserve == 1 << 20)
        for use in DiskRoom.Use.allCases { #expect(room.has(gigabyte / 2, for: use)) }
        room.take(gigabyte)
        #expect(room.has(768 << 20, for: .forUs) && !room.has(769 << 20, for: .forUs))
        #expect(room.has(512 << 20, for: .forOthers) && !room.has(513 << 20, for: .forOthers))
        #expect(room.has(0, for: .refused) && !room.has(1, for: .refused))
    }

    @Test func oneSourceTakesNoMoreThanFourTimesWhatItLeaves() {
        let room = DiskRoom(size: 1 << 40, free: 100 << 20)
        #expect(room.allows(1, toSourceWith: 400 << 20 - 1))
        #expect(!room.allows(1, toSourceWith: 400 << 20))
        // On a full disk the reserve decides, not the share of somebody who has hardly anything.
        #expect(DiskRoom(size: 1 << 40, free: 0).allows(1, toSourceWith: 0))
        #expect(DiskRoom(size: 0, free: .max).allows(1 << 40, toSourceWith: 1 << 50))
    }

    @Test(arguments: ["station MOSCOW", "link to MOSCOW", "link x", "unknown"])
    func aSourceReadsBack(text: String) {
        #expect(KeptSource(text).description == text)
    }

    @Test(arguments: ["", "station", "station moscow", "linkx", "station A B", "somebody"])
    func whatIsNoSourceIsUnknown(text: String) {
        #expect(KeptSource(text) == .unknown)
    }
}
