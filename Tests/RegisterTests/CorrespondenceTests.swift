import Register
import Relay
import Telegrams
import Testing

@Suite struct CorrespondenceTests {
    let test: TestRegister
    let beijing: Designator
    let pyongyang: Designator
    let digest: Digest256
    let now = Instant(seconds: 500)

    init() throws {
        test = try TestRegister()
        beijing = try Designator("BEIJING")
        pyongyang = try Designator("PYONGYANG")
        digest = try Digest256([UInt8](repeating: 1, count: 32))
    }

    private func incarnation(_ byte: UInt8) throws -> Incarnation {
        Incarnation(try IncarnationName([UInt8](repeating: byte, count: 16)), began: Instant(seconds: Int64(byte)))
    }

    private func number(to peer: Designator, in writer: Register.Writer) throws -> Int64 {
        var correspondence = try writer.reader.correspondence(with: peer)
        let number = correspondence.number(at: now)
        try writer.set(correspondence, with: peer)
        return number
    }

    @Test func eachStationHasASeriesOfItsOwn() throws {
        let numbers = try test.register.write { writer in
            try [beijing, beijing, pyongyang, beijing].map { try number(to: $0, in: writer) }
        }
        #expect(numbers == [1, 2, 1, 3])
        #expect(try test.register.read { try $0.correspondents() } == [beijing, pyongyang])
    }

