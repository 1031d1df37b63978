import Register
import Relay
import Telegrams
import Testing

@Suite struct ParcelTests {
    let test: TestRegister
    let beijing: Designator

    init() throws {
        test = try TestRegister()
        beijing = try Designator("BEIJING")
    }

    private func enqueue(_ precedence: Precedence, created seconds: Int64, number: Int64? = nil) throws -> ParcelRecord
    {
        try test.register.write { writer in
            var correspondence = try writer.reader.correspondence(with: beijing)
            let key = KeyFingerprint(try Digest256([UInt8](repeating: 1, count: 32)))
            let cover = try Cover(
                from: Designator("MOSCOW"), fromKey: key, to: beijing, toKey: key,
                incarnation: correspondence.sent.incarnation,
                channel: correspondence.number(at: Instant(seconds: seconds)), precedence: precedence,
                content: .service,
                digest: key.digest)
            try writer.set(correspondence, with: beijing)
            let parcel = ParcelRecord(cover, number: number, created: Instant(seconds: seconds))
            try writer.enqueue(parcel)
            return try #require(try writer.reader.parcel(to: beijing, parcel.place))
        }
    }

    private func repeatParcel(_ channel: Int64) throws -> Bool {
        try test.register.write { writer in
            let incarnation = try writer.reader.incarnation().name
            return try writer.repeatParcel(to: beijing, ChannelPlace(incarnation: incarnation, channel: channel))
        }
    }

    private func hand(_ parcel: ParcelRecord) throws {
        try test.register.write {
            try $0.setHanded(parcel, bundle: "x-\(parcel.channel)", link: "courier", hop: nil, at: Instant(seconds: 2))
        }
    }

    private var waiting: [Int64] {
        get throws { try test.register.read { try $0.waitingParcels() }.map(\.channel) }
    }

