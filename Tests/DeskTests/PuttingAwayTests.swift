import Register
import Relay
import Station
import StationSupport
import Telegrams
import Testing

@testable import Desk

/// What can never be opened does not stand in the inbox for ever.
@Suite struct PuttingAwayTests {
    let network: TestNetwork
    let moscow: TestStation
    let beijing: TestStation
    let evil: Attacker

    init() throws {
        network = try TestNetwork()
        moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        beijing = try network.found("BEIJING", officers: "MAO ZEDONG")
        evil = try Attacker("EVIL", in: network)
        try network.link(moscow, beijing)
        try network.link(evil.test, beijing)
        try network.exchangeUntilQuiet(moscow, beijing, evil.test)
    }

    /// The number under which a letter that is none was entered.
    private func garbage() throws -> Int64 {
        let content = Array("no letter".utf8)
        let cover = try evil.cover(of: content, to: beijing, for: "MAO ZEDONG")
        try evil.put(evil.parcel(cover, content, to: beijing), for: beijing)
        return try #require(try beijing.station.exchange().received.first)
    }

    private var session: OfficerSession { get throws { try beijing.session("MAO ZEDONG") } }

    @Test func itsSenderIsNamedWithWhatToDo() throws {
        let number = try garbage()
        let error = #expect(throws: StationError.self) { try beijing.station.open(number, session: session) }
        #expect(error?.code == .damaged)
        #expect(error?.message.description.contains("No. \(number) from EVIL") == true)
        #expect(error?.hint?.description.contains("cable put-away \(number)") == true)
    }

    @Test func whatCannotBeOpenedIsPutAwayAndItsSenderLearnsIt() throws {
        let number = try garbage()
        try moscow.send("Genuine", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.waiting().count == 2)
        try beijing.station.putAway(number, session: session)
        #expect(try beijing.waiting().count == 1)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["Genuine"])
        #expect(throws: StationError.self) { try beijing.station.putAway(number, session: session) }
        let told = try beijing.station.register.read { try $0.pendingNotices() }
        #expect(told.contains { if case .refused = $0.notice { true } else { false } })
        #expect(try beijing.station.register.read { try $0.content(of: number) } == Array("no letter".utf8), "it stays")
    }

    @Test func allThatCannotBeOpenedGoesTogether() throws {
        try moscow.send("Genuine", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        let numbers = try [garbage(), garbage()]
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.station.putAwayDamaged(from: moscow.station.designator, session: session).isEmpty)
        #expect(try beijing.station.putAwayDamaged(session: session).sorted() == numbers.sorted())
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["Genuine"])
    }

    @Test func whatCanBeOpenedIsNotPutAway() throws {
        try moscow.send("Genuine", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        let number = try #require(try beijing.waiting().first)
        let error = #expect(throws: StationError.self) { try beijing.station.putAway(number, session: session) }
        #expect(error?.code == .refused)
        #expect(try beijing.waiting() == [number])
    }
}
