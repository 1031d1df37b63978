import Register
import Relay
import Telegrams
import Testing

@Suite struct IncomingEnclosureTests {
    let test: TestRegister
    let moscow: IncomingEnclosure
    let beijing: IncomingEnclosure
    let incarnation: IncarnationName
    let now = Instant(seconds: 100)

    init() throws {
        test = try TestRegister()
        let digest = try Digest256([UInt8](repeating: 7, count: 32))
        moscow = IncomingEnclosure(peer: try Designator("MOSCOW"), digest: digest)
        beijing = IncomingEnclosure(peer: try Designator("BEIJING"), digest: digest)
        incarnation = try IncarnationName([UInt8](repeating: 1, count: 16))
    }

    /// The parts of a file of 250 bytes.
    private func part(_ index: Int) -> IncomingPart {
        let offset = Int64(index * 100)
        return IncomingPart(
            offset: offset, length: min(100, 250 - offset),
            place: ChannelPlace(incarnation: incarnation, channel: Int64(index + 2)))
    }

    private func add(
        _ index: Int, to enclosure: IncomingEnclosure, isWritten: Bool = true, in writer: Register.Writer
    ) throws {
        try writer.add(part(index), to: enclosure, size: 250, partLength: 100, isWritten: isWritten, at: now)
    }

    private func announce(_ enclosure: IncomingEnclosure, size: Int64 = 250) throws -> Bool {
        let number = try test.enter()
        return try test.register.write { try $0.announce(enclosure, size: size, by: number, at: now) }
    }

    private func kept(_ kind: Kept, _ enclosure: IncomingEnclosure) throws -> KeptAmount {
        try test.register.read { try $0.kept(kind, for: .station(enclosure.peer)) }
    }

    private var full: [IncomingEnclosure] {
        get throws { try test.register.read { try $0.fullEnclosures() } }
    }

    private func lost(_ enclosure: IncomingEnclosure) throws -> [Int64] {
        try test.register.read { try $0.lostParts(of: enclosure, limit: 10) }.map(\.offset)
    }

    @Test func anAnnouncedEnclosureIsFullWhenAllItsPartsAreHere() throws {
        #expect(try announce(moscow))
        try test.register.write { writer in
            try add(0, to: moscow, in: writer)
            try add(2, to: moscow, in: writer)
        }
        #expect(try full.isEmpty)
        #expect(try test.register.read { try $0.progress(of: moscow.digest)?.present } == 150)
        try test.register.write { try add(1, to: moscow, in: $0) }
        #expect(try full == [moscow])
        #expect(try kept(.enclosures, moscow) == KeptAmount(bytes: 250, count: 1))
        try test.register.write { try $0.complete(moscow) }
        #expect(try full.isEmpty)
        #expect(try test.register.read { try $0.enclosure(digest: moscow.digest.bytes) }?.isComplete == true)
    }

    @Test func whatIsNotAnnouncedIsNeverFullAndCountsApart() throws {
        try test.register.write { writer in for index in 0..<3 { try add(index, to: moscow, in: writer) } }
        #expect(try full.isEmpty)
        #expect(try kept(.unannounced, moscow) == KeptAmount(bytes: 250, count: 3))
        #expect(try announce(moscow))
        #expect(try full == [moscow])
        #expect(try kept(.unannounced, moscow) == KeptAmount())
        #expect(try kept(.enclosures, moscow) == KeptAmount(bytes: 250, count: 1))
    }

    @Test func theAnnouncementDecidesOnTheSize() throws {
        try test.register.write { try add(0, to: moscow, in: $0) }
        #expect(try !announce(moscow, size: 251))
        #expect(try kept(.unannounced, moscow) == KeptAmount())
        #expect(try test.register.read { try $0.incoming(moscow) }?.facts.size == 251)
        #expect(try test.register.read { try $0.hasPart(moscow, at: 0) } == nil)
        // Of two letters the first one counts.
        #expect(try announce(moscow, size: 252))
        #expect(try test.register.read { try $0.incoming(moscow) }?.facts.size == 251)
    }

