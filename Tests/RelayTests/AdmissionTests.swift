import BundleProtocol
import Relay
import Telegrams
import Testing

@Suite struct AdmissionTests {
    let limits = StorageLimits(bytes: 1000, count: 4, bytesPerPeer: 600, countPerPeer: 3)

    @Test func aNeighbourMayFillItsShareOnly() {
        let desk = Desk([], limits: limits)
        #expect(desk.dispatcher.admission(size: 601, from: chita) == .refuse(.tooLarge(limit: 600)))
        _ = desk.enqueue(.flash, size: 500, from: chita)
        #expect(desk.dispatcher.admission(size: 100, from: chita) == .accept)
        #expect(desk.dispatcher.admission(size: 101, from: chita) == .refuse(.peerFull(chita)))
        #expect(desk.dispatcher.admission(size: 500, from: pyongyang) == .accept)
        #expect(desk.dispatcher.admission(size: 501, from: pyongyang) == .refuse(.stationFull))
    }

    @Test func theNumberIsLimitedToo() {
        let desk = Desk([], limits: limits)
        let tickets = (0..<3).map { _ in desk.enqueue(.flash, size: 1, from: chita) }
        #expect(desk.dispatcher.admission(size: 1, from: chita) == .refuse(.peerFull(chita)))
        _ = desk.enqueue(.flash, size: 1, from: pyongyang)
        #expect(desk.dispatcher.admission(size: 1, from: pyongyang) == .refuse(.stationFull))
        desk.remove(tickets[0])
        #expect(desk.dispatcher.admission(size: 1, from: chita) == .accept)
    }

    @Test func ourOwnIsNotCounted() {
        let desk = Desk([], limits: limits)
        for _ in 0..<100 { _ = desk.enqueue(.flash, size: 1000) }
        #expect(desk.dispatcher.stored == (0, 0))
    }

    @Test func roomIsKeptWhileABundleComesIn() throws {
        let desk = Desk([], limits: limits)
        let reservation = try desk.reserve(600, from: chita)
        #expect(throws: Admission.Refusal.peerFull(chita)) { try desk.reserve(1, from: chita) }
        #expect(desk.dispatcher.stored(from: chita) == (600, 1))
        desk.dispatcher.release(reservation)
        #expect(desk.dispatcher.stored(from: chita) == (0, 0))
    }

    private func facts(hops: UInt64 = 0, age: UInt64 = 0, to destination: UInt64? = 7) -> TransitFacts {
        TransitFacts(
            source: 5, destination: destination, aging: BundleAging(created: 0, lifetime: 100, counted: age),
            hopCount: HopCount(limit: 3, count: hops))
    }

    @Test func whatMayNotBeCarriedOnIsKnownBeforeItIsTaken() {
        #expect(facts().obstacle(atDTNTime: nil) { $0 == 7 } == nil)
        #expect(facts(hops: 3).obstacle(atDTNTime: nil) { _ in true } == .hopLimit(3))
        #expect(facts(age: 101).obstacle(atDTNTime: nil) { _ in true } == .expired)
        #expect(facts().obstacle(atDTNTime: nil) { _ in false } == .unknownDestination(7))
        #expect(facts(to: nil).obstacle(atDTNTime: nil) { _ in true } == .unknownDestination(nil))
    }

    @Test func onlyACopyWithMoreHopsIsCarriedAgain() {
        #expect(!Carried.isRepetition(hops: 0, before: nil))
        #expect(Carried.isRepetition(hops: 2, before: 2))
        #expect(Carried.isRepetition(hops: 1, before: 2))
        #expect(!Carried.isRepetition(hops: 3, before: 2))
    }
}
