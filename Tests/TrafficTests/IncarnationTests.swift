import Desk
import Register
import Relay
import StationSupport
import Telegrams
import Testing

@testable import Station
@testable import Traffic

/// Stations that were restored from an older copy, founded anew, or run twice.
@Suite struct IncarnationTests {
    let network: TestNetwork
    let moscow: TestStation
    let beijing: TestStation

    init() throws {
        network = try TestNetwork()
        moscow = try network.found("MOSCOW", officers: "FILIPPOV", isWitnessed: true)
        beijing = try network.found("BEIJING", officers: "MAO ZEDONG")
        try network.link(moscow, beijing)
        try network.exchangeUntilQuiet(moscow, beijing)
    }

    private func send(_ subject: String, from station: TestStation) throws {
        try station.send(subject, from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try station.station.exchange()
        _ = try beijing.station.exchange()
    }

    @Test func theSameRegisterOpenedAgainIsNoOlderCopy() throws {
        try send("Before", from: moscow)
        let again = try moscow.another()
        #expect(!again.station.beganAnew)
        #expect(
            try again.station.register.read { try $0.incarnation() }
                == moscow.station.register.read { try $0.incarnation() })
    }

    @Test func anOlderCopyNumbersFromOneAgainAndIsTakenOverAfterAChallenge() throws {
        let copy = try moscow.snapshot()
        try send("Lost with the register", from: moscow)
        try network.exchangeUntilQuiet(moscow, beijing)
        let restored = try moscow.restored(from: copy)
        #expect(restored.station.beganAnew)
        try send("After the restoration", from: restored)
        // Held, until Moscow has proved that it is Moscow.
        #expect(try beijing.waiting().count == 1)
        #expect(try beijing.quarantined.first?.reason.contains("prove") == true)
        try network.exchangeUntilQuiet(restored, beijing)
        #expect(
            try beijing.openAll(as: "MAO ZEDONG") == ["Lost with the register", "After the restoration"])
        #expect(try beijing.quarantined.isEmpty)
        #expect(try beijing.gaps.isEmpty)
        try network.exchangeUntilQuiet(restored, beijing)
        let sent = try #require(try restored.station.list(limit: 1).first)
        #expect(sent.addressees.first?.opened != nil)
        try restored.requireGoodRegister()
    }

    @Test func aMissingFileOutsideBeginsANewIncarnation() throws {
        let path = try #require(try moscow.station.register.read { try $0.setting(.witness) })
        let place = try #require(path.split(separator: "/").last)
        try network.remove("witnesses/\(place)")
        #expect(try moscow.another().station.beganAnew)
        #expect(try !moscow.another().station.beganAnew)
    }

    /// What the old copy wrote and was under way for long is not lost.
    @Test func whatTheFormerIncarnationSentComesLateAndIsTakenIn() throws {
        let copy = try moscow.snapshot()
        try moscow.send("Under way for long", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try moscow.station.exchange()
        let late = try #require(try network.bundles(for: beijing).first)
        try network.copy(late, to: "late")
        try network.remove(late)
        let restored = try moscow.restored(from: copy)
        try send("After the restoration", from: restored)
        try network.exchangeUntilQuiet(restored, beijing)
        try network.copy("late", to: late)
        _ = try beijing.station.exchange()
        try network.exchangeUntilQuiet(restored, beijing)
        #expect(Set(try beijing.openAll(as: "MAO ZEDONG")) == ["Under way for long", "After the restoration"])
        #expect(try beijing.station.register.read { try $0.heldCorrespondences() }.isEmpty)
    }

    @Test func twoCopiesThatAreBothAliveStopTheCorrespondenceUntilAPersonDecides() throws {
        // The second copy does not know the file outside: it is on another machine.
        let copy = try moscow.snapshot()
        try send("From the first", from: moscow)
        try network.exchangeUntilQuiet(moscow, beijing)
        let clock = network.clock
        let second = TestStation(
            station: try Station(home: StationHome(path: copy), clock: { clock.now }), network: network)
        #expect(second.station.beganAnew)
        try second.send("From the second", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(second, beijing)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["From the first", "From the second"])
        // The first one speaks again, and is asked whether it is alive.
        try moscow.send("From the first again", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        var held: [Designator] = []
        for _ in 0..<4 {
            _ = try moscow.station.exchange()
            _ = try beijing.station.exchange()
            held = try beijing.station.register.read { try $0.heldCorrespondences() }.map(\.peer)
        }
        #expect(held == [moscow.station.designator])
        try beijing.send("Who are you?", from: "MAO ZEDONG", to: ["FILIPPOV@MOSCOW"])
        let report = try beijing.station.exchange()
        #expect(report.handed.isEmpty)
        #expect(
            report.held.contains {
                $0.contains("two copies of it are running: see 'cable correspondence resolve MOSCOW'")
            })

        try beijing.station.resolveCopies(of: moscow.station.designator, keeping: moscow.incarnation)
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try moscow.openAll(as: "FILIPPOV") == ["Who are you?"])
        try second.send("From the disowned", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        _ = try second.station.exchange()
        _ = try beijing.station.exchange()
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["From the first again"])
    }

    @Test func aStationFoundedAnewWithOtherKeysIsAnotherCorrespondent() throws {
        try send("To the first", from: moscow)
        try moscow.send("Never handed over", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.remove("BEIJING")
        let anew = try network.found("BEIJING", officers: "MAO ZEDONG")
        _ = try anew.station.importCard(moscow.card.bytes)
        try anew.station.addFolder(
            "to-MOSCOW", path: network.folder.place("links/MOSCOW-BEIJING"), peer: moscow.station.designator)
        network.clock.advance(seconds: 60)
        try anew.station.renewStation()
        guard case .alarm = try moscow.station.importCard(anew.card.bytes).outcome else {
            Issue.record("other keys are an alarm")
            return
        }
        try moscow.station.resolveAlarm(of: anew.station.designator, accept: true)
        try moscow.send("To the second", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, anew)
        #expect(try anew.openAll(as: "MAO ZEDONG") == ["To the second"])
        #expect(try anew.gaps.isEmpty)
    }
}

