import Register
import StationSupport
import Telegrams
import Testing
import Traffic

@testable import Desk
@testable import Station

/// Keys and a clock that cannot be trusted (decision 15).
@Suite struct ClockTests {
    let network: TestNetwork
    let moscow: TestStation
    let beijing: TestStation
    let mao: Codename

    init() throws {
        network = try TestNetwork()
        moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        beijing = try network.found("BEIJING", officers: "MAO ZEDONG")
        mao = try Codename("MAO ZEDONG")
        try network.link(moscow, beijing)
        try network.exchangeUntilQuiet(moscow, beijing)
    }

    /// What `cable unlock` does.
    private func unlock() throws -> Renewal {
        let renewal = try beijing.station.renewOfficerIfDue(beijing.session("MAO ZEDONG"))
        try beijing.station.destroyDeadKeys(of: mao)
        return renewal
    }

    private func troubles() throws -> [KeyTrouble.Kind] { try beijing.station.status().keys.map(\.kind) }

    private func requireDelivery(_ subject: String) throws {
        try moscow.send(subject, from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == [subject])
        try network.exchangeUntilQuiet(moscow, beijing)
    }

    // MARK: Ahead

    @Test func unlockingWhileTheClockIsAheadNeitherMakesNorDestroysAKey() throws {
        try moscow.send("Under way", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try moscow.station.exchange()
        let before = try beijing.files().keys.filter { $0.hasSuffix(".key") }.sorted()
        let card = try beijing.card
        network.clock.set(daysAhead: 60)
        for _ in 0..<5 {
            #expect(try unlock() == .putOff)
            network.clock.advance(seconds: 4 * 3600)
        }
        #expect(try beijing.files().keys.filter { $0.hasSuffix(".key") }.sorted() == before)
        #expect(try beijing.card == card)

        network.clock.set(daysAhead: 0)
        #expect(try unlock() == .notDue)
        #expect(try troubles().isEmpty)
        #expect(try beijing.station.exchange().received.count == 1)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["Under way"])
    }

    @Test func anExchangeWhileTheClockIsAheadTakesInAndLeavesTheStationsKeysAlone() throws {
        network.clock.set(daysAhead: 60)
        for _ in 0..<3 {
            _ = try beijing.station.exchange()
            network.clock.advance(seconds: 3600)
        }
        network.clock.set(daysAhead: 0)
        try requireDelivery("Still here")
        #expect(try beijing.station.sealingKeys().count == 1)
        #expect(try beijing.card.serial == 2)
    }

    @Test func whoAsksForAKeyWhileTheClockIsDoubtedIsToldWhyThereIsNone() throws {
        network.clock.set(daysAhead: 60)
        let session = try beijing.session("MAO ZEDONG")
        let before = try beijing.files().keys.sorted()
        let attempts: [() throws -> Void] = [
            { try beijing.station.renewStation() }, { try beijing.station.renewOfficer(session) },
            { _ = try beijing.add("SHI ZHE") },
        ]
        for attempt in attempts {
            let error = #expect(throws: StationError.self) { try attempt() }
            #expect(error?.code == .refused)
            #expect(error?.hint?.description.contains("cable station clock --confirm") == true)
        }
        #expect(
            try beijing.files().keys.filter { $0.hasSuffix(".key") || $0.hasSuffix(".age") }.sorted()
                == before.filter { $0.hasSuffix(".key") || $0.hasSuffix(".age") })
        network.clock.set(daysAhead: 0)
        try beijing.add("SHI ZHE")
        try network.exchangeUntilQuiet(moscow, beijing)
        try moscow.send("Welcome", from: "FILIPPOV", to: ["SHI ZHE@BEIJING"])
    }

    @Test func aPersonConfirmsAClockThatIsRight() throws {
        network.clock.switchOff(days: 60)
        #expect(try beijing.station.status().clock?.isAhead == true)
        #expect(try unlock() == .putOff)
        _ = try beijing.station.confirmClock()
        #expect(try beijing.another().station.status().clock == nil)
        #expect(try unlock() == .renewed)
    }

    @Test func aCardThatMustBeMadeMeanwhileIsNotDatedInTheFuture() throws {
        network.clock.set(daysAhead: 60)
        try beijing.station.publish(endpoints: ["via MOSCOW"])
        network.clock.set(daysAhead: 0)
        #expect(try beijing.card.issued <= network.clock.now.adding(seconds: 60))
        #expect(try beijing.card.sealingKeys.count == 1)
        try requireDelivery("On time")
        #expect(try moscow.station.card(of: beijing.station.designator).card.endpoints == ["via MOSCOW"])
    }

