import BundleProtocol
import Relay
import Telegrams
import Testing

@Suite struct StorageTests {
    let limits = StorageLimits(bytes: 1000, count: 4, bytesPerPeer: 600, countPerPeer: 3)
    /// All of the storage is open to a bundle that has come so far.
    let far: UInt64 = 32

    @Test func aNeighbourMayFillItsShareOnly() {
        let desk = Desk([], limits: limits)
        #expect(desk.dispatcher.storageVerdict(size: 301, from: chita, hops: far) == .tooLarge(limit: 300))
        _ = desk.enqueue(.flash, size: 500, from: chita, hops: far)
        #expect(desk.dispatcher.storageVerdict(size: 100, from: chita, hops: far) == .fits)
        #expect(desk.dispatcher.storageVerdict(size: 101, from: chita, hops: far) == .peerFull)
        _ = desk.enqueue(.flash, size: 300, from: beijing)
        #expect(desk.dispatcher.storageVerdict(size: 200, from: pyongyang, hops: far) == .fits)
        #expect(desk.dispatcher.storageVerdict(size: 201, from: pyongyang, hops: far) == .stationFull)
    }

    @Test func thereIsMoreRoomForWhatIsFurtherOnItsWay() {
        let desk = Desk([], limits: StorageLimits(bytes: 1000, count: 100, bytesPerPeer: 1000, countPerPeer: 100))
        _ = desk.enqueue(.flash, size: 500, from: chita, hops: far)
        #expect(desk.dispatcher.storageVerdict(size: 15, from: chita, hops: 0) == .peerFull)
        #expect(desk.dispatcher.storageVerdict(size: 15, from: chita, hops: 1) == .fits)
        #expect(desk.dispatcher.storageVerdict(size: 500, from: chita, hops: far) == .fits)
    }

    @Test func whatHasComeFurthestFindsRoomBeyondTheLimits() {
        let desk = Desk([], limits: StorageLimits(bytes: 300_000, count: 2, bytesPerPeer: 300_000, countPerPeer: 2))
        let kept = desk.enqueue(.flash, size: 1000, from: chita, hops: 3)
        _ = desk.enqueue(.flash, size: 1000, from: chita, hops: 2)
        #expect(desk.dispatcher.storageVerdict(size: 1000, from: chita, hops: 3) == .peerFull)
        #expect(desk.dispatcher.storageVerdict(size: 1000, from: chita, hops: 4) == .fits)
        #expect(desk.dispatcher.storageVerdict(size: 1000, from: chita, hops: 300) == .fits, "more hops than any limit")
        let large = StorageLimits.overrun + 1
        #expect(desk.dispatcher.storageVerdict(size: large, from: chita, hops: 4) == .peerFull)
        _ = desk.enqueue(.flash, size: 1000, from: chita, hops: 4)
        #expect(desk.dispatcher.storageVerdict(size: 1000, from: beijing, hops: 4) == .stationFull)
        #expect(desk.dispatcher.storageVerdict(size: 1000, from: beijing, hops: 5) == .fits)
        desk.remove(kept)
        #expect(desk.dispatcher.storageVerdict(size: 1000, from: chita, hops: 3) == .peerFull)
    }

    @Test func theNumberIsLimitedToo() {
        let desk = Desk([], limits: limits)
        let tickets = (0..<3).map { _ in desk.enqueue(.flash, size: 1, from: chita, hops: far) }
        #expect(desk.dispatcher.storageVerdict(size: 1, from: chita, hops: far) == .peerFull)
        _ = desk.enqueue(.flash, size: 1, from: pyongyang)
        #expect(desk.dispatcher.storageVerdict(size: 1, from: pyongyang, hops: far) == .stationFull)
        desk.remove(tickets[0])
        #expect(desk.dispatcher.storageVerdict(size: 1, from: chita, hops: far) == .fits)
    }

    @Test func ourOwnIsNotCounted() {
        let desk = Desk([], limits: limits)
        for _ in 0..<100 { _ = desk.enqueue(.flash, size: 1000) }
        #expect(desk.dispatcher.stored.total == KeptAmount())
    }

    @Test func roomIsKeptWhileABundleComesIn() throws {
        let desk = Desk([], limits: limits)
        let reservation = try #require(desk.reserve(300, from: chita))
        _ = desk.enqueue(.flash, size: 300, from: chita)
        #expect(desk.reserve(1, from: chita) == nil)
        #expect(desk.dispatcher.stored.amount(from: chita) == KeptAmount(bytes: 600, count: 2))
        desk.dispatcher.release(reservation)
        #expect(desk.dispatcher.stored.amount(from: chita) == KeptAmount(bytes: 300, count: 1))
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
