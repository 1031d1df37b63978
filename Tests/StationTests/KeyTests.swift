import Age
import Register
import Sealing
import StationSupport
import Telegrams
import Testing
import Traffic

@testable import Desk
@testable import Station

@Suite struct KeyTests {
    let network: TestNetwork
    let moscow: TestStation
    let beijing: TestStation

    init() throws {
        network = try TestNetwork()
        moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        beijing = try network.found("BEIJING", officers: "MAO ZEDONG")
        try network.link(moscow, beijing)
        try network.exchangeUntilQuiet(moscow, beijing)
    }

    private func cardOfBeijing() throws -> Card { try moscow.station.card(of: beijing.station.designator).card }

    private var sealingKeyCount: Int {
        get throws { try beijing.session("MAO ZEDONG").identities.count }
    }

    @Test func aNewCardIsSentByItselfAndItsNewestKeyIsUsed() throws {
        network.clock.advance(days: 1)
        try beijing.station.renewOfficer(beijing.session("MAO ZEDONG"))
        #expect(try network.exchangeUntilQuiet(moscow, beijing) <= 3)
        let pinned = try cardOfBeijing()
        #expect(try pinned == beijing.card)
        let newest = try #require(pinned.officer(Codename("MAO ZEDONG"))?.newestSealingKey(at: network.clock.now).key)
        #expect(newest.from == network.clock.now.adding(seconds: -SealingKeyFolder.clockTolerance))

        try moscow.send("New key", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        let number = try #require(try beijing.waiting().first)
        let sealed = try beijing.station.register.read { try $0.content(of: number) }
        let identities = try beijing.session("MAO ZEDONG").identities
        #expect(identities.count == 2)
        #expect(throws: Never.self) { try OpenedLetter(sealed, identities: [identities[0]]) }
        #expect(throws: SealingError.self) { try OpenedLetter(sealed, identities: [identities[1]]) }
    }

    @Test func theStationRenewsItsOwnKeyInGoodTimeAndOnce() throws {
        let serial = try beijing.card.serial
        network.clock.advance(days: 7)
        #expect(try network.exchangeUntilQuiet(moscow, beijing) <= 4)
        #expect(try beijing.card.serial == serial + 1)
        #expect(try cardOfBeijing().sealingKeys.count == 2)
        for _ in 0..<3 { #expect(try network.exchangeUntilQuiet(moscow, beijing) == 1) }
        #expect(try beijing.card.serial == serial + 1)
    }

    @Test func aCommandThatRunsWhileAnotherRenewsOpensWhatTheNewKeySeals() throws {
        network.clock.advance(days: 1)
        let other = try beijing.another()
        try other.station.renewStation()
        try network.exchangeUntilQuiet(moscow, other)
        try moscow.send("To the new key", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try moscow.station.exchange()
        #expect(try beijing.station.exchange().received.count == 1)
    }

    @Test func anOldKeyOpensDuringItsGraceAndIsDestroyedAfterwards() throws {
        try moscow.send("Under way", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try moscow.station.exchange()
        network.clock.advance(days: SealingKeyChoice.lifeInDays + 1)
        try beijing.station.renewOfficer(beijing.session("MAO ZEDONG"))
        #expect(try beijing.station.destroyDeadKeys(of: Codename("MAO ZEDONG")) == 0)
        #expect(try beijing.station.exchange().received.count == 1)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["Under way"])

        network.clock.advance(days: SealingKeyChoice.graceInDays)
        #expect(try beijing.station.destroyDeadKeys(of: Codename("MAO ZEDONG")) == 0)
        network.clock.advance(days: BoundedClock.boundInDays)
        #expect(try sealingKeyCount == 2)
        #expect(try beijing.station.destroyDeadKeys(of: Codename("MAO ZEDONG")) == 1)
        #expect(try sealingKeyCount == 1)
    }

    @Test func aTelegramThatNobodyHasOpenedKeepsTheOldKey() throws {
        try moscow.send("Unopened", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        network.clock.advance(
            days: SealingKeyChoice.lifeInDays + SealingKeyChoice.graceInDays + BoundedClock.boundInDays)
        try beijing.station.renewOfficer(beijing.session("MAO ZEDONG"))
        #expect(try beijing.station.destroyDeadKeys(of: Codename("MAO ZEDONG")) == 0)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["Unopened"])
        #expect(try beijing.station.destroyDeadKeys(of: Codename("MAO ZEDONG")) == 1)
    }

    @Test func whatWasOpenedStaysReadableWhenEverySealingKeyIsGone() throws {
        try moscow.send("Filed", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"], body: "The plan is approved.")
        try network.exchangeUntilQuiet(moscow, beijing)
        let number = try #require(try beijing.waiting().first)
        try beijing.open(number, as: "MAO ZEDONG")
        network.clock.advance(days: 100)
        #expect(try beijing.station.destroyDeadKeys(of: Codename("MAO ZEDONG")) == 1)
        let session = try beijing.session("MAO ZEDONG")
        #expect(session.identities.isEmpty)
        let shown = try beijing.station.show(number, session: session)
        #expect(shown.telegram.paragraphs == ["The plan is approved."])
        #expect(
            try beijing.station.search(["plan"], limit: 5, session: session).map(\.summary.entry.number) == [number])
    }

    @Test func nothingIsSealedToAKeyThatIsDestroyedByNow() throws {
        network.clock.advance(days: SealingKeyChoice.lifeInDays + SealingKeyChoice.graceInDays)
        let error = #expect(throws: StationError.self) {
            try moscow.send("Too late", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        }
        #expect(error?.code == .refused)
        #expect(error?.hint?.description.contains("new card") == true)
    }

    @Test func renewingTwiceInOneSecondRaisesNoAlarm() throws {
        for _ in 0..<3 {
            try beijing.station.renewOfficer(beijing.session("MAO ZEDONG"))
            try beijing.station.renewStation()
        }
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try moscow.station.card(of: beijing.station.designator).alarm.isEmpty)
        #expect(try cardOfBeijing() == beijing.card)
    }

    @Test func renewingWhileTheClockIsBehindRaisesNoAlarm() throws {
        network.clock.advance(days: 5)
        try beijing.station.renewOfficer(beijing.session("MAO ZEDONG"))
        network.clock.set(daysAhead: -3)
        try beijing.station.renewOfficer(beijing.session("MAO ZEDONG"))
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try moscow.station.card(of: beijing.station.designator).alarm.isEmpty)
        try moscow.send("On time", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["On time"])
    }

    @Test func aKeyMadeWhileTheClockWasYearsAheadDoesNotStopRenewal() throws {
        network.clock.set(daysAhead: 1000)
        _ = try beijing.station.confirmClock()
        try beijing.station.renewStation()
        network.clock.set(daysAhead: 0)
        for _ in 0..<6 {
            network.clock.advance(days: 7)
            try network.exchangeUntilQuiet(moscow, beijing)
        }
        try moscow.station.renewOfficer(moscow.session("FILIPPOV"))
        try beijing.station.renewOfficer(beijing.session("MAO ZEDONG"))
        try network.exchangeUntilQuiet(moscow, beijing)
        try moscow.send("Still here", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["Still here"])
    }

    @Test func anOldCardAfterANewOneDoesNotHoldUpWhatCameWithIt() throws {
        _ = try beijing.station.exchange()
        network.clock.advance(days: 1)
        try beijing.station.renewStation()
        _ = try beijing.station.exchange()
        let old = try #require(try network.bundles(for: moscow).first)
        try network.copy(old, to: "old-card")
        try network.remove(old)
        try beijing.station.renewStation()
        _ = try beijing.station.exchange()
        _ = try moscow.station.exchange()
        // Lost, and brought again by the courier after the newer one.
        try network.copy("old-card", to: old)
        try beijing.send("After the card", from: "MAO ZEDONG", to: ["FILIPPOV@MOSCOW"])
        _ = try beijing.station.exchange()
        #expect(try moscow.station.exchange().received.count == 1)
        #expect(try cardOfBeijing() == beijing.card)
        try network.exchangeUntilQuiet(moscow, beijing)
    }

    // MARK: Alarms

    /// A card of Beijing that somebody else made.
    private func impostor() throws -> TestStation {
        let other = try TestNetwork()
        other.clock.advance(days: 2)
        return try other.found("BEIJING", officers: "MAO ZEDONG")
    }

    @Test func aChangedKeyIsAnAlarmThatBlocksSendingUntilSomebodyEndsIt() throws {
        let impostor = try impostor()
        for _ in 0..<5 { try impostor.station.renewStation() }
        guard case .alarm = try moscow.station.importCard(impostor.card.bytes).outcome else {
            Issue.record("the changed card was pinned")
            return
        }
        #expect(try moscow.station.inbox(of: nil, limit: 1).alarms == [beijing.station.designator])
        let blocked = #expect(throws: StationError.self) {
            try moscow.send("Blocked", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        }
        #expect(blocked?.code == .alarm)
        try moscow.station.resolveAlarm(of: beijing.station.designator, accept: false)
        try moscow.send("Free", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["Free"])
    }

    @Test func aRenewedCardDoesNotEndAnAlarm() throws {
        let impostor = try impostor()
        for _ in 0..<2 { try impostor.station.renewStation() }
        _ = try moscow.station.importCard(impostor.card.bytes)
        network.clock.advance(days: 1)
        for _ in 0..<6 { try beijing.station.renewStation() }
        #expect(try beijing.card.serial > impostor.card.serial)
        _ = try beijing.station.exchange()
        _ = try moscow.station.exchange()
        #expect(try cardOfBeijing() == beijing.card)
        #expect(try !moscow.station.card(of: beijing.station.designator).alarm.isEmpty)
        #expect(throws: StationError.self) { try moscow.send("Blocked", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"]) }
    }

    @Test func anAcceptedCardIsUnconfirmed() throws {
        let impostor = try impostor()
        for _ in 0..<5 { try impostor.station.renewStation() }
        _ = try moscow.station.importCard(impostor.card.bytes)
        try moscow.station.resolveAlarm(of: beijing.station.designator, accept: true)
        #expect(try cardOfBeijing() == impostor.card)
        #expect(try moscow.station.card(of: beijing.station.designator).confirmed == nil)
        network.clock.advance(days: 2)
        let sent = try moscow.send("Careful", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        #expect(sent.warnings.count == 1)
    }

    @Test func aNewOfficerOnAConfirmedCardMustBeConfirmedAgain() throws {
        #expect(try moscow.station.card(of: beijing.station.designator).confirmed != nil)
        network.clock.advance(days: 1)
        try beijing.station.renewStation()
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try moscow.station.card(of: beijing.station.designator).confirmed != nil)
        try beijing.add("ZHOU ENLAI")
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try moscow.station.card(of: beijing.station.designator).confirmed == nil)
        #expect(try moscow.send("Careful", from: "FILIPPOV", to: ["ZHOU ENLAI@BEIJING"]).warnings.count == 1)
    }

    @Test func wrongWordsConfirmNothing() throws {
        let station = beijing.station.designator
        try moscow.station.register.write { writer in
            var pinned = try #require(try writer.reader.card(of: station))
            pinned.confirmed = nil
            try writer.pin(pinned)
        }
        let words = try beijing.card.fingerprintWords.description.split(whereSeparator: \.isWhitespace).map(String.init)
        let swapped = [words[1], words[0]] + words.dropFirst(2)
        #expect(throws: StationError.self) {
            try moscow.station.confirmCard(of: station, words: swapped.joined(separator: " "))
        }
        #expect(throws: StationError.self) {
            try moscow.station.confirmCard(of: station, words: words.dropLast().joined(separator: " "))
        }
        #expect(try moscow.station.card(of: station).confirmed == nil)
        try moscow.station.confirmCard(of: station, words: words.joined(separator: " "))
        #expect(try moscow.station.card(of: station).confirmed != nil)
    }
}
