import Desk
import Relay
import StationSupport
import Telegrams
import Testing

@testable import Station
@testable import Traffic

/// What fails of an exchange holds up nothing else, is named, and heals by itself.
@Suite("what fails is kept apart") struct ApartTests {
    let network: TestNetwork
    let moscow: TestStation
    let beijing: TestStation
    let chita: TestStation

    init() throws {
        network = try TestNetwork()
        moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        beijing = try network.found("BEIJING", officers: "MAO")
        chita = try network.found("CHITA", officers: "KLIM")
        try network.link(moscow, beijing)
        try network.link(moscow, chita)
        try network.exchangeUntilQuiet(moscow, beijing, chita)
    }

    /// Both neighbours write to Moscow, and Moscow to both.
    private func write() throws {
        try beijing.send("From Beijing", from: "MAO", to: ["FILIPPOV@MOSCOW"])
        try chita.send("From Chita", from: "KLIM", to: ["FILIPPOV@MOSCOW"])
        try moscow.send("From Moscow", from: "FILIPPOV", to: ["MAO@BEIJING", "KLIM@CHITA"])
        _ = try beijing.station.exchange()
        _ = try chita.station.exchange()
    }

    /// All that was written has arrived, once, and is receipted.
    private func requireDelivered() throws {
        try network.exchangeUntilQuiet(moscow, beijing, chita)
        #expect(try moscow.openAll(as: "FILIPPOV").sorted() == ["From Beijing", "From Chita"])
        #expect(try beijing.openAll(as: "MAO") == ["From Moscow"])
        #expect(try chita.openAll(as: "KLIM") == ["From Moscow"])
        try network.exchangeUntilQuiet(moscow, beijing, chita)
        for (station, number) in [(beijing, "FILIPPOV@MOSCOW"), (chita, "FILIPPOV@MOSCOW")] {
            let sent = try #require(try station.station.list(limit: 100).first { $0.entry.direction == .outgoing })
            #expect(try station.addressee(number, of: sent.entry.number)?.opened != nil)
        }
        #expect(try moscow.station.status().failing == [])
        for station in [moscow, beijing, chita] { try station.requireGoodRegister() }
    }

    @Test("one correspondent for whom nothing can be written does not keep the others from their receipts")
    func oneCorrespondent() throws {
        try write()
        try Sabotage(.insert, "parcel", when: "NEW.peer = 'BEIJING'").begin(at: moscow)
        let report = try moscow.station.exchange()
        #expect(report.received.count == 2)
        #expect(report.troubles.contains { $0.contains("writing receipts for BEIJING") }, "\(report.troubles)")
        #expect(!report.troubles.contains { $0.contains("CHITA") })
        let failing = try moscow.station.status().failing
        #expect(failing.map(\.duty) == ["writing receipts for BEIJING"])
        #expect(failing.first?.concernsEverything == false)
        let receipts = try chita.station.exchange()
        #expect(receipts.notices == 1)
        network.clock.advance(seconds: 60)
        _ = try moscow.station.exchange()
        #expect(try moscow.station.status().failing.map(\.since) == failing.map(\.since), "it has failed since then")
        try Sabotage.end(at: moscow)
        try requireDelivered()
    }

    @Test("one comparison that cannot be made keeps nobody from his")
    func oneComparison() throws {
        try write()
        network.clock.advance(days: 3)
        try Sabotage(.insert, "correspondence", when: "NEW.peer = 'BEIJING'").begin(at: moscow)
        let report = try moscow.station.exchange()
        #expect(report.troubles.contains { $0.contains("comparing numbers with BEIJING") }, "\(report.troubles)")
        #expect(report.handed.values.reduce(0, +) > 2)
        try Sabotage.end(at: moscow)
        try requireDelivered()
    }