/// A pinned station that says whatever its keys can sign.
@Suite struct HostileNoticeTests {
    let network: TestNetwork
    let alpha: TestStation
    let bravo: TestStation
    let evil: TestStation

    init() throws {
        network = try TestNetwork()
        alpha = try network.found("ALPHA", officers: "ANNA")
        bravo = try network.found("BRAVO", officers: "BORIS")
        evil = try network.found("EVIL", officers: "IAGO")
        try network.link(alpha, bravo)
        try network.link(alpha, evil)
        try network.exchangeUntilQuiet(alpha, bravo, evil)
    }

    /// Lets the hostile station say it.
    private func say(_ notices: [Notice]) throws {
        let directory = try evil.station.directory()
        let peer = try directory.correspondent(alpha.station.designator)
        let content = try Telegram.Content(
            kind: .service, precedence: .immediate, to: [Address(officer: nil, station: alpha.station.designator)],
            notices: notices)
        try evil.station.register.write {
            try evil.station.sendService(content, enclosures: [], to: peer, directory: directory, in: $0)
        }
        _ = try evil.station.exchange()
    }

    private func numbers(_ station: TestStation, with peer: TestStation) throws -> ChannelComparison {
        try station.station.register.read { try $0.correspondence(with: peer.station.designator) }.comparison
    }