    @Test func aTransactionThatFailsUsesNoChannelNumber() throws {
        #expect(throws: Abandoned.self) {
            try test.register.write { writer in
                _ = try number(to: beijing, in: writer)
                throw Abandoned()
            }
        }
        #expect(try test.register.write { try number(to: beijing, in: $0) } == 1)
    }

    /// A copy is what came under another number with the same contents, and what the covers call the same.
    @Test func aCopyIsFoundByWhatTheCoversSayAndTheContentsBear() throws {
        let other = try Digest256([UInt8](repeating: 2, count: 32))
        let name = try incarnation(1).name
        func origin(_ channel: Int64) -> Entry.Origin {
            Entry.Origin(peer: beijing, incarnation: name, channel: channel)
        }
        try test.register.write { writer throws -> Void in
            func copies(_ channel: Int64, _ digest: Digest256, _ replaces: Int64?) throws -> [Int64] {
                try writer.noteHeard(origin(channel), digest: digest, replaces: replaces)
                return try writer.reader.copies(of: origin(channel), digest: digest, replaces: replaces)
            }
            #expect(try copies(1, digest, nil) == [])
            #expect(try copies(2, digest, nil) == [])
            #expect(try copies(3, digest, 1) == [1])
            #expect(try copies(4, other, 1) == [])
            #expect(try copies(5, digest, 1) == [1, 3])
            // The second one came before the first.
            #expect(try copies(8, digest, 7) == [])
            #expect(try copies(7, digest, nil) == [8])
            #expect(try copies(9, digest, 7) == [7, 8])
        }
    }

    /// Whatever a correspondence can hold is kept as it is.
    @Test func aCorrespondenceIsKeptInEveryState() throws {
        let former = Correspondence.Former(
            incarnation: try incarnation(3), highest: 17, vouched: 5,
            probe: try Nonce([UInt8](repeating: 9, count: 16)), asked: now)
        let states: [(Correspondence.Hearing?, Correspondence.Hold?)] = [
            (nil, nil), (.init(incarnation: nil, highest: 4), .olderCopy(heard: 99)),
            (
                .init(incarnation: try incarnation(2), highest: 5),
                .twoCopies(current: try incarnation(2), other: former.incarnation)
            ),
        ]
        for (heard, hold) in states {
            let correspondence = Correspondence(
                key: KeyFingerprint(digest), sent: .init(incarnation: try incarnation(1), last: 12), heard: heard,
                candidates: [
                    .init(
                        incarnation: try incarnation(4), nonce: try Nonce([UInt8](repeating: 8, count: 16)), asked: now)
                ],
                former: [former, .init(incarnation: try incarnation(5), highest: 1, isDisowned: true)],
                patience: ChannelPatience(length: 900_000, asked: now),
                schedule: ComparisonSchedule(lastSent: 11, confirmed: 7, moved: now, asked: now, unanswered: 2),
                hold: hold, isClaimDismissed: hold == nil, missing: 3)
            try test.register.write { try $0.set(correspondence, with: beijing) }
            #expect(try test.register.read { try $0.correspondence(with: beijing) } == correspondence)
        }
        #expect(try test.register.read { try $0.heldCorrespondences() }.map(\.peer) == [beijing])
    }

    @Test func aNewIncarnationNumbersFromOneTowardsEverybody() throws {
        try test.register.write { writer in
            for peer in [beijing, beijing, pyongyang] { _ = try number(to: peer, in: writer) }
            try writer.begin(incarnation(6), at: now)
        }
        #expect(try test.register.read { try $0.incarnation() } == incarnation(6))
        for peer in [beijing, pyongyang] {
            #expect(try test.register.write { try number(to: peer, in: $0) } == 1)
            #expect(try test.register.read { try $0.correspondence(with: peer) }.sent.incarnation == incarnation(6))
        }
    }

    @Test func whatWasHeardIsKnownWithinItsIncarnation() throws {
        let origin = Entry.Origin(peer: beijing, incarnation: try incarnation(1).name, channel: 7)
        let other = try Digest256([UInt8](repeating: 2, count: 32))
        try test.register.write { try $0.noteHeard(origin, digest: digest) }
        try test.register.read { reader in
            #expect(try reader.known(origin, digest: digest) == .sameContents)
            #expect(try reader.known(origin, digest: other) == .otherContents)
            let elsewhere = Entry.Origin(peer: beijing, incarnation: try incarnation(2).name, channel: 7)
            #expect(try reader.known(elsewhere, digest: other) == .nothing)
            #expect(try reader.parcelName(of: origin) == ParcelName(channel: 7, digest: digest))
        }
    }

    @Test func whatHasNotComeIsLookedUp() throws {
        let name = try incarnation(1).name
        let opened = try test.register.write { writer in
            try writer.openGaps(2..<3, of: name, from: beijing, at: now)
            for channel in [Int64(1), 5] {
                try writer.noteHeard(Entry.Origin(peer: beijing, incarnation: name, channel: channel), digest: digest)
            }
            return [
                try writer.recount(1..<1, of: name, from: beijing, most: 9, at: now),
                try writer.recount(1..<9, of: name, from: beijing, most: 3, at: now),
            ]
        }
        #expect(opened == [0, 3])
        #expect(try test.register.read { try $0.gaps(of: beijing) }.map(\.channel) == [2, 3, 4, 6])
    }

    @Test func gapsAreOpenedClosedAndAskedFor() throws {
        try test.register.write { writer in
            let name = try incarnation(1).name
            try writer.openGaps(1..<4, of: name, from: beijing, at: now)
            try writer.openGaps(1..<2, of: name, from: pyongyang, at: now)
            #expect(try writer.closeGap(ChannelPlace(incarnation: name, channel: 2), of: beijing) == now)
            #expect(try writer.closeGap(ChannelPlace(incarnation: name, channel: 2), of: beijing) == nil)
        }
        var gap = try #require(try test.register.read { try $0.gaps(of: beijing) }.last)
        #expect(gap.requests == RepeatRequests(found: now))
        gap.requests.ask(at: Instant(seconds: 900))
        try test.register.write { try $0.set([gap]) }
        #expect(try test.register.read { try $0.gaps(of: beijing) }.map(\.channel) == [1, 3])
        #expect(try test.register.read { try $0.gaps(of: beijing) }.last == gap)
        #expect(try test.register.write { try $0.closeGaps(of: beijing) } == 2)
        #expect(try test.register.read { try $0.stationsWithGaps() } == [pyongyang])
    }
}
