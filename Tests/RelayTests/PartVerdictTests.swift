import Relay
import Telegrams
import Testing

@Suite struct PartVerdictTests {
    let moscow: Designator
    let part: Cover.Part

    init() throws {
        moscow = try Designator("MOSCOW")
        part = Cover.Part(
            enclosure: try Digest256([UInt8](repeating: 7, count: 32)), size: 250_000, offset: 100_000, index: 2,
            count: 3)
    }

    private func verdict(
        _ facts: IncomingFacts? = nil, isHere: Bool = false, kept: KeptAmount = KeptAmount(), hasRoom: Bool = true
    ) -> PartVerdict {
        let limit = KeepingLimit(
            perSource: KeptAmount(bytes: 300_000, count: 5), all: KeptAmount(bytes: 10_000_000, count: 100))
        let shares = KeptShares(limit, bySource: [.station(moscow): kept])
        return PartVerdict(
            part, length: 100_000, facts: facts, isHere: isHere, unannounced: shares, bytes: 100_000, from: moscow,
            hasRoom: hasRoom)
    }

    private func facts(size: Int64 = 250_000, length: Int64? = 100_000, isAnnounced: Bool = true) -> IncomingFacts {
        IncomingFacts(size: size, partLength: length, isAnnounced: isAnnounced)
    }

    @Test func whatItsStationHasAnnouncedIsTakenWhateverElseIsKept() {
        let full = KeptAmount(bytes: 300_000, count: 5)
        #expect(verdict(facts()) == .take)
        #expect(verdict(facts(length: nil)) == .take)
        #expect(verdict(facts(), kept: full, hasRoom: false) == .take)
        #expect(verdict(facts(), isHere: true) == .known)
    }

    @Test func ofWhatNobodyHasAnnouncedSomeIsKeptAndTheRestIsRemembered() {
        for facts in [nil, facts(isAnnounced: false)] {
            #expect(verdict(facts) == .take)
            #expect(verdict(facts, hasRoom: false) == .remember)
            #expect(verdict(facts, kept: KeptAmount(bytes: 200_001, count: 1)) == .remember)
            #expect(verdict(facts, kept: KeptAmount(bytes: 0, count: 5)) == .forget)
            #expect(verdict(facts, isHere: true) == .known)
        }
    }

    @Test func aPartOfAnotherSizeOrDivisionIsRefused() {
        #expect(verdict(facts(size: 250_001)) == .refuse(.otherSize(250_001)))
        #expect(verdict(facts(length: 125_000)) == .refuse(.otherLength(125_000)))
        #expect(verdict(facts(size: 250_001, isAnnounced: false)) == .refuse(.otherSize(250_001)))
        #expect(verdict(facts(size: 250_001), isHere: true) == .refuse(.otherSize(250_001)))
    }
}