    @Test func whoClaimsThatMoreWasSentStopsWhatIsSentToHimAndNothingElse() throws {
        let before = try numbers(alpha, with: evil)
        let claim = ChannelPlace(incarnation: before.sent.incarnation, channel: ChannelNumber.greatest)
        let own = try numbers(evil, with: alpha).sent
        try say([.compare(sent: own, heard: claim), .repeat(claim)])
        let report = try alpha.station.exchange()
        #expect(report.warnings.contains { $0.contains("EVIL has heard of No. \(ChannelNumber.greatest)") })
        #expect(try numbers(alpha, with: evil).sent.channel <= before.sent.channel + 2)
        try alpha.send("To Boris", from: "ANNA", to: ["BORIS@BRAVO"])
        try alpha.send("To Iago", from: "ANNA", to: ["IAGO@EVIL"])
        for _ in 0..<3 {
            _ = try alpha.station.exchange()
            _ = try bravo.station.exchange()
            _ = try evil.station.exchange()
        }
        #expect(try bravo.openAll(as: "BORIS") == ["To Boris"])
        #expect(try evil.waiting().isEmpty)

        try alpha.station.dismissClaim(of: evil.station.designator)
        try network.exchangeUntilQuiet(alpha, bravo, evil)
        #expect(try evil.openAll(as: "IAGO") == ["To Iago"])
    }

    @Test func ofHisOwnNumbersFarAheadNoMoreAreMissingThanCanBeListed() throws {
        let own = try numbers(evil, with: alpha).sent
        let far = ChannelPlace(incarnation: own.incarnation, channel: ChannelNumber.greatest)
        try say([.compare(sent: far, heard: nil)])
        let report = try alpha.station.exchange()
        #expect(report.remarks.contains { $0.contains("cannot be listed as missing") })
        #expect(try alpha.gaps.count == ChannelRules.greatestGap)
        try alpha.send("To Boris", from: "ANNA", to: ["BORIS@BRAVO"])
        _ = try alpha.station.exchange()
        _ = try bravo.station.exchange()
        #expect(try bravo.openAll(as: "BORIS") == ["To Boris"])
    }

    @Test func aReceiptForOtherContentsIsNotBelieved() throws {
        let sent = try alpha.send("To Iago", from: "ANNA", to: ["IAGO@EVIL"])
        let parcel = try #require(sent.parcels.first)
        let nothing = try Digest256([UInt8](repeating: 0, count: 32))
        let name = ParcelName(channel: parcel.channel, digest: nothing)
        try say([
            .arrived(name, at: network.clock.now.wholeSecond),
            .opened(name, at: network.clock.now.wholeSecond, by: Codename("IAGO")), .refused(name, reason: "no"),
        ])
        _ = try alpha.station.exchange()
        #expect(try alpha.addressee("IAGO@EVIL", of: sent.number)?.opened == nil)
        try network.exchangeUntilQuiet(alpha, evil)
        #expect(try evil.openAll(as: "IAGO") == ["To Iago"])
    }

    @Test func aReceiptFromTheFutureIsNotedForNow() throws {
        let sent = try alpha.send("To Iago", from: "ANNA", to: ["IAGO@EVIL"])
        _ = try alpha.station.exchange()
        _ = try evil.station.exchange()
        let parcel = try #require(sent.parcels.first)
        let record = try #require(
            try alpha.station.register.read { reader in
                try reader.parcel(
                    to: evil.station.designator,
                    ChannelPlace(incarnation: reader.incarnation().name, channel: parcel.channel))
            })
        let name = ParcelName(channel: parcel.channel, digest: record.digest)
        try say([.opened(name, at: Instant(rfc3339: "9999-12-31T23:59:59Z"), by: Codename("IAGO"))])
        _ = try alpha.station.exchange()
        #expect(try alpha.addressee("IAGO@EVIL", of: sent.number)?.opened == network.clock.now.wholeSecond)
    }

    @Test func nothingIsEverSaidToOurselves() throws {
        #expect(throws: StationError.self) { try alpha.station.compareNow(with: alpha.station.designator) }
        try network.exchangeUntilQuiet(alpha, bravo, evil)
    }
}

extension TestStation {
    fileprivate var incarnation: IncarnationName {
        get throws { try station.register.read { try $0.incarnation().name } }
    }
}
