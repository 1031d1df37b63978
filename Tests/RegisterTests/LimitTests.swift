import Register
import Relay
import Telegrams
import Testing

/// What others make grow, in the register.
@Suite struct LimitTests {
    let test: TestRegister
    let moscow: Designator
    let beijing: Designator

    init() throws {
        test = try TestRegister()
        moscow = try Designator("MOSCOW")
        beijing = try Designator("BEIJING")
    }

    private func carry(_ name: String, from previous: Designator?, at seconds: Int64, keep: Bool = false) throws {
        let record = TransitRecord(
            name: name, destination: 3, precedence: .routine, received: Instant(seconds: seconds), size: 1,
            previous: previous)
        try test.register.write { writer in
            try writer.takeCustody(record, bytes: [0], hasCircled: false)
            if !keep { try writer.releaseCustody(name) }
        }
    }

    private func end(at seconds: Int64, most: Int = 10_000) throws -> Bool {
        try test.register.write { try $0.endWhatIsOver(at: Instant(seconds: seconds), most: most) }
    }

    private func isKnown(_ name: String) throws -> Bool {
        try test.register.read { try $0.carriedHops(name) } != nil
    }

    @Test func whatWasCarriedLongAgoIsForgottenUnlessItIsHereStill() throws {
        let days = try #require(Kept.carried.limit.days)
        try carry("old", from: beijing, at: 0)
        try carry("by-hand", from: nil, at: 0)
        try carry("waiting", from: beijing, at: 0, keep: true)
        try carry("new", from: beijing, at: 10)
        #expect(try !end(at: days * 86_400 + 5))
        #expect(try !isKnown("old") && !isKnown("by-hand"))
        #expect(try isKnown("waiting") && isKnown("new"))
        #expect(
            try test.register.read { try $0.kept(.carried, for: .station(beijing)) } == KeptAmount(count: 2))
    }

    @Test func endingIsDoneAPieceAtATime() throws {
        let days = try #require(Kept.carried.limit.days)
        for number in 0..<25 { try carry("\(number)", from: beijing, at: 0) }
        #expect(try end(at: days * 86_400 + 1, most: 10))
        #expect(try end(at: days * 86_400 + 1, most: 10))
        #expect(try !end(at: days * 86_400 + 1, most: 10))
        #expect(try test.register.read { try $0.shares(of: .carried) }.total == KeptAmount())
    }

    @Test func aBundleThatComesBackIsCountedOnce() throws {
        try carry("round", from: beijing, at: 0)
        let record = TransitRecord(
            name: "round", destination: 3, precedence: .routine, received: Instant(seconds: 1), size: 1, hops: 3)
        try test.register.write { try $0.takeCustody(record, bytes: [0], hasCircled: true) }
        #expect(try test.register.read { try $0.shares(of: .carried) }.total.count == 1)
    }

    @Test func ofWhatHappenedToATelegramTheLatestIsKept() throws {
        let number = try test.enter()
        let most = Kept.events.most
        for index in 0..<most + 20 {
            try test.register.write { try $0.note("\(index)", on: number, at: Instant(seconds: 1)) }
        }
        let events = try test.register.read { try $0.events(of: number) }
        #expect(events.map(\.what) == (20..<most + 20).map { "\($0)" })
    }

    @Test func noMoreStationsAreAskedAboutABundleThanTheLimitSays() throws {
        let most = Kept.passages.most
        func ask(_ index: Int) throws -> Bool {
            try test.register.write { try $0.setAsked(Designator("S\(index)"), about: "b", at: Instant(seconds: 5)) }
        }
        for index in 0..<most { #expect(try ask(index)) }
        #expect(try !ask(most))
        #expect(try ask(0), "one that was asked before may be asked again")
        let days = try #require(Kept.passages.limit.days)
        #expect(try !end(at: days * 86_400 + 6))
        #expect(try test.register.read { try $0.passages(of: "b") }.isEmpty)
    }

    @Test func anAllowanceIsSpentAndComesBackTheNextDay() throws {
        let most = Kept.reports.most
        func spend(_ station: Designator, at seconds: Int64) throws -> Bool {
            try test.register.write { try $0.spend(.reports, for: .station(station), at: Instant(seconds: seconds)) }
        }
        for _ in 0..<most { #expect(try spend(beijing, at: 100)) }
        #expect(try !spend(beijing, at: 100))
        #expect(try !spend(beijing, at: 86_499))
        #expect(try spend(moscow, at: 100))
        #expect(try spend(beijing, at: 86_500))
        #expect(try spend(beijing, at: 86_501))
        // The clock was wrong then, and goes back.
        #expect(try spend(beijing, at: 7))
    }

    // MARK: What was heard

    private func incarnation(_ byte: UInt8) throws -> Incarnation {
        Incarnation(try IncarnationName([UInt8](repeating: byte, count: 16)), began: Instant(seconds: 0))
    }

    private func digest(_ channel: Int64) throws -> Digest256 {
        try Digest256([UInt8](repeating: UInt8(channel), count: 32))
    }

    private func set(heard: Correspondence.Hearing, former: [Correspondence.Former] = []) throws {
        let own = try test.register.read { try $0.incarnation() }
        let correspondence = Correspondence(
            key: nil, sent: .init(incarnation: own, last: 0), heard: heard, candidates: [], former: former,
            patience: ChannelPatience(), schedule: ComparisonSchedule(), hold: nil, isClaimDismissed: false, missing: 0)
        try test.register.write { try $0.set(correspondence, with: beijing) }
    }

    private func known(_ channel: Int64, _ digest: Digest256, of incarnation: Incarnation) throws -> ChannelRules.Known
    {
        try test.register.read {
            try $0.known(.init(peer: beijing, incarnation: incarnation.name, channel: channel), digest: digest)
        }
    }

    @Test func digestsOfPartsAreForgottenAndThoseOfTelegramsStay() throws {
        let incarnation = try incarnation(1)
        try set(heard: .init(incarnation: incarnation, highest: 20))
        try test.register.write { writer in
            for channel in 1...20 as ClosedRange<Int64> where channel != 4 {
                let origin = Entry.Origin(peer: beijing, incarnation: incarnation.name, channel: channel)
                try writer.noteHeard(origin, digest: digest(channel))
                if channel == 3 { try TestRegister.enter(from: origin, in: writer) }
            }
            try writer.openGaps(4..<5, of: incarnation.name, from: beijing, at: Instant(seconds: 1))
            #expect(try writer.forgetHeard(share: 10, most: 4) == 4)
            #expect(try writer.forgetHeard(share: 10, most: 100) == 6)
            #expect(try writer.forgetHeard(share: 10, most: 100) == 0)
        }
        let other = try digest(99)
        // A part: whatever comes now under its number is taken for a repetition.
        #expect(try known(2, other, of: incarnation) == .sameContents)
        #expect(try known(3, other, of: incarnation) == .otherContents)
        #expect(try known(3, digest(3), of: incarnation) == .sameContents)
        #expect(try known(4, other, of: incarnation) == .nothing, "it is missing still")
        #expect(try known(11, other, of: incarnation) == .otherContents)
        #expect(try known(21, other, of: incarnation) == .nothing)
    }

    @Test func whatWasHeardOfAnIncarnationIsForgottenWithIt() throws {
        let (old, present) = (try incarnation(1), try incarnation(2))
        try set(heard: .init(incarnation: present, highest: 1), former: [.init(incarnation: old, highest: 1)])
        try test.register.write { writer in
            for incarnation in [old, present] {
                let origin = Entry.Origin(peer: beijing, incarnation: incarnation.name, channel: 1)
                try writer.noteHeard(origin, digest: digest(1))
            }
        }
        #expect(try known(1, digest(1), of: old) == .sameContents)
        try set(heard: .init(incarnation: present, highest: 1))
        #expect(try known(1, digest(1), of: old) == .nothing)
        #expect(try known(1, digest(1), of: present) == .sameContents)
    }

    @Test func whatAStationSendsIsCountedForIt() throws {
        let origin = Entry.Origin(peer: beijing, incarnation: try incarnation(1).name, channel: 1)
        try test.enter(content: [UInt8](repeating: 1, count: 100), from: origin)
        try test.enter(content: [UInt8](repeating: 1, count: 50))
        #expect(
            try test.register.read { try $0.kept(.telegrams, for: .station(beijing)) }
                == KeptAmount(bytes: 100, count: 1))
        #expect(try test.register.read { try $0.shares(of: .telegrams) }.total.count == 1)
    }
}