    @Test func eachStationHasPartsOfItsOwnUntilOneIsWhole() throws {
        for enclosure in [moscow, beijing] { #expect(try announce(enclosure)) }
        try test.register.write { writer in
            for index in 0..<3 { try add(index, to: moscow, in: writer) }
            try add(0, to: beijing, in: writer)
        }
        #expect(try full == [moscow])
        #expect(try test.register.read { try $0.bringers(of: moscow.digest) } == [beijing, moscow])
        try test.register.write { try $0.complete(moscow) }
        #expect(try kept(.enclosures, beijing) == KeptAmount(count: 1))
        #expect(try kept(.enclosures, moscow) == KeptAmount(bytes: 250, count: 1))
        #expect(try test.register.read { try $0.incomingWithBytes() }.isEmpty)
    }

    @Test func whatIsLostIsToBeAskedForUnderItsNumbers() throws {
        #expect(try announce(moscow))
        try test.register.write { writer in
            for index in 0..<3 { try add(index, to: moscow, in: writer) }
            try writer.lose(moscow, asFailure: true)
        }
        #expect(try full.isEmpty)
        #expect(try lost(moscow) == [0, 100, 200])
        #expect(try test.register.read { try $0.incoming(moscow) }?.failures == 1)
        #expect(try kept(.enclosures, moscow) == KeptAmount(count: 1))
        #expect(try test.register.read { try $0.enclosuresWithLostParts() } == [moscow])
        // What is asked for already is not asked for again.
        try test.register.write { try $0.openGaps(3..<4, of: incarnation, from: moscow.peer, at: now) }
        #expect(try lost(moscow) == [0, 200])
        try test.register.write { writer in for index in 0..<3 { try add(index, to: moscow, in: writer) } }
        #expect(try full == [moscow])
        #expect(try test.register.read { try $0.enclosuresWithLostParts() }.isEmpty)
    }

    @Test func whatWillNotComeAgainIsAskedForNoMore() throws {
        #expect(try announce(moscow))
        try test.register.write { writer in
            for index in 0..<3 { try add(index, to: moscow, in: writer) }
            try writer.lose(moscow, asFailure: false)
            try writer.giveUpLostParts(of: moscow.peer, under: incarnation, channel: part(1).place.channel)
        }
        #expect(try lost(moscow) == [0, 200])
        #expect(try test.register.read { try $0.hasPart(moscow, at: 100) } == nil)
        // What is here, and what is another station's, stays.
        try test.register.write { writer in
            try add(0, to: moscow, in: writer)
            try add(0, to: beijing, isWritten: false, in: writer)
            try writer.giveUpLostParts(of: moscow.peer, under: incarnation)
        }
        #expect(try lost(moscow).isEmpty)
        #expect(try test.register.read { try $0.hasPart(moscow, at: 0) } == true)
        #expect(try kept(.unannounced, beijing) == KeptAmount(count: 1))
        try test.register.write { try $0.giveUpLostParts(of: beijing.peer, under: incarnation) }
        #expect(try kept(.unannounced, beijing) == KeptAmount())
    }

    @Test func aWholeThatIsGoneIsNobodysAnyMore() throws {
        for enclosure in [moscow, beijing] { #expect(try announce(enclosure)) }
        try test.register.write { writer in
            for index in 0..<3 { try add(index, to: moscow, in: writer) }
            try writer.complete(moscow)
            try writer.remember(part(1), of: beijing)
            try writer.undoCompletion(of: moscow.digest)
        }
        #expect(try test.register.read { try $0.enclosure(digest: moscow.digest.bytes) } == nil)
        #expect(try lost(moscow) == [0, 100, 200])
        #expect(try lost(beijing) == [100])
    }

    @Test func whatNobodyAnnouncesEnds() throws {
        let days = try #require(Kept.unannounced.limit.days)
        #expect(try announce(beijing))
        try test.register.write { writer in
            try add(0, to: moscow, in: writer)
            try add(1, to: moscow, isWritten: false, in: writer)
            try add(0, to: beijing, in: writer)
        }
        #expect(try kept(.unannounced, moscow) == KeptAmount(bytes: 100, count: 2))
        func end(afterDays days: Int64) throws -> EndedEnclosures {
            try test.register.write { try $0.endUnannounced(at: now.adding(days: days)) }
        }
        #expect(try end(afterDays: days).emptied.isEmpty)
        #expect(try end(afterDays: days + 1).emptied == [moscow])
        #expect(try end(afterDays: days + 1).emptied.isEmpty)
        #expect(try kept(.unannounced, moscow) == KeptAmount(bytes: 0, count: 2))
        #expect(try lost(moscow) == [0, 100])
        let forgotten = try end(afterDays: days * 13 + 1).forgotten
        #expect(forgotten.map(\.peer) == [moscow.peer])
        #expect(forgotten.first?.places == [part(0).place, part(1).place])
        #expect(try kept(.unannounced, moscow) == KeptAmount())
        #expect(try lost(moscow).isEmpty)
        #expect(try test.register.read { try $0.incoming(beijing) }?.present == 100)
    }
}
