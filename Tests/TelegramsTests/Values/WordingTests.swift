import Testing

@testable import Telegrams

@Suite struct WordingTests {
    private let number = 7

    @Test func thePatternTellsTheSentenceApartFromWhatStandsInIt() {
        let wording: Wording = "there is no No. \(number) in the register of \("MOSCOW")"
        #expect(wording.pattern == "there is no No. %1 in the register of %2")
        #expect(wording.arguments == ["7", "MOSCOW"])
        #expect(wording.description == "there is no No. 7 in the register of MOSCOW")
    }

    @Test func aPerCentSignIsNoArgument() {
        let wording: Wording = "\(number) % of \("5 %1") are 100 %1"
        #expect(wording.pattern == "%1 %% of %2 are 100 %%1")
        #expect(wording.description == "7 % of 5 %1 are 100 %1")
    }

    @Test func partsOfASentenceCountTheirArgumentsOn() {
        let wording: Wording = "\(number) of \(9)" + ", 100 %, \("a")" + " and \("b")"
        #expect(wording.pattern == "%1 of %2, 100 %%, %3 and %4")
        #expect(wording.arguments == ["7", "9", "a", "b"])
        #expect(wording.description == "7 of 9, 100 %, a and b")
    }

    @Test func whatSomethingElseSaidHasNoPattern() {
        let wording = Wording(verbatim: "100 % of %1")
        #expect(wording.pattern == "%1")
        #expect(wording.arguments == ["100 % of %1"])
        #expect("\(wording)" == "100 % of %1")
    }
}
