import Register
import Relay
import StationSupport
import Telegrams
import Testing
import Traffic

/// However many numbers are missing, what is shown of them stays short.
@Suite struct MissingNumbersTests {
    let network: TestNetwork
    let alpha: TestStation
    let evil: Designator
    let bravo: Designator
    let name: IncarnationName

    init() throws {
        network = try TestNetwork()
        alpha = try network.found("ALPHA")
        for other in ["BRAVO", "EVIL"] { try network.introduce(alpha, network.found(other)) }
        (bravo, evil) = (try Designator("BRAVO"), try Designator("EVIL"))
        var random = SplitMix(seed: 1)
        name = IncarnationName(from: &random)
    }

    private func missing(_ numbers: [Range<Int64>], of peer: Designator) throws {
        try alpha.station.register.write { writer in
            for range in numbers { try writer.openGaps(range, of: name, from: peer, at: network.clock.now) }
        }
    }

    @Test func whatIsMissingTogetherIsToldTogether() throws {
        try missing([3..<4, 7..<10_000], of: bravo)
        try missing([1..<2], of: evil)
        let shown = try alpha.station.status().missing
        #expect(shown.map(\.peer) == [bravo, bravo, evil])
        #expect(shown.map(\.channel) == [3, 7, 1])
        #expect(shown.map(\.through) == [3, 9_999, 1])
        #expect(shown.map(\.count) == [1, 9_993, 1])
    }

    @Test func manyHolesFillNothing() throws {
        try missing((0..<5_000).map { 2 * $0 + 1..<2 * $0 + 2 }, of: evil)
        try missing([4..<5], of: bravo)
        let shown = try alpha.station.status().missing
        #expect(shown.filter { $0.peer == bravo }.map(\.channel) == [4])
        let runs = shown.filter { $0.peer == evil }
        #expect(runs.count == StationStatus.Missing.most)
        #expect(runs.reduce(0) { $0 + $1.count } == 5_000)
        #expect(runs.last?.through == 9_999)
    }

    @Test func ofAStationWhoseCardIsRemovedNothingIsMissed() throws {
        try missing([1..<5], of: evil)
        try alpha.station.removeCard(of: evil)
        #expect(try alpha.station.status().missing.isEmpty)
    }

    @Test func whatIsAskedForDifferentlyIsToldApart() throws {
        try missing([1..<4], of: bravo)
        try alpha.station.register.write { writer in
            var gap = try #require(try writer.reader.gaps(of: bravo).last)
            for _ in 0..<RepeatRequests.most { gap.requests.ask(at: network.clock.now) }
            try writer.set([gap])
        }
        let shown = try alpha.station.status().missing
        #expect(shown.map(\.through) == [2, 3])
        #expect(shown.map(\.isGivenUp) == [false, true])
    }
}
