import Relay
import Telegrams
import Testing

@Suite("the duties of a station") struct DutiesTests {
    @Test("a duty that fails rests longer and longer, and the others go on")
    func failingRests() throws {
        var duties = Duties(seed: 1)
        var now = midnight
        for round in 0..<12 {
            #expect(duties.mayTry(.reportingTo(beijing), at: now))
            duties.failed(.reportingTo(beijing), "no key", at: now)
            let next = try #require(duties.nextAttempt(.reportingTo(beijing), at: now))
            let longest = min(Milliseconds.second << round, 5 * Milliseconds.minute)
            #expect(longest / 2...longest ~= next.milliseconds(since: now))
            #expect(!duties.mayTry(.reportingTo(beijing), at: now))
            #expect(duties.mayTry(.reportingTo(chita), at: now))
            #expect(duties.mayTry(.settling, at: now))
            now = next
        }
        #expect(duties.failure(of: .reportingTo(beijing))?.since == midnight)
        duties.done(.reportingTo(beijing))
        #expect(duties.failing.isEmpty)
    }

    @Test("what concerns everything is tried again after a quarter of a minute at the latest")
    func everythingIsTriedSooner() throws {
        var duties = Duties(seed: 1)
        var now = midnight
        for _ in 0..<20 {
            duties.failed(.settling, "the disk is full", at: now)
            let next = try #require(duties.nextAttempt(.settling, at: now))
            #expect(next.milliseconds(since: now) <= 15 * Milliseconds.second)
            now = next
        }
    }

    @Test("a clock that is set back, and an operator, end the rest")
    func restEnds() {
        var duties = Duties(seed: 1)
        duties.failed(.link("line"), "no such folder", at: midnight.adding(days: 30))
        #expect(duties.mayTry(.link("line"), at: midnight))
        duties.failed(.link("wire"), "no such folder", at: midnight)
        duties.hurry()
        #expect(duties.mayTry(.link("wire"), at: midnight))
    }

    @Test("each failure is told once, again when its reason changes, and when it is mended")
    func newsAreToldOnce() {
        var duties = Duties(seed: 1)
        duties.done(.expiring)
        for _ in 0..<3 { duties.failed(.expiring, "the disk is full", at: midnight) }
        duties.failed(.expiring, "the disk is gone", remedy: "mount it", at: midnight.adding(minutes: 1))
        duties.done(.expiring)
        duties.done(.expiring)
        let news = duties.takeNews()
        #expect(news.count == 3)
        #expect(news.last == .mended(.expiring))
        guard case .fails(.expiring, let failure) = news[1] else { return #expect(Bool(false), "\(news)") }
        #expect(failure.reason == "the disk is gone")
        #expect(failure.remedy == "mount it")
        #expect(failure.since == midnight)
        #expect(duties.takeNews().isEmpty)
    }

    @Test("the station is in trouble only where everything is concerned")
    func trouble() {
        var duties = Duties(seed: 1)
        duties.failed(.renewingKeys, "no entropy", at: midnight)
        duties.failed(.reportingTo(beijing), "no key", at: midnight)
        #expect(duties.trouble == nil)
        duties.failed(.settling, "the disk is full", at: midnight.adding(minutes: 1))
        #expect(duties.trouble == "taking in what comes fails: the disk is full")
        #expect(duties.failing.map(\.duty) == [.settling, .renewingKeys, .reportingTo(beijing)])
        #expect(duties.failing.filter(\.duty.isDiscreet).count == 2)
        duties.done(.settling)
        #expect(duties.trouble == nil)
    }

    @Test("what is no duty any more is forgotten without a word")
    func dismissed() {
        var duties = Duties(seed: 1)
        duties.failed(.link("line"), "no such folder", at: midnight)
        duties.failed(.link("wire"), "no such folder", at: midnight)
        _ = duties.takeNews()
        duties.dismiss { $0 == .link("line") }
        #expect(duties.failing.map(\.duty) == [.link("wire")])
        #expect(duties.takeNews().isEmpty)
    }
}
