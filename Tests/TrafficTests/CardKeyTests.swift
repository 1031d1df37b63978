import Desk
import Register
import StationSupport
import Telegrams
import Testing

@testable import Station
@testable import Traffic

/// Two stations whose sealing keys have all run out.
@Suite struct CardKeyTests {
    let network: TestNetwork
    let moscow: TestStation
    let beijing: TestStation

    init() throws {
        network = try TestNetwork()
        moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        beijing = try network.found("BEIJING", officers: "MAO ZEDONG")
        try network.link(moscow, beijing)
        try network.exchangeUntilQuiet(moscow, beijing)
        network.clock.advance(days: 60)
    }

    @Test func theyGetEachOthersNewCardsWithoutAPerson() throws {
        let directory = try moscow.station.directory()
        #expect(throws: StationError.self) {
            try directory.correspondent(beijing.station.designator).sealingKey()
        }
        for _ in 0..<3 {
            _ = try moscow.station.exchange()
            _ = try beijing.station.exchange()
        }
        let now = try moscow.station.directory()
        _ = try now.correspondent(beijing.station.designator).sealingKey()
        #expect(try moscow.quarantined.isEmpty && beijing.quarantined.isEmpty)
    }

    @Test func nothingElseIsOpenedWithTheKeyForCards() throws {
        let directory = try moscow.station.directory()
        let peer = try directory.correspondent(beijing.station.designator)
        let content = try Telegram.Content(
            kind: .service, precedence: .immediate, to: [Address(officer: nil, station: beijing.station.designator)],
            notices: [.whereabouts(item: "x")])
        try moscow.station.register.write {
            try moscow.station.sendService(content, enclosures: [], to: peer, directory: directory, in: $0)
        }
        // It waits: there is no key to which it may be sealed.
        let report = try moscow.station.exchange()
        #expect(report.troubles.contains { $0.contains("nothing can be sealed to BEIJING") })
    }
}
