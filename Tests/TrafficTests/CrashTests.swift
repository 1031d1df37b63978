import Desk
import FoundationEssentials
import Register
import Relay
import StationSupport
import Telegrams
import Testing

@testable import Station
@testable import Traffic

/// What a crash leaves behind, whatever the step: nothing may be lost and nothing delivered twice.
///
/// A crash leaves the disk as it was between two steps: what one side has done is put together with what the other side
/// has not.
@Suite struct CrashTests {
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

    private func requireAllDelivered(_ subjects: [String], moscow: TestStation, beijing: TestStation) throws {
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.openAll(as: "MAO ZEDONG").sorted() == subjects.sorted())
        #expect(try beijing.station.list(limit: 100).count == subjects.count)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.gaps.isEmpty)
        #expect(try moscow.gaps.isEmpty)
        for summary in try moscow.station.list(limit: 100) {
            #expect(summary.addressees.allSatisfy { $0.arrived != nil && $0.opened != nil })
        }
        try moscow.requireGoodRegister()
        try beijing.requireGoodRegister()
        #expect(try beijing.quarantined.isEmpty)
    }

    @Test func aCrashAfterHandingOverAndBeforeNotingIt() throws {
        try moscow.send("One", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try moscow.send("Two", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        let before = try moscow.snapshot()
        _ = try moscow.station.exchange()
        #expect(try network.bundles(for: beijing).count == 2)
        let restored = try moscow.restored(from: before)
        _ = try restored.station.exchange()
        #expect(try network.bundles(for: beijing).count == 4)
        let report = try beijing.station.exchange()
        #expect(report.received.count == 2)
        #expect(report.duplicates == 2)
        try requireAllDelivered(["One", "Two"], moscow: restored, beijing: beijing)
    }

    @Test func aCrashAfterTakingInAndBeforeForgettingItOnTheLink() throws {
        try moscow.send("One", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try moscow.station.exchange()
        let bundle = try #require(try network.bundles(for: beijing).first)
        try network.copy(bundle, to: "kept")
        _ = try beijing.station.exchange()
        try network.copy("kept", to: bundle)
        #expect(try beijing.station.exchange().duplicates == 1)
        try requireAllDelivered(["One"], moscow: moscow, beijing: beijing)
    }

    @Test func aCrashBeforeTakingInIsDurable() throws {
        try moscow.send("One", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try moscow.station.exchange()
        let bundle = try #require(try network.bundles(for: beijing).first)
        try network.copy(bundle, to: "kept")
        let before = try beijing.snapshot()
        _ = try beijing.station.exchange()
        let restored = try beijing.restored(from: before)
        try network.bundles(for: moscow).forEach(network.remove)
        try network.copy("kept", to: bundle)
        #expect(try restored.station.exchange().received.count == 1)
        try requireAllDelivered(["One"], moscow: moscow, beijing: restored)
    }

    @Test func aCrashAfterReceiptsAreHandedOverAndBeforeThatIsNoted() throws {
        try moscow.send("One", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try moscow.station.exchange()
        let taken = try beijing.station.collectOnly()
        #expect(taken.received.count == 1)
        var duties = Duties(seed: 1)
        beijing.station.sendNotices(&duties)
        let before = try beijing.snapshot()
        _ = try beijing.station.exchange()
        let restored = try beijing.restored(from: before)
        _ = try restored.station.exchange()
        #expect(try network.bundles(for: moscow).count == 2)
        let report = try moscow.station.exchange()
        #expect(report.notices == 1)
        #expect(report.duplicates == 1)
        try requireAllDelivered(["One"], moscow: moscow, beijing: restored)
    }

    @Test func aCrashBetweenNotingAndSettingAside() throws {
        try moscow.send("One", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try moscow.station.exchange()
        let bundle = try #require(try network.bundles(for: beijing).first)
        try network.folder.put(bundle, [1, 2, 3])
        let name = try #require(bundle.split(separator: "/").last)
        // The register has noted and reported it; its file still lies on the link.
        try beijing.station.register.write { writer in
            let item = NewQuarantineItem(
                item: String(name), link: "to-MOSCOW", reason: "not a good bundle", source: .link("to-MOSCOW"), size: 3)
            _ = try writer.quarantine(item, at: network.clock.now)
            let notice = Notice.damaged(item: String(name), reason: "not a good bundle")
            try writer.queueNotice(notice, to: moscow.station.designator)
        }
        #expect(try beijing.station.exchange().quarantined.count == 1)
        let records = try beijing.quarantined
        #expect(records.count == 1)
        #expect(records.first?.file != nil)
        #expect(try moscow.station.exchange().notices == 1)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["One"])
    }

    @Test func aCrashBetweenSendingAndExchanging() throws {
        try moscow.send("One", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        let copy = try moscow.snapshot()
        try requireAllDelivered(["One"], moscow: moscow.restored(from: copy), beijing: beijing)
    }

    @Test func aCrashOfARelayAfterHandingOn() throws {
        let pyongyang = try network.found("PYONGYANG", officers: "KIM IL SUNG")
        try network.link(beijing, pyongyang)
        try network.introduce(moscow, pyongyang)
        try moscow.station.addRoute(to: pyongyang.station.designator, via: beijing.station.designator)
        try pyongyang.station.addRoute(to: moscow.station.designator, via: beijing.station.designator)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        try moscow.send("Carried", from: "FILIPPOV", to: ["KIM IL SUNG@PYONGYANG"])
        _ = try moscow.station.exchange()
        _ = try beijing.station.collectOnly()
        let before = try beijing.snapshot()
        _ = try beijing.station.exchange()
        let restored = try beijing.restored(from: before)
        // Older by now, so that the same bundle has other bytes under the same name: it waits until that copy is collected.
        network.clock.advance(seconds: 60)
        #expect(try restored.station.exchange().troubles == [])
        #expect(try restored.station.inbox(of: nil, limit: 1).outgoing == 1)
        #expect(try pyongyang.station.exchange().received.count == 1)
        try network.exchangeUntilQuiet(moscow, restored, pyongyang)
        #expect(try pyongyang.openAll(as: "KIM IL SUNG") == ["Carried"])
        #expect(try pyongyang.station.list(limit: 10).count == 1)
        #expect(try restored.station.inbox(of: nil, limit: 1).outgoing == 0)
    }

    @Test func twoCommandsThatExchangeAtOnceDeliverEverythingOnce() async throws {
        let subjects = (0..<12).map { "Subject \($0)" }
        for subject in subjects { try moscow.send(subject, from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"]) }
        for station in [moscow, beijing] {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 { group.addTask { _ = try station.another().station.exchange() } }
                try await group.waitForAll()
            }
        }
        try requireAllDelivered(subjects, moscow: moscow, beijing: beijing)
    }

    @Test func aLinkThatIsAwayHoldsUpNobodyElse() throws {
        let pyongyang = try network.found("PYONGYANG", officers: "KIM IL SUNG")
        try network.link(moscow, pyongyang)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        let stick = network.folder.place("links/MOSCOW-BEIJING")
        try FileManager.default.moveItem(atPath: stick, toPath: stick + ".away")
        try moscow.send(
            "To both", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING", "KIM IL SUNG@PYONGYANG"])
        let report = try moscow.station.exchange()
        #expect(report.handed == ["to-PYONGYANG": 1])
        #expect(!report.troubles.isEmpty)
        // A file where the folder should be is no reason to stop either.
        try network.folder.put("links/MOSCOW-BEIJING", [1])
        #expect(throws: Never.self) { try moscow.station.exchange() }
        try network.remove("links/MOSCOW-BEIJING")
        try FileManager.default.moveItem(atPath: stick + ".away", toPath: stick)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["To both"])
        #expect(try pyongyang.openAll(as: "KIM IL SUNG") == ["To both"])
    }
}

extension Station {
    /// The first half of an exchange.
    func collectOnly() throws -> ExchangeReport {
        var report = ExchangeReport()
        for record in try links() {
            guard let link = try open(record) else { continue }
            try collect(from: link, of: record.peer, report: &report) { _ in }
        }
        return report
    }
}
