import Testing

@testable import Telegrams

@Suite struct SealingKeyChoiceTests {
    private func choice(_ keys: [SealingKey], day: Int64, seconds: Int64 = 0) -> SealingKeyChoice {
        .newest(of: keys, at: CardSample.start.adding(days: day).adding(seconds: seconds))
    }

    @Test func theNewestKeyThatHasBegunIsUsed() throws {
        let (first, second) = (try CardSample.sealingKey("q"), try CardSample.sealingKey("p", day: 7))
        #expect(choice([first, second], day: 6) == .usable(first))
        #expect(choice([first, second], day: 7) == .usable(second))
        #expect(choice([first, second], day: 20) == .usable(second))
    }

    @Test func theLimitsAreExactToTheSecond() throws {
        let key = try CardSample.sealingKey("q")
        #expect(choice([key], day: 0, seconds: -1) == .dead(.notYet(key.from)))
        #expect(choice([key], day: 0) == .usable(key))
        #expect(choice([key], day: 14, seconds: -1) == .usable(key))
        #expect(choice([key], day: 14) == .inGrace(key))
        #expect(choice([key], day: 28, seconds: -1) == .inGrace(key))
        #expect(choice([key], day: 28) == .dead(.expired(key.until)))
    }

    @Test func aLongerLivedOlderKeyIsBetterThanANewerOneInGrace() throws {
        let long = try CardSample.sealingKey("q", life: 60)
        let short = try CardSample.sealingKey("p", day: 1, life: 2)
        #expect(choice([long, short], day: 2) == .usable(short))
        #expect(choice([long, short], day: 5) == .usable(long))
    }

    @Test func withoutKeysNothingCanBeSealed() {
        #expect(choice([], day: 0) == .dead(.noKey))
        #expect(choice([], day: 0).key == nil)
    }

    @Test func onlyAUsableKeyNeedsNoExplanation() throws {
        let key = try CardSample.sealingKey("q")
        #expect(choice([key], day: 1).explanation == nil)
        #expect(
            choice([key], day: 15).explanation == "the newest sealing key ended 071000Z DEC 2026; ask for a newer card")
        #expect(choice([key], day: -1).explanation == "the first sealing key begins 231000Z NOV 2026; check the clocks")
        #expect(choice([key], day: 99).explanation?.contains("is deleted by now") == true)
    }
}