    @Test func theTimesOfOthersMoveItNeitherWay() throws {
        network.clock.set(daysAhead: 10)
        try moscow.send("From the future", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try moscow.station.exchange()
        network.clock.set(daysAhead: 0)
        try network.exchangeUntilQuiet(beijing)
        let clock = try beijing.station.readClock()
        #expect(clock.time == network.clock.now)
        #expect(clock.doubt == nil)
        network.clock.set(daysAhead: 10)
        #expect(try !beijing.station.readClock().mayMakeKeys)
    }

    // MARK: Damage that is done, and healed

    /// Somebody has confirmed a clock that was wrong: the officer's keys are gone, and he has one that begins in 60 days.
    private func destroyKeys() throws {
        network.clock.set(daysAhead: 60)
        _ = try beijing.station.confirmClock()
        #expect(try unlock() == .renewed)
        _ = try beijing.station.exchange()
        network.clock.set(daysAhead: 0)
    }

    @Test func aStationWhoseOfficersKeysWereDestroyedSaysSo() throws {
        try moscow.send("Lost", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try moscow.station.exchange()
        try destroyKeys()
        // What was sealed to the station's own key cannot be opened either; it is sealed anew when it is asked for again.
        try beijing.station.renewStationIfDue()
        #expect(try troubles() == [.none, .destroyedEarly, .unopenable])
        #expect(try beijing.station.inbox(of: mao, limit: 1).keys.map(\.kind) == [.none, .destroyedEarly, .unopenable])
        let trouble = try #require(try beijing.station.status().keys.first)
        #expect(trouble.officer?.description == "MAO ZEDONG")
    }

    @Test func itTellsForWhichTelegramsNoKeyIsLeft() throws {
        try moscow.send("Lost", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        let number = try #require(try beijing.waiting().first)
        // What waits keeps its keys; older versions of the program did not know that.
        try beijing.station.receivingKeyFolder(of: mao).destroyAll()
        network.clock.advance(days: 1)
        #expect(try beijing.station.status().keys.first { $0.kind == .unopenable }?.telegrams == [number])
        try beijing.station.renewOfficer(beijing.session("MAO ZEDONG"))
        #expect(try beijing.station.status().keys.map(\.kind) == [.unopenable])
        let lost = try beijing.station.register.read { try beijing.station.telegramsWithoutKey(of: mao, in: $0) }
        #expect(lost.map(\.number) == [number])
        // It keeps no other key alive.
        network.clock.advance(days: 40)
        try beijing.station.renewOfficer(beijing.session("MAO ZEDONG"))
        #expect(try beijing.station.destroyDeadKeys(of: mao) == 1)
    }

    @Test func aKeyOfTheFutureIsNeitherPreferredNorAnObstacle() throws {
        try destroyKeys()
        #expect(try unlock() == .renewed)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try !troubles().contains(.none))
        try requireDelivery("Healed")
        let listed = try #require(try beijing.card.officer(mao)).sealingKeys
        #expect(listed.count == 2)
        #expect(listed[0].from <= network.clock.now)
        #expect(network.clock.now < listed[1].from)
        for _ in 0..<10 {
            network.clock.advance(days: 7)
            _ = try unlock()
            try network.exchangeUntilQuiet(moscow, beijing)
        }
        try requireDelivery("Months later")
        #expect(try moscow.station.card(of: beijing.station.designator).alarm.isEmpty)
    }

    @Test func eightKeysOfTheFutureDoNotPushThePresentOneOffTheCard() throws {
        network.clock.set(daysAhead: 60)
        _ = try beijing.station.confirmClock()
        for _ in 0..<10 {
            try beijing.station.renewStation()
            try beijing.station.renewOfficer(beijing.session("MAO ZEDONG"))
        }
        network.clock.set(daysAhead: 0)
        _ = try unlock()
        try network.exchangeUntilQuiet(moscow, beijing)
        try requireDelivery("Through")
    }

    // MARK: Behind

    @Test func aClockThatIsBehindDestroysNothingAndHidesNoKey() throws {
        network.clock.set(daysAhead: -9000)
        #expect(try unlock() == .renewed)
        _ = try beijing.station.exchange()
        #expect(try beijing.station.status().clock?.isAhead == false)
        network.clock.set(daysAhead: 0)
        #expect(try beijing.station.status().clock == nil)
        try requireDelivery("Right again")
    }

    // MARK: Off

    @Test func aStationThatWasOffForTwentyDaysWorksAtOnceAndMakesKeysADayLater() throws {
        try moscow.send("Before", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try moscow.station.exchange()
        network.clock.switchOff(days: 20)
        // Its keys are in their grace: it takes in, opens, answers, sends.
        #expect(try beijing.station.exchange().received.count == 1)
        #expect(try unlock() == .putOff)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["Before"])
        try beijing.send("Answer", from: "MAO ZEDONG", to: ["FILIPPOV@MOSCOW"])
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try moscow.openAll(as: "FILIPPOV") == ["Answer"])
        try requireDelivery("Within the day")
        network.clock.advance(days: 1)
        #expect(try unlock() == .renewed)
        try network.exchangeUntilQuiet(moscow, beijing)
        try requireDelivery("A day later")
    }

    @Test func aStationThatWasOffForSixtyDaysWorksAgainWithoutAPerson() throws {
        try moscow.send("Waiting", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        try moscow.send("On the stick", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try moscow.station.exchange()
        network.clock.switchOff(days: 60)
        // Every key is dead by this clock, and opens what was sealed to it all the same.
        #expect(try beijing.station.exchange().received.count == 1)
        _ = try moscow.station.exchange()
        #expect(try beijing.openAll(as: "MAO ZEDONG").sorted() == ["On the stick", "Waiting"])
        #expect(try beijing.station.status().clock != nil)
        network.clock.advance(days: 1)
        for station in [moscow, beijing] { _ = try station.station.exchange() }
        #expect(try unlock() == .renewed)
        _ = try moscow.station.renewOfficerIfDue(moscow.session("FILIPPOV"))
        #expect(try beijing.station.sealingKeys().count == 1)
        #expect(try beijing.station.status().clock == nil)
        // Nothing can be sealed between stations whose keys have both run out: the cards go another way.
        for (one, other) in [(moscow, beijing), (beijing, moscow)] {
            _ = try one.station.importCard(other.card.bytes)
        }
        try network.exchangeUntilQuiet(moscow, beijing)
        try requireDelivery("Again")
    }
}
