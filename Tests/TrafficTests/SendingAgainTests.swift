import Desk
import FoundationEssentials
import Register
import Relay
import StationSupport
import Telegrams
import Testing

@testable import Station
@testable import Traffic

/// What a station refused or never got is shown at its sender, and sent again; nobody gets anything twice.
@Suite struct SendingAgainTests {
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

    // MARK: Refused

    @Test func whatWasRefusedIsShownUntilItIsSentAgain() throws {
        let sent = try lose("Refused")
        try refuse(sent, reason: "no room")
        try network.exchangeUntilQuiet(moscow, beijing)
        let refused = try #require(try troubles(of: moscow).refused.first)
        #expect(refused.number == sent.number)
        #expect(refused.station == beijing.station.designator)
        #expect(refused.reason == "no room")
        #expect(try moscow.station.list(limit: 1).first?.refusals.map(\.reason) == ["no room"])
        #expect(try moscow.station.waysTaken(by: sent.number).last?.points.last?.state == .refused)

        let again = try moscow.station.sendAgain(sent.number)
        #expect(again.map(\.station.description) == ["BEIJING"])
        #expect(try covers(of: sent.number).last?.replaces == sent.parcels[0].channel)
        #expect(try troubles(of: moscow).refused.isEmpty)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["Refused"])
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try moscow.addressee("MAO ZEDONG@BEIJING", of: sent.number)?.opened != nil)
        #expect(try moscow.station.list(limit: 1).first?.refusals.isEmpty == true)
        try moscow.requireGoodRegister()
    }

    @Test func whatIsGivenUpIsShownNoMore() throws {
        let sent = try lose("Refused")
        try refuse(sent, reason: "no room")
        try network.exchangeUntilQuiet(moscow, beijing)
        try moscow.station.giveUp(sent.number)
        #expect(try troubles(of: moscow).refusedCount == 0)
        #expect(throws: StationError.self) { try moscow.station.giveUp(sent.number) }
    }

    @Test func enclosuresGoWithIt() throws {
        let file = network.folder.place("map.bin")
        let bytes = (0..<1_500_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try Data(bytes).write(to: URL(filePath: file))
        let map = Attachment(name: "map.bin", mediaType: "application/octet-stream", source: .file(path: file))
        let sent = try moscow.send("Map", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"], attachments: [map])
        _ = try moscow.station.exchange()
        for bundle in try network.bundles(for: beijing) { try network.remove(bundle) }
        let again = try moscow.station.sendAgain(sent.number, to: beijing.station.designator)
        #expect(try #require(again.first).parts > 0)
        // What was lost is not asked for: the numbers of what comes now reveal it, and the repeats are copies.
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.waiting().count == 1)
        let message = try beijing.open(try #require(try beijing.waiting().first), as: "MAO ZEDONG")
        let target = network.folder.place("saved")
        try beijing.station.save(
            message.telegram.content.enclosures[0], of: message, to: target, session: beijing.session("MAO ZEDONG"))
        #expect(try Array(Data(contentsOf: URL(filePath: target))) == bytes)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.gaps.isEmpty)
    }

    @Test func aRefusedPartOfAnEnclosureIsSentAgainAlone() throws {
        let file = network.folder.place("map.bin")
        try Data([UInt8](repeating: 7, count: 100_000)).write(to: URL(filePath: file))
        let map = Attachment(name: "map.bin", mediaType: "application/octet-stream", source: .file(path: file))
        let sent = try moscow.send("Map", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"], attachments: [map])
        let letter = try #require(sent.parcels.first)
        _ = try moscow.station.exchange()
        let part = try #require(
            try moscow.station.register.read { reader in
                try reader.parcel(
                    to: beijing.station.designator,
                    ChannelPlace(incarnation: reader.incarnation().name, channel: letter.channel + 1))
            })
        try say([.refused(ParcelName(channel: part.channel, digest: part.digest), reason: "no room")])
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try troubles(of: moscow).refused.map(\.number) == [sent.number])
        let again = try moscow.station.sendAgain(sent.number)
        #expect(again == [SentAgain(station: beijing.station.designator, channel: nil, parts: 1)])
        #expect(try troubles(of: moscow).refused.isEmpty)
    }

    // MARK: Once

    @Test func whatHasArrivedIsEnteredOnceAndReceiptedTwice() throws {
        let sent = try moscow.send("Once", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(throws: StationError.self) {
            try moscow.station.sendAgain(sent.number, to: beijing.station.designator)
        }
        _ = try moscow.station.sendAgain(sent.number, to: beijing.station.designator, isInsisting: true)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["Once"])
        try expectArrived(2, of: sent.number)
        // And once more: the first number stands for all of them.
        _ = try moscow.station.sendAgain(sent.number, to: beijing.station.designator, isInsisting: true)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.waiting().isEmpty)
        try expectArrived(3, of: sent.number)
        #expect(try beijing.gaps.isEmpty)
        try beijing.requireGoodRegister()
    }

    @Test func theFirstOneThatComesAfterTheSecondIsTheCopy() throws {
        let sent = try moscow.send("Late", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try moscow.station.exchange()
        let late = try #require(try network.bundles(for: beijing).first)
        try network.copy(late, to: "late")
        try network.remove(late)
        _ = try moscow.station.sendAgain(sent.number, to: beijing.station.designator)
        _ = try moscow.station.exchange()
        let report = try beijing.station.exchange()
        #expect(report.received.count == 1)
        try network.copy("late", to: late)
        #expect(try beijing.station.exchange().received.isEmpty)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["Late"])
        try expectArrived(2, of: sent.number)
    }

    /// Whoever says that his letter replaces another one cannot make that disappear.
    @Test func otherContentsAreNoCopyWhateverTheCoverSays() throws {
        let first = try moscow.send("First", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        let second = try moscow.send("Second", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        let directory = try moscow.station.directory()
        try moscow.station.register.write { writer in
            let sent = try #require(try writer.reader.sentParcels(of: second.number).first)
            let cover = try moscow.station.cover(
                of: sent.record, to: directory.correspondent(beijing.station.designator), in: writer.reader)
            var parcel = NewParcel(
                to: beijing.station.designator, .letter, precedence: .routine, digest: cover.digest,
                number: second.number)
            parcel.officers = cover.officers
            parcel.sealedTo = cover.sealedTo
            parcel.replaces = ChannelPlace(incarnation: cover.incarnation.name, channel: first.parcels[0].channel)
            try moscow.station.queue(parcel, directory: directory, at: moscow.station.now(), in: writer)
        }
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try Set(beijing.openAll(as: "MAO ZEDONG")).isSuperset(of: ["First", "Second"]))
    }

    // MARK: What is not sent again

    @Test func whatNeedsNotBeSentAgainIsRefusedWithTheReason() throws {
        let station = moscow.station
        let peer = beijing.station.designator
        let sent = try moscow.send("Waits", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        func message(_ body: () throws -> [SentAgain]) -> String {
            do {
                _ = try body()
                return ""
            } catch {
                return "\(error)"
            }
        }
        #expect(message { try station.sendAgain(sent.number) }.contains("was not refused anywhere"))
        #expect(message { try station.sendAgain(sent.number, to: peer) }.contains("still waits here"))
        #expect(message { try station.sendAgain(99) }.contains("there is no No. 99"))
        #expect(message { try station.sendAgain(sent.number, to: Designator("PARIS")) }.contains("never sent to PARIS"))
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(message { try station.sendAgain(sent.number, to: peer) }.contains("has arrived at BEIJING"))
    }

    @Test func inAnotherIncarnationItReplacesNothing() throws {
        let sent = try lose("Before")
        try moscow.station.beginNewIncarnation()
        _ = try moscow.station.sendAgain(sent.number, to: beijing.station.designator)
        let cover = try #require(try covers(of: sent.number).last)
        #expect(cover.replaces == nil)
        #expect(cover.channel == 1)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["Before"])
    }

    @Test func whatWaitsForAStationWithOtherKeysIsShownAndSealedAnew() throws {
        try moscow.send("Known", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        let sent = try moscow.send("Never handed over", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.remove("BEIJING")
        let anew = try network.found("BEIJING", officers: "MAO ZEDONG")
        _ = try anew.station.importCard(moscow.card.bytes)
        try anew.station.addFolder(
            "to-MOSCOW", path: network.folder.place("links/MOSCOW-BEIJING"), peer: moscow.station.designator)
        network.clock.advance(seconds: 60)
        try anew.station.renewStation()
        _ = try moscow.station.importCard(anew.card.bytes)
        let stopped = try troubles(of: moscow).stopped
        #expect(stopped == [.init(station: beijing.station.designator, cause: .keysChanged, waiting: 1)])
        try moscow.station.resolveAlarm(of: anew.station.designator, accept: true)
        // At once, not only when the next telegram is sent.
        #expect(try troubles(of: moscow).refused.map(\.number) == [sent.number])
        let error = #expect(throws: StationError.self) { try moscow.station.sendAgain(sent.number) }
        #expect(error?.hint?.description.contains("cable readdress \(sent.number)") == true)
        _ = try moscow.station.readdress(
            sent.number, to: [Address("MAO ZEDONG@BEIJING")], remark: nil, session: moscow.session("FILIPPOV"))
        #expect(try troubles(of: moscow).refused.isEmpty)
        try network.exchangeUntilQuiet(moscow, anew)
        #expect(try anew.openAll(as: "MAO ZEDONG") == ["Never handed over"])
    }

    // MARK: Unreadable

    @Test func aLetterToAKeyThatIsGoneIsToldOnceAndSealedAnew() throws {
        let sent = try moscow.send("To a dead key", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        let keys = SealingKeyFolder(path: beijing.station.home.receivingKeys(of: try Codename("MAO ZEDONG")))
        try keys.destroyAll()
        try network.exchangeUntilQuiet(moscow, beijing)
        let unreadable = try troubles(of: moscow).unreadable
        #expect(unreadable.map(\.number) == [sent.number])
        #expect(unreadable.map(\.officer.description) == ["MAO ZEDONG@BEIJING"])
        let here = try #require(try beijing.station.inbox(of: nil, limit: 1).waiting.first)
        #expect(here.addressees.first?.unreadable != nil)
        // It is not his clerk who can do something about it.
        #expect(try troubles(of: beijing).unreadable.isEmpty)

        network.clock.advance(seconds: 60)
        try beijing.station.renewOfficer(beijing.session("MAO ZEDONG"))
        try network.exchangeUntilQuiet(moscow, beijing)
        _ = try moscow.station.readdress(
            sent.number, to: [Address("MAO ZEDONG@BEIJING")], remark: nil, session: moscow.session("FILIPPOV"))
        #expect(try troubles(of: moscow).unreadable.isEmpty)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try troubles(of: moscow).unreadable.isEmpty)
        let number = try #require(try beijing.waiting().max())
        #expect(try beijing.open(number, as: "MAO ZEDONG").telegram.subject == "To a dead key")
    }

    @Test func nobodyIsToldOfKeysThatAreHere() throws {
        let sent = try moscow.send("To a living key", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try moscow.addressee("MAO ZEDONG@BEIJING", of: sent.number)?.unreadable == nil)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["To a living key"])
    }

    // MARK: The register itself

    @Test func aClaimThatStopsTheCorrespondenceIsShownAndANewIncarnationEndsIt() throws {
        let incarnation = try moscow.station.register.read { try $0.incarnation().name }
        let own = try beijing.station.register.read {
            try $0.correspondence(with: moscow.station.designator)
        }.comparison.sent
        try say([.compare(sent: own, heard: ChannelPlace(incarnation: incarnation, channel: 900))])
        _ = try moscow.station.exchange()
        try moscow.send("Waits", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        let stopped = try #require(try troubles(of: moscow).stopped.first)
        #expect(stopped.cause == .olderCopy)
        #expect(stopped.heard == 900)
        #expect(stopped.waiting == 1)
        #expect(try moscow.station.inbox(of: nil, limit: 1).troubles.stopped == [stopped])
        // A correspondent can bring that about himself: it is no fault of an exchange with everybody.
        let report = try moscow.station.exchange()
        #expect(report.troubles.isEmpty, "\(report.troubles)")
        #expect(report.held.count == 1)
        #expect(report.held.first?.hasSuffix("see 'cable correspondence resolve BEIJING'") == true)
        try moscow.station.beginNewIncarnation()
        #expect(try troubles(of: moscow).stopped.isEmpty)
        #expect(try troubles(of: moscow).restored != nil)
        _ = try moscow.station.exchange()
        _ = try beijing.station.exchange()
        #expect(try troubles(of: beijing).proving.map(\.station) == [moscow.station.designator])
        // Another copy has proved itself meanwhile: what is of this one is held on, and is not called damaged.
        let held = try troubles(of: beijing).proving
        try beijing.station.register.write { try $0.releaseHeld(of: moscow.station.designator) }
        var retried = ExchangeReport()
        try beijing.station.takeHeldIn(report: &retried)
        #expect(try troubles(of: beijing).proving == held)
        #expect(try beijing.station.status().quarantined == 0)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try troubles(of: beijing).proving.isEmpty)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["Waits"])
        try moscow.station.acknowledgeRestoration()
        #expect(try troubles(of: moscow) == CorrespondenceTroubles())
        #expect(throws: StationError.self) { try moscow.station.acknowledgeRestoration() }
    }

    @Test func aStationThatIsStoppedIsNeitherHeardNorSpokenToAndNothingIsLost() throws {
        try network.exchangeUntilQuiet(moscow, beijing)
        let evil = moscow.station.designator
        try beijing.station.stopCorrespondence(with: evil)
        let before = try beijing.station.list(limit: 99, includingService: true).count
        for subject in ["First", "Second"] { try moscow.send(subject, from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"]) }
        try beijing.send("Waits", from: "MAO ZEDONG", to: ["FILIPPOV@MOSCOW"])
        _ = try moscow.station.exchange()
        let report = try beijing.station.exchange()
        #expect(report.troubles.isEmpty && report.quarantined.isEmpty && report.received.isEmpty, "\(report)")
        #expect(report.remarks == ["the correspondence with MOSCOW is stopped: what comes from it is thrown away"])
        #expect(try beijing.station.list(limit: 99, includingService: true).count == before + 1)
        #expect(try troubles(of: beijing).silenced.map(\.waiting) == [1])
        #expect(throws: StationError.self) { try beijing.station.stopCorrespondence(with: evil) }
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try moscow.waiting().isEmpty)

        try beijing.station.resumeCorrespondence(with: evil)
        #expect(throws: StationError.self) { try beijing.station.resumeCorrespondence(with: evil) }
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try moscow.openAll(as: "FILIPPOV") == ["Waits"])
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["First", "Second"])
        #expect(try troubles(of: beijing) == CorrespondenceTroubles())
    }

    // MARK: Shorthand

    /// Sends a telegram whose bundle is lost on the link.
    private func lose(_ subject: String) throws -> SentTelegram {
        let sent = try moscow.send(subject, from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try moscow.station.exchange()
        for bundle in try network.bundles(for: beijing) { try network.remove(bundle) }
        return sent
    }

    /// Lets Beijing say that it does not accept a telegram.
    private func refuse(_ sent: SentTelegram, reason: String) throws {
        let digest = try #require(try covers(of: sent.number).first).digest
        try say([.refused(ParcelName(channel: sent.parcels[0].channel, digest: digest), reason: reason)])
    }

    private func say(_ notices: [Notice]) throws {
        let directory = try beijing.station.directory()
        let content = try Telegram.Content(
            kind: .service, precedence: .immediate, to: [Address(officer: nil, station: moscow.station.designator)],
            notices: notices)
        try beijing.station.register.write {
            try beijing.station.sendService(
                content, enclosures: [], to: directory.correspondent(moscow.station.designator), directory: directory,
                in: $0)
        }
        _ = try beijing.station.exchange()
    }

    private func covers(of number: Int64) throws -> [Cover] {
        try moscow.station.register.read { try $0.sentParcels(of: number) }.map { try Cover(parsing: $0.record.cover) }
    }

    private func expectArrived(
        _ count: Int, of number: Int64, at location: SourceLocation = #_sourceLocation
    ) throws {
        let parcels = try moscow.station.register.read { try $0.sentParcels(of: number) }
        #expect(parcels.count == count, sourceLocation: location)
        #expect(parcels.allSatisfy { $0.arrived != nil }, sourceLocation: location)
    }

    private func troubles(of station: TestStation) throws -> CorrespondenceTroubles {
        try station.station.register.read { try station.station.troubles(in: $0) }
    }
}