    @Test func nothingCanWaitForTheStationItself() throws {
        let here = try test.register.read { try $0.station() }.designator
        #expect(throws: RegisterError.self) {
            try test.register.write { try $0.queueNotice(.whereabouts(item: "x"), to: here) }
        }
        #expect(throws: RegisterError.self) {
            try test.register.write { try $0.set(Correspondence($0.reader.incarnation()), with: here) }
        }
        #expect(throws: RegisterError.self) {
            try test.register.write { writer in
                let key = KeyFingerprint(try Digest256([UInt8](repeating: 1, count: 32)))
                let cover = try Cover(
                    from: beijing, fromKey: key, to: here, toKey: key, incarnation: writer.reader.incarnation(),
                    channel: 1, precedence: .routine, content: .service, digest: key.digest)
                try writer.enqueue(ParcelRecord(cover, number: nil, created: Instant(seconds: 1)))
            }
        }
        #expect(try waiting.isEmpty)
        #expect(try test.register.read { try $0.pendingNotices() }.isEmpty)
    }

    @Test func whatBeganToWaitSinceTheLastLookIsTold() throws {
        let parcels = try [Precedence.routine, .flash, .priority].map { try enqueue($0, created: 5) }
        #expect(try waiting == [1, 2, 3])
        try hand(parcels[1])
        let seen = try #require(try test.register.read { try $0.waitingParcels() }.last?.turn)
        #expect(try test.register.read { try $0.waitingParcels(after: seen) }.isEmpty)
        #expect(try repeatParcel(2))
        _ = try enqueue(.routine, created: 4)
        #expect(try test.register.read { try $0.waitingParcels(after: seen) }.map(\.channel) == [2, 4])
        #expect(try waiting == [1, 3, 2, 4])
    }

    /// Handed over once more by a second process, which has read it before the first one was asked to repeat it.
    @Test func aRepeatAskedForDuringTheHandOverIsNotForgotten() throws {
        let parcel = try enqueue(.routine, created: 1)
        try hand(parcel)
        #expect(try repeatParcel(1))
        try hand(parcel)
        #expect(try waiting == [1])
    }

    @Test func aRepeatOfWhatWaitsAlreadyChangesNothing() throws {
        let parcel = try enqueue(.routine, created: 1)
        for _ in 0..<3 { #expect(try repeatParcel(1)) }
        #expect(try test.register.read { try $0.waitingParcels() } == [parcel])
    }

    @Test func aReceiptIsForTheParcelWithThatNumberAndContent() throws {
        let parcel = try enqueue(.routine, created: 1)
        let other = try Digest256([UInt8](repeating: 9, count: 32))
        func found(_ channel: Int64, _ digest: Digest256) throws -> ParcelRecord? {
            try test.register.read { try $0.parcel(to: beijing, ParcelName(channel: channel, digest: digest)) }
        }
        #expect(try found(1, parcel.digest) == parcel)
        #expect(try found(1, other) == nil)
        #expect(try found(2, parcel.digest) == nil)
    }

    @Test func aParcelThatWasRefusedWaitsNoMore() throws {
        let parcel = try enqueue(.routine, created: 1)
        try test.register.write { try $0.setRefused(parcel, reason: "reused", at: Instant(seconds: 3)) }
        #expect(try waiting.isEmpty)
    }

    @Test func aParcelHandedOverWaitsNoMoreUntilARepeatIsAskedFor() throws {
        let parcel = try enqueue(.routine, created: 1)
        try hand(parcel)
        #expect(try waiting.isEmpty)
        #expect(try test.register.read { try $0.parcel(bundle: "x-1") } == parcel)
        #expect(try repeatParcel(1))
        #expect(try waiting == [1])
        #expect(try repeatParcel(2) == false)
    }

    @Test func aParcelThatArrivedWaitsNoMore() throws {
        let parcel = try enqueue(.routine, created: 1)
        #expect(try test.register.write { try $0.setArrived(parcel, at: Instant(seconds: 2)) })
        #expect(try waiting.isEmpty)
        #expect(try repeatParcel(1))
        #expect(try !test.register.write { try $0.setArrived(parcel, at: Instant(seconds: 3)) })
        #expect(try waiting.isEmpty)
    }

    @Test func custodyOfOneBundleIsTakenOnce() throws {
        func take(_ name: String, _ precedence: Precedence, _ seconds: Int64) throws -> Bool {
            try test.register.write { writer in
                guard try writer.reader.carriedHops(name) == nil else { return false }
                try writer.takeCustody(
                    TransitRecord(
                        name: name, destination: .max, precedence: precedence, received: Instant(seconds: seconds),
                        size: name.utf8.count),
                    bytes: Array(name.utf8), hasCircled: false)
                return true
            }
        }
        #expect(try take("a", .routine, 1))
        #expect(try take("b", .flash, 3))
        #expect(try take("c", .routine, 0))
        #expect(try !take("a", .routine, 4))
        #expect(try test.register.read { try $0.transit() }.map(\.name) == ["a", "b", "c"])
        #expect(try test.register.read { try $0.transit() }.first?.destination == .max)
        #expect(try test.register.read { try $0.transit() }.first?.size == 1)
        #expect(try test.register.read { try $0.transitBytes("a") } == Array("a".utf8))

        #expect(try test.register.write { try $0.releaseCustody("a") })
        #expect(try !test.register.write { try $0.releaseCustody("a") })
        #expect(try test.register.read { try $0.transit() }.first?.size == 1)
        #expect(try test.register.read { try $0.transitBytes("a") } == nil)
        // Also when it has left: a second copy would go round for ever.
        #expect(try !take("a", .routine, 5))
        #expect(try test.register.read { try $0.outgoingCount() } == 0, "nobody here knows where they are to go")
    }

    @Test func bundlesOfOneIdentityAreCountedWhileTheyAreHere() throws {
        let names = ["ipn-2.1-5-7-00000000000000aa", "ipn-2.1-5-7-00000000000000bb", "ipn-2.1-5-70-00000000000000aa"]
        for name in names {
            let record = TransitRecord(
                name: name, destination: 3, precedence: .routine, received: Instant(seconds: 1), size: 1)
            _ = try test.register.write { try $0.takeCustody(record, bytes: [0], hasCircled: false) }
        }
        func copies() throws -> Int {
            try test.register.read { try $0.copies(ofBundleNamed: "ipn-2.1-5-7-ffffffffffffffff") }
        }
        #expect(try copies() == 2)
        try test.register.write { _ = try $0.releaseCustody(names[0]) }
        #expect(try copies() == 1)
    }

    @Test func whatWaitsForAnOfficerIsInOrderOfPrecedenceAndThenOfNumber() throws {
        let mao = try Codename("MAO ZEDONG")
        let orders: [Precedence] = [.routine, .flash, .priority, .flash, .routine]
        for precedence in orders { try test.enter(precedence, to: mao) }
        try test.enter(.flash, to: Codename("ZHOU ENLAI"))
        #expect(try test.register.read { try $0.waiting(for: mao, limit: 9) }.map(\.number) == [2, 4, 3, 1, 5])
        #expect(try test.register.read { try $0.waiting(for: mao, limit: 2) }.map(\.number) == [2, 4])
        #expect(try test.register.read { try $0.waiting(for: nil, limit: 9) }.map(\.number) == [2, 4, 6, 3, 1, 5])
        #expect(try test.register.read { try $0.waitingCount(for: mao) } == 5)
    }

    @Test func noStationFillsThePageWithWhatIsUrgent() throws {
        let (mao, evil, moscow) = (try Codename("MAO ZEDONG"), try Designator("EVIL"), try Designator("MOSCOW"))
        let name = try IncarnationName(Array(repeating: 1, count: 16))
        for channel in 1...20 {
            try test.enter(.flash, to: mao, from: .init(peer: evil, incarnation: name, channel: Int64(channel)))
        }
        for channel in 1...2 {
            try test.enter(.routine, to: mao, from: .init(peer: moscow, incarnation: name, channel: Int64(channel)))
        }
        try test.enter(.routine, to: mao)
        func waiting(from peer: Designator? = nil, limit: Int) throws -> [Int64] {
            try test.register.read { try $0.waiting(for: mao, from: peer, limit: limit) }.map(\.number)
        }
        #expect(try waiting(limit: 6) == [1, 2, 3, 21, 22, 23])
        #expect(try waiting(limit: 99) == Array(1...23))
        #expect(try waiting(from: moscow, limit: 1) == [21])
        #expect(try test.register.read { try $0.waitingCounts(for: mao) } == [evil: 20, moscow: 2, nil: 1])
    }

    @Test func theFirstReportOfProgressCounts() throws {
        let mao = try Codename("MAO ZEDONG")
        let moscow = try Designator("MOSCOW")
        let number = try test.enter(to: mao)
        func opened(_ seconds: Int64) throws -> Bool {
            try test.register.write {
                try $0.setProgress(.opened, of: number, station: moscow, officer: mao, at: Instant(seconds: seconds))
            }
        }
        #expect(try opened(70))
        #expect(try !opened(80))
        let addressee = try #require(try test.register.read { try $0.addressees(of: number) }.first)
        #expect(addressee.opened == Instant(seconds: 70))
        #expect(!addressee.isWaiting)
    }

    @Test func aNoticeThatWaitsAlreadyWaitsOnce() throws {
        let notices = ["a", "b"].map { Notice.whereabouts(item: $0) }
        try test.register.write { writer in
            for _ in 0..<3 { try writer.queueNotice(notices[0], to: beijing) }
            try writer.queueNotice(notices[1], to: beijing)
            try writer.queueNotice(notices[0], to: Designator("PYONGYANG"))
        }
        let pending = try test.register.read { try $0.pendingNotices() }
        #expect(pending.map(\.notice) == [notices[0], notices[1], notices[0]])
        try test.register.write { try $0.removeNotices([pending[0]]) }
        #expect(try test.register.read { try $0.pendingNotices() }.map(\.id) == pending.dropFirst().map(\.id))
    }
}
