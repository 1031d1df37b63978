import Relay
import Telegrams

/// What a station has stored: it survives a crash, and can be put back to what it was before.
///
/// Each event changes it at once, as a transaction does.
struct Disk {
    var incarnation: Incarnation
    /// By the number of the other station.
    var channels: [Channel?]
    /// The stations with which there is a channel.
    var correspondents: [Int] = []
    /// The stations of which parcels were held that can be taken in now.
    var released: [Int] = []
    /// By bundle.
    var custody: [Int: Held] = [:]
    /// The most hops of any copy that was taken in, by bundle.
    var carried: [Int: UInt64] = [:]
    /// How many bundles in custody have the same identity.
    private(set) var identities: [Int: Int] = [:]
    /// Bytes of what is in custody.
    var custodyBytes = 0
    /// Bundles whose parcels were entered, known or held.
    var delivered: Set<Int> = []
    /// Bundles that were set aside.
    var quarantine: Set<Int> = []
    /// Our parcel in a bundle, for reports of damage.
    var parcelOfBundle: [Int: (peer: Int, place: ChannelPlace)] = [:]
    /// Telegrams of our own, those that others have given a receipt for, and those of others.
    var written: Set<Int> = []
    var receipted: Set<Int> = []
    var entered: Set<Int> = []

    init(stations: Int, incarnation: Incarnation) {
        channels = Array(repeating: nil, count: stations)
        self.incarnation = incarnation
    }

    mutating func open(_ peer: Int) {
        guard channels[peer] == nil else { return }
        channels[peer] = Channel(incarnation)
        correspondents.append(peer)
    }

    func parcel(_ peer: Int, _ place: ChannelPlace) -> Parcel? { channels[peer]?.parcel(place) }
    func hold(of peer: Int) -> Correspondence.Hold? { channels[peer]?.correspondence.hold }
    var hasPending: Bool { correspondents.contains { channels[$0]?.pending.isEmpty == false } }

    /// Everything that is in the queue: what waits for a station that is on hold is not.
    var waitingCount: Int {
        correspondents.reduce(custody.count) { $0 + (hold(of: $1) == nil ? channels[$1]?.waiting ?? 0 : 0) }
    }

    mutating func hold(_ held: Held) {
        custody[held.copy.bundle] = held
        identities[held.copy.identity, default: 0] += 1
        custodyBytes += held.copy.size
    }

    @discardableResult
    mutating func release(_ bundle: Int) -> Held? {
        guard let held = custody.removeValue(forKey: bundle) else { return nil }
        custodyBytes -= held.copy.size
        let others = identities[held.copy.identity, default: 1] - 1
        identities[held.copy.identity] = others > 0 ? others : nil
        return held
    }

    /// When a missing number is to be asked for next.
    mutating func nextRequest(at clock: Instant) -> Instant? {
        var next: Instant?
        for peer in correspondents {
            guard let due = channels[peer]?.nextRequest(at: clock) else { continue }
            next = min(next ?? due, due)
        }
        return next
    }

    /// When numbers are to be compared next.
    func nextComparison(at clock: Instant) -> Instant? {
        correspondents.lazy.compactMap { channels[$0]?.comparisonDue(at: clock) }.min()
    }
}

/// What passes between a station and another one.
struct Channel {
    var correspondence: Correspondence
    /// Our parcels by the incarnation within which they were numbered, the first one numbered 1; nil for a number that has
    /// nothing under it.
    var parcels: [IncarnationName: [Parcel?]] = [:]
    /// How many of them wait.
    private(set) var waiting = 0
    /// The other station refuses our present incarnation: its clerk believes that another copy is the station.
    var isDisowned = false
    /// Our last parcel that asks for something.
    var question: ChannelPlace?
    /// What was heard.
    var heard: [ChannelPlace: Digest256] = [:]
    var gaps = Gaps()
    /// Notices that wait to be sent, in the order of their making.
    var pending: [Notice] = []
    /// What arrived of incarnations of which nobody knows yet whether they are the station.
    private(set) var held: [BundleCopy] = []

    /// The most that are held.
    static let mostHeld = 200

    init(_ incarnation: Incarnation) {
        correspondence = Correspondence(incarnation)
    }

    func parcel(_ place: ChannelPlace) -> Parcel? {
        guard let numbered = parcels[place.incarnation], place.channel >= 1, place.channel <= numbered.count else {
            return nil
        }
        return numbered[Int(place.channel) - 1]
    }

    /// The parcel that a receipt names, of whichever of our incarnations.
    func place(of name: ParcelName) -> ChannelPlace? {
        parcels.keys.lazy.map { ChannelPlace(incarnation: $0, channel: name.channel) }
            .first { parcel($0)?.name == name }
    }

    /// Files a parcel, or nothing, under the next number.
    ///
    /// - Returns: false where that is not the number.
    mutating func file(_ parcel: Parcel?, at place: ChannelPlace) -> Bool {
        parcels[place.incarnation, default: []].append(parcel)
        if parcel?.isWaiting ?? false { waiting += 1 }
        return parcels[place.incarnation]?.count == Int(place.channel)
    }

