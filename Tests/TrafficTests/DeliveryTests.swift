import Desk
import Register
import Sealing
import StationSupport
import Telegrams
import Testing

@testable import Station
@testable import Traffic

@Suite struct DeliveryTests {
    let network: TestNetwork
    let moscow: TestStation
    let beijing: TestStation

    init() throws {
        network = try TestNetwork()
        moscow = try network.found("MOSCOW", officers: "FILIPPOV", "MOLOTOV")
        beijing = try network.found("BEIJING", officers: "MAO ZEDONG", "ZHOU ENLAI")
        try network.link(moscow, beijing)
    }

    @Test func aTelegramIsOpenedAndItsReceiptsComeBack() throws {
        let sent = try moscow.send("Armistice talks", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        #expect(sent.number == 1)
        #expect(sent.parcels.map(\.channel) == [1])
        #expect(sent.warnings.isEmpty)
        network.clock.advance(seconds: 60)
        try network.exchangeUntilQuiet(moscow, beijing)

        let arrived = try #require(try moscow.addressee("MAO ZEDONG@BEIJING", of: 1))
        #expect(arrived.arrived == network.clock.now)
        #expect(arrived.opened == nil)
        let number = try #require(try beijing.waiting(for: "MAO ZEDONG").first)

        network.clock.advance(seconds: 60)
        let opened = try beijing.open(number, as: "MAO ZEDONG")
        #expect(opened.telegram == sent.telegram)
        #expect(opened.signer == .confirmed)
        #expect(try beijing.waiting().isEmpty)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try moscow.addressee("MAO ZEDONG@BEIJING", of: 1)?.opened == network.clock.now)

        network.clock.advance(seconds: 60)
        try beijing.station.done(number, session: beijing.session("MAO ZEDONG"))
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try moscow.addressee("MAO ZEDONG@BEIJING", of: 1)?.done == network.clock.now)
        try moscow.requireGoodRegister()
        try beijing.requireGoodRegister()
    }

