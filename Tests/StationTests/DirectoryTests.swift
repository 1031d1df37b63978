import StationSupport
import Telegrams
import Testing
import Traffic

@testable import Desk
@testable import Station

@Suite struct DirectoryTests {
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

    private func serialOfBeijing() throws -> UInt64 {
        UInt64(try moscow.station.directory().correspondent(beijing.station.designator).card.serial)
    }

    @Test func cardsAreParsedOnceWhileNothingChanges() throws {
        #expect(try moscow.station.directory() === moscow.station.directory())
    }

    @Test func aStationThatIsTakenForAnotherIsPointedOutUntilItsWordsAreCompared() throws {
        let evil = try network.found("BE1JING")
        _ = try moscow.station.importCard(evil.card.bytes)
        #expect(try moscow.station.lookAlikes(of: evil.station.designator).map(\.description) == ["BEIJING"])
        #expect(try moscow.station.lookAlikes(of: beijing.station.designator).map(\.description) == ["BE1JING"])
        #expect(try moscow.station.lookAlikes().count == 2)
        let found = try moscow.station.status().lookAlikes
        #expect(found == [.init(station: evil.station.designator, others: [beijing.station.designator])])
        try moscow.station.confirmCard(
            of: evil.station.designator, words: evil.card.fingerprintWords.description)
        #expect(try moscow.station.status().lookAlikes == [])
    }

    @Test func aCardThatThisProcessPinsIsUsedAtOnce() throws {
        let before = try serialOfBeijing()
        try beijing.station.renewStation()
        _ = try moscow.station.importCard(beijing.card.bytes)
        #expect(try serialOfBeijing() == before + 1)
    }

    @Test func aCardThatAnotherProcessPinsIsUsedAtOnce() throws {
        let before = try serialOfBeijing()
        try beijing.station.renewStation()
        _ = try moscow.another().station.importCard(beijing.card.bytes)
        #expect(try serialOfBeijing() == before + 1)
    }

    @Test func aCardThatIsRemovedIsKnownNoMore() throws {
        _ = try serialOfBeijing()
        try moscow.station.removeCard(of: beijing.station.designator)
        #expect(throws: StationError.self) { try serialOfBeijing() }
    }

    @Test func keysAreChosenAnewAfterAMinute() throws {
        let before = try moscow.station.directory()
        network.clock.advance(seconds: 61)
        #expect(try moscow.station.directory() !== before)
    }
}