    @Test("a link that cannot be used as it is set up keeps the others from nothing")
    func oneLink() throws {
        try write()
        try Sabotage.execute("UPDATE link SET path = '' WHERE name = 'to-BEIJING'", at: moscow)
        let report = try moscow.station.exchange()
        #expect(report.received.count == 1)
        #expect(report.troubles.contains { $0.contains("to-BEIJING") }, "\(report.troubles)")
        #expect(report.handed["to-CHITA"] != nil)
        try Sabotage.execute(
            "UPDATE link SET path = '\(network.folder.place("links/MOSCOW-BEIJING"))' WHERE name = 'to-BEIJING'",
            at: moscow)
        try requireDelivered()
    }

    @Test("housekeeping that fails is told, and the exchange goes on")
    func housekeeping() throws {
        try write()
        let quarantine = moscow.station.home.quarantine
        try network.move(quarantine, to: quarantine + ".away")
        let report = try moscow.station.exchange()
        #expect(report.received.count == 2)
        #expect(report.troubles.contains { $0.contains("tidying up the quarantine") }, "\(report.troubles)")
        #expect(try moscow.station.status().failing.map(\.duty) == ["tidying up the quarantine"])
        try network.move(quarantine + ".away", to: quarantine)
        try requireDelivered()
    }

    @Test("a telegram that cannot be packed is named, and those behind it leave")
    func oneTelegram() throws {
        let sent = try moscow.send("Spoilt", from: "FILIPPOV", to: ["MAO@BEIJING"])
        try write()
        try Sabotage.execute("UPDATE parcel SET cover = x'00' WHERE number = \(sent.number)", at: moscow)
        let report = try moscow.station.exchange()
        #expect(report.troubles.contains { $0.contains("to BEIJING stays here") }, "\(report.troubles)")
        #expect(report.handed["to-BEIJING"] == 2, "the telegram and the receipts")
        _ = try beijing.station.exchange()
        #expect(try beijing.openAll(as: "MAO") == ["From Moscow"])
    }

    @Test("what was handed over and cannot be noted is named, and what can is noted")
    func oneNote() throws {
        try write()
        try Sabotage(.update, "parcel", when: "NEW.peer = 'BEIJING' AND NEW.waiting = 0").begin(at: moscow)
        let report = try moscow.station.exchange()
        #expect(report.troubles.contains { $0.contains("to BEIJING stays here") }, "\(report.troubles)")
        #expect(report.handed["to-CHITA"] == 2)
        try Sabotage.end(at: moscow)
        try requireDelivered()
    }

    @Test("whatever write fails, an exchange ends in order, and all is delivered once when it is mended")
    func everyWrite() throws {
        var rounds = 0
        for sabotage in try Sabotage.all(at: moscow) {
            try write()
            rounds += 1
            try sabotage.begin(at: moscow)
            #expect(throws: Never.self, "\(sabotage)") { try moscow.station.exchange() }
            try Sabotage.end(at: moscow)
            network.clock.advance(seconds: 600)
            try network.exchangeUntilQuiet(moscow, beijing, chita)
            #expect(try moscow.waiting().count == 2 * rounds, "\(sabotage)")
            #expect(try beijing.waiting().count == rounds, "\(sabotage)")
            #expect(try chita.waiting().count == rounds, "\(sabotage)")
            #expect(try moscow.station.status().failing == [], "\(sabotage)")
        }
        #expect(try moscow.openAll(as: "FILIPPOV").count == 2 * rounds)
        #expect(try beijing.openAll(as: "MAO").count == rounds)
        try network.exchangeUntilQuiet(moscow, beijing, chita)
        for station in [moscow, beijing, chita] { try station.requireGoodRegister() }
    }

    @Test("numbers are not compared with oneself, and the reason is told")
    func withOneself() throws {
        let error = #expect(throws: StationError.self) {
            try moscow.station.compareNow(with: moscow.station.designator)
        }
        #expect(error?.message.description == "MOSCOW is this station: it has no channel to itself")
        #expect(error?.hint != nil)
        #expect(try moscow.station.exchange().isQuiet)
    }
}