    mutating func change(_ place: ChannelPlace, _ body: (inout Parcel) -> Void) {
        guard var parcel = parcel(place) else { return }
        if parcel.isWaiting { waiting -= 1 }
        body(&parcel)
        if parcel.isWaiting { waiting += 1 }
        parcels[place.incarnation]?[Int(place.channel) - 1] = parcel
    }

    /// The parcels that wait.
    var waitingPlaces: [ChannelPlace] {
        parcels.flatMap { incarnation, numbered in
            numbered.indices.filter { numbered[$0]?.isWaiting ?? false }
                .map { ChannelPlace(incarnation: incarnation, channel: Int64($0) + 1) }
        }.sorted { (parcel($0)?.sealed ?? 0) < (parcel($1)?.sealed ?? 0) }
    }

    mutating func recount(_ numbers: Range<Int64>, of name: IncarnationName, at clock: Instant) {
        let absent = numbers.map { ChannelPlace(incarnation: name, channel: $0) }
            .filter { heard[$0] == nil && !gaps.contains($0) }.prefix(correspondence.room)
        for place in absent { gaps.open(place.channel..<place.channel + 1, of: name, at: clock) }
        correspondence.lose(absent.count)
    }

    var hasWaitingQuestion: Bool { question.flatMap { parcel($0) }?.isWaiting ?? false }

    mutating func hold(_ copy: BundleCopy) {
        if held.count < Self.mostHeld { held.append(copy) }
    }

    mutating func takeHeld() -> [BundleCopy] {
        defer { held = [] }
        return held
    }

    mutating func nextRequest(at clock: Instant) -> Instant? {
        guard !gaps.isEmpty, correspondence.hold == nil, !hasWaitingQuestion else { return nil }
        return gaps.nextDue(in: correspondence, at: clock)
    }

    /// When numbers are to be compared; nil while a question waits.
    func comparisonDue(at clock: Instant) -> Instant? {
        guard let due = correspondence.comparisonDue(at: clock, hasGivenUp: gaps.hasGivenUp) else { return nil }
        return hasWaitingQuestion ? nil : due
    }
}

/// The numbers of a station that are missing.
struct Gaps {
    private var requests: [ChannelPlace: RepeatRequests] = [:]
    /// In the order of their opening, with some that have been closed since.
    private var order: [ChannelPlace] = []
    private var givenUp = 0
    /// When the next one is to be asked for, if any is; nil where that was not looked up since something changed.
    private var due: Instant??

    var isEmpty: Bool { requests.isEmpty }
    var count: Int { requests.count }
    var hasGivenUp: Bool { givenUp > 0 }

    func contains(_ place: ChannelPlace) -> Bool { requests[place] != nil }

    /// One of them, for reports.
    var first: (place: ChannelPlace, requests: RepeatRequests)? {
        order.lazy.compactMap { place in requests[place].map { (place, $0) } }.first
    }

    /// Those of which it matters when they are asked for, in the order of their opening.
    var next: [(place: ChannelPlace, requests: RepeatRequests)] {
        var next: [(place: ChannelPlace, requests: RepeatRequests)] = []
        for place in order where next.count < Notice.limit {
            if let requests = requests[place], !requests.isGivenUp { next.append((place, requests)) }
        }
        return next
    }

    mutating func open(_ numbers: Range<Int64>, of name: IncarnationName, at clock: Instant) {
        due = .none
        for number in numbers {
            let place = ChannelPlace(incarnation: name, channel: number)
            order.append(place)
            requests[place] = RepeatRequests(found: clock)
        }
    }

    mutating func close(_ place: ChannelPlace) -> RepeatRequests? {
        guard let gap = requests.removeValue(forKey: place) else { return nil }
        due = .none
        if gap.isGivenUp { givenUp -= 1 }
        if order.count > 2 * requests.count + 16 { order.removeAll { requests[$0] == nil } }
        return gap
    }

    /// - Returns: how many there were.
    mutating func closeAll(of name: IncarnationName) -> Int {
        requests.keys.filter { $0.incarnation == name }.filter { close($0) != nil }.count
    }

    mutating func ask(for places: [ChannelPlace], at clock: Instant) {
        due = .none
        for place in places {
            requests[place]?.ask(at: clock)
            if requests[place]?.isGivenUp ?? false { givenUp += 1 }
        }
    }

    mutating func revive() {
        guard givenUp > 0 else { return }
        (due, givenUp) = (.none, 0)
        for place in order { requests[place]?.revive() }
    }

    /// The clock was set: what is due is to be looked up again.
    mutating func forgetDue() { due = .none }

    mutating func nextDue(in correspondence: Correspondence, at clock: Instant) -> Instant? {
        if let due { return due }
        let next = correspondence.requestDue(for: next, at: clock)
        due = .some(next)
        return next
    }
}