    @Test func twoStationsWithNothingNewAreQuiet() throws {
        #expect(try network.exchangeUntilQuiet(moscow, beijing) <= 4)
        try moscow.send("Armistice talks", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        #expect(try network.exchangeUntilQuiet(moscow, beijing) <= 4)
        _ = try beijing.openAll(as: "MAO ZEDONG")
        #expect(try network.exchangeUntilQuiet(moscow, beijing) <= 3)
        for _ in 0..<3 {
            network.clock.advance(seconds: 7200)
            #expect(try network.exchangeUntilQuiet(moscow, beijing) == 1)
        }
    }

    @Test func severalRecipientsAtSeveralStationsAndAtTheOwnOneOpenTheSameTelegram() throws {
        let pyongyang = try network.found("PYONGYANG", officers: "KIM IL SUNG")
        try network.link(moscow, pyongyang)
        let sent = try moscow.send(
            "To all of you", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING", "ZHOU ENLAI@BEIJING", "MOLOTOV@MOSCOW"],
            info: ["KIM IL SUNG@PYONGYANG"])
        #expect(Set(sent.parcels.map(\.station.description)) == ["BEIJING", "PYONGYANG"])
        #expect(try moscow.waiting(for: "MOLOTOV") == [1])
        #expect(try moscow.openAll(as: "MOLOTOV") == ["To all of you"])
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)

        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["To all of you"])
        #expect(try beijing.waiting(for: "MAO ZEDONG").isEmpty)
        #expect(try beijing.waiting(for: "ZHOU ENLAI").count == 1)
        #expect(try beijing.openAll(as: "ZHOU ENLAI") == ["To all of you"])
        let forInformation = try #require(try pyongyang.waiting(for: "KIM IL SUNG").first)
        #expect(try pyongyang.addressee("KIM IL SUNG@PYONGYANG", of: forInformation)?.role == .info)
        #expect(try pyongyang.openAll(as: "KIM IL SUNG") == ["To all of you"])
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)

        let addressees = try moscow.station.trace(1).addressees
        #expect(addressees.count == 4)
        #expect(addressees.allSatisfy { $0.arrived != nil && $0.opened != nil })
    }

    @Test func theReceiptsOfSeveralTelegramsTravelInOne() throws {
        try network.exchangeUntilQuiet(moscow, beijing)
        for index in 1...5 { try moscow.send("Matter \(index)", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"]) }
        _ = try moscow.station.exchange()
        _ = try beijing.station.exchange()
        #expect(try network.bundles(for: moscow).count == 1)
        #expect(try beijing.openAll(as: "MAO ZEDONG").count == 5)
        _ = try beijing.station.exchange()
        #expect(try network.bundles(for: moscow).count == 2)
        #expect(try moscow.station.exchange().notices == 2)
    }

    @Test func whatSomebodyWritesToHimselfDoesNotWaitForHim() throws {
        try moscow.send("Memorandum", from: "FILIPPOV", to: ["FILIPPOV@MOSCOW", "MOLOTOV@MOSCOW"])
        #expect(try moscow.waiting(for: "FILIPPOV").isEmpty)
        #expect(try moscow.waiting(for: "MOLOTOV") == [1])
        let shown = try moscow.station.show(1, session: moscow.session("FILIPPOV"))
        #expect(shown.telegram.subject == "Memorandum")
        #expect(try moscow.addressee("FILIPPOV@MOSCOW", of: 1)?.opened != nil)
        try moscow.open(1, as: "MOLOTOV")
        #expect(try moscow.waiting().isEmpty)
    }

    @Test func onlyAddresseesCanOpenATelegram() throws {
        try moscow.send("Secret", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        let number = try #require(try beijing.waiting().first)
        let error = #expect(throws: StationError.self) { try beijing.open(number, as: "ZHOU ENLAI") }
        #expect(error?.code == .locked)
        #expect(throws: StationError.self) { try moscow.open(1, as: "MOLOTOV") }
        #expect(try moscow.station.show(1, session: moscow.session("FILIPPOV")).telegram.subject == "Secret")
    }

    @Test func aSecondOpeningSendsNoSecondReceipt() throws {
        try moscow.send("Once", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        let number = try #require(try beijing.waiting().first)
        try beijing.open(number, as: "MAO ZEDONG")
        try network.exchangeUntilQuiet(moscow, beijing)
        try beijing.open(number, as: "MAO ZEDONG")
        _ = try beijing.station.show(number, session: beijing.session("MAO ZEDONG"))
        #expect(try network.exchangeUntilQuiet(moscow, beijing) == 1)
    }

    @Test func lookingAtAServiceTelegramSendsNoReceipt() throws {
        try moscow.send("Once", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        let service = try moscow.station.list(limit: 100, includingService: true)
            .filter { $0.entry.isService && $0.entry.direction == .incoming }
        #expect(!service.isEmpty)
        for summary in service {
            _ = try moscow.station.show(summary.entry.number, session: moscow.session("FILIPPOV"))
        }
        #expect(try network.exchangeUntilQuiet(moscow, beijing) == 1)
    }

    @Test func thereIsNoRouteAndNothingHasChanged() throws {
        let pyongyang = try network.found("PYONGYANG", officers: "KIM IL SUNG")
        try network.introduce(moscow, pyongyang)
        let error = #expect(throws: StationError.self) {
            try moscow.send("Lost", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING", "KIM IL SUNG@PYONGYANG"])
        }
        #expect(error?.code == .refused)
        #expect(error?.message.description.contains("PYONGYANG") == true)
        #expect(try moscow.numbers.isEmpty)
        #expect(try moscow.station.inbox(of: nil, limit: 1).outgoing == 0)
        let sent = try moscow.send("Found", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        #expect(sent.number == 1)
        #expect(sent.parcels.map(\.channel) == [1])
    }

    @Test func whatLeavesByAConnectionIsLeftToWhoeverServes() throws {
        try moscow.station.removeLink("to-BEIJING")
        try moscow.station.addLink(
            LinkRecord(name: "line", kind: "tcp", path: "beijing.example:4556", peer: beijing.station.designator))
        try moscow.send("Armistice talks", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        let report = try moscow.station.exchange()
        #expect(report.isQuiet)
        // The telegram, and a question for Beijing's numbers.
        #expect(report.held == ["2 for link line: 'cable serve' makes the connection"])
        #expect(throws: StationError.self) { try moscow.station.exchange(only: ["line"]) }
        #expect(try moscow.station.inbox(of: nil, limit: 1).outgoing == 2)
    }

    @Test(arguments: ["NOBODY@BEIJING", "BEIJING", "MAO ZEDONG@SHANGHAI"])
    func anAddresseeWhomNoCardNamesIsRefused(address: String) throws {
        #expect(throws: StationError.self) { try moscow.send("Lost", from: "FILIPPOV", to: [address]) }
        #expect(try moscow.numbers.isEmpty)
    }

    @Test func theSubjectMayBeAsLongAsTheFormatAllowsAndNoLonger() throws {
        let longest = String(repeating: "W", count: 1000)
        try moscow.send(longest, from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == [longest])
        #expect(throws: FormatError.self) {
            try moscow.send(longest + "W", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        }
        let number = try #require(try beijing.station.list(limit: 9).last?.entry.number)
        let answer = try beijing.station.reply(to: number, session: beijing.session("MAO ZEDONG"))
        #expect(answer.content.subject == longest)
    }

    @Test func draftsAreSentTogetherOrNotAtAll() throws {
        let session = try moscow.session("FILIPPOV")
        for subject in ["One", "Two"] {
            _ = try moscow.station.keep(moscow.paper(subject, to: ["MAO ZEDONG@BEIJING"]), session: session)
        }
        _ = try moscow.station.keep(moscow.paper("Three", to: ["NOBODY@BEIJING"]), session: session)
        let drafts = try moscow.station.drafts(session: session)
        #expect(throws: StationError.self) { try moscow.station.send(drafts, session: session) }
        #expect(try moscow.numbers.isEmpty)
        #expect(try moscow.station.drafts(session: session).count == 3)

        let sent = try moscow.station.send(Array(drafts.prefix(2)), session: session)
        #expect(sent.map(\.number) == [1, 2])
        #expect(try moscow.station.drafts(session: session).map(\.id) == [drafts[2].id])
        // Sent once: the draft is gone, and no number is used.
        #expect(throws: StationError.self) { try moscow.station.send(Array(drafts.prefix(1)), session: session) }
        #expect(try moscow.numbers == [1, 2])
    }

    @Test func anOlderSeriesOfNumbersIsContinued() throws {
        let older = try network.found("OLDER", officers: "VASILEVSKY", firstNumber: 3_918)
        try network.link(older, beijing)
        #expect(try older.send("Continued", from: "VASILEVSKY", to: ["MAO ZEDONG@BEIJING"]).number == 3_918)
        try older.requireGoodRegister()
    }

    @Test func commandsThatSendAtTheSameTimeUseNoNumberTwice() async throws {
        let (moscow, network) = (moscow, network)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    let mine = try moscow.another()
                    for index in 0..<5 {
                        try mine.send("Subject \(worker).\(index)", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
                        if index == 2 { _ = try mine.station.exchange() }
                    }
                }
            }
            try await group.waitForAll()
        }
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try moscow.numbers == (1...Int64(try moscow.numbers.count)).map { $0 })
        try moscow.requireGoodRegister()
        #expect(Set(try beijing.openAll(as: "MAO ZEDONG")).count == 20)
        #expect(try beijing.station.list(limit: 100).count == 20)
        #expect(try beijing.gaps.isEmpty)
    }

    @Test func theMostUrgentFileIsHandedOverFirst() throws {
        try network.exchangeUntilQuiet(moscow, beijing)
        let order: [Precedence] = [.routine, .flash, .priority, .immediate, .flash]
        for precedence in order {
            try moscow.send("\(precedence)", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"], precedence: precedence)
            network.clock.advance(seconds: 1)
        }
        _ = try moscow.station.exchange()
        let ranks = try network.bundles(for: beijing).compactMap { $0.split(separator: "/").last?.first }
        #expect(ranks.map(String.init) == order.map(\.rawValue).sorted().map(String.init))
        let report = try beijing.station.exchange()
        let subjects = try report.received.map { try beijing.open($0, as: "MAO ZEDONG").telegram.subject }
        #expect(subjects == ["flash", "flash", "immediate", "priority", "routine"])
        #expect(try beijing.gaps.isEmpty)
    }
}
