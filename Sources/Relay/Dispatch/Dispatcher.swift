import Telegrams

/// Decides what is handed over next on which link.
///
/// It holds everything that waits at a station, its own parcels and the bundles of others alike, and the state of the
/// links. It is a value without I/O: what it says is carried out by the caller, who stores first and reports then. The
/// order is told in `docs/decisions/0009-relay-order.md`.
///
/// Times passed in may jump, forwards and backwards: nothing waits longer because a clock was set back.
package struct Dispatcher: Sendable {
    package private(set) var routingTable: RoutingTable
    /// By the numbers of the neighbours.
    var custody: Custody<Int>
    var generator: SplitMix

    // Names are numbered once, and keep their numbers when the network changes: strings are only touched at the border.
    var stations = Names<Designator>()
    var linkNames = Names<String>()

    /// By the number of the link's name; nil for what is configured no more.
    var links: [LinkState?] = []
    /// By the number of the destination: the numbers of the links that lead there, cheapest first.
    var ways: [[Int]] = []

    var slots: [Slot?] = []
    var freeSlots: [Int32] = []
    var lastSerial: UInt64 = 0
    var lanes: [Lane] = []
    var laneNumbers: [LaneKey: Int] = [:]
    var timers = TimerQueue()
    /// What could not leave for a reason of its own, with its failures, until it has gone.
    var setAside: [Ticket: Backoff] = [:]

    /// The time for which the lanes are assigned to links.
    var assignedFor = Span.always
    var needsAssignment = false
    /// Lanes in which something began to wait since.
    var unassigned: [Int] = []

    /// - Parameter seed: for the jitter of retries.
    package init(routingTable: RoutingTable, limits: StorageLimits = StorageLimits(), seed: UInt64) {
        self.routingTable = routingTable
        custody = Custody(limits: limits)
        generator = SplitMix(seed: seed)
        adopt(routingTable)
    }

    /// Changes the routing table; the queue, what is in flight and the links that stay are not disturbed.
    package mutating func reload(_ routingTable: RoutingTable, limits: StorageLimits? = nil) {
        let previous = links
        self.routingTable = routingTable
        if let limits { custody.limits = limits }
        adopt(routingTable)
        for (number, link) in previous.enumerated() where links[number] == nil { letWait(link?.inFlight ?? []) }
    }

    private mutating func adopt(_ routingTable: RoutingTable) {
        var previous = links
        let numbers = routingTable.links.map { linkNames.number($0.name) }
        links = Array(repeating: nil, count: linkNames.count)
        previous += Array(repeating: nil, count: linkNames.count - previous.count)
        for (number, plan) in zip(numbers, routingTable.links) {
            let peer = stations.number(plan.peer)
            links[number] = previous[number].map { $0.replanned(plan, peer: peer) } ?? LinkState(plan: plan, peer: peer)
        }
        ways = stations.names.map(waysByNumber)
        for lane in lanes.indices { lanes[lane].ways = ways(of: lanes[lane].key) }
        needsAssignment = true
    }

    func waysByNumber(to destination: Designator) -> [Int] {
        routingTable.ways(to: destination).compactMap { linkNames.existing($0.link) }
    }

    /// The number of a station, with the ways to it at hand.
    mutating func stationNumber(_ station: Designator) -> Int {
        let number = stations.number(station)
        while ways.count < stations.count { ways.append(waysByNumber(to: stations.names[ways.count])) }
        return number
    }
}

/// A time from which and until which something holds.
struct Span: Sendable, Hashable {
    var from: Instant
    var until: Instant

    static let always = Span(from: Instant(milliseconds: .min), until: .distantFuture)

    func includes(_ instant: Instant) -> Bool { from <= instant && instant < until }
}

/// Numbers for names, in the order in which they turn up.
struct Names<Name: Hashable & Sendable>: Sendable {
    private(set) var names: [Name] = []
    private var numbers: [Name: Int] = [:]

    var count: Int { names.count }

    func existing(_ name: Name) -> Int? { numbers[name] }

    mutating func number(_ name: Name) -> Int {
        if let number = numbers[name] { return number }
        numbers[name] = names.count
        names.append(name)
        return names.count - 1
    }
}

/// What the dispatcher knows of an item.
struct Slot: Sendable {
    enum Place: Sendable, Hashable {
        case waiting
        case inFlight(Int)
        /// In no lane, until its pause is over.
        case aside
    }

    let ticket: Ticket
    let item: QueueItem
    /// The number of the lane in which it waits, or waited last.
    var lane: Int
    var place: Place
    var isOverdue = false
    /// Its time ended while it was in flight.
    var isOver = false
    /// Its size in bytes, as far as that is known and not estimated.
    var knownSize: Int?

    var isInFlight: Bool { if case .inFlight = place { true } else { false } }
    var entry: WaitingLine.Entry { WaitingLine.Entry(since: item.since, ticket: ticket) }
}

/// What all items of a lane have in common: they go the same way, and only their age puts one before the other.
struct LaneKey: Hashable, Sendable {
    var destination: Int
    /// The neighbour from which they came, -1 for our own.
    var previous: Int
    var precedence: Precedence
    var hasCircled: Bool
    /// Links whose other side has refused them for good.
    var refused: [Int] = []
    /// Links whose other side takes nothing as large.
    var tooLarge: [Int] = []

    struct Kind: Hashable {
        var destination: Int
        var precedence: Precedence
    }

    /// What a clerk tells them by.
    var kind: Kind { Kind(destination: destination, precedence: precedence) }

    /// Whether they may not go over a link, until that is opened anew.
    func isBarred(from link: Int) -> Bool { refused.contains(link) || tooLarge.contains(link) }

    /// The same for what may go over a link again.
    func admitted(to link: Int) -> LaneKey {
        var key = self
        key.refused.removeAll { $0 == link }
        key.tooLarge.removeAll { $0 == link }
        return key
    }
}

struct Lane: Sendable {
    let key: LaneKey
    /// The numbers of the links that it may take, cheapest first.
    var ways: [Int]
    var line = WaitingLine()
    /// The link over which it leaves now; nil where there is none, or nothing waits.
    var link: Int?
    /// Whether `link` is up to date, or about to be.
    var isSettled = false
}

/// A link as it is now.
struct LinkState: Sendable {
    var plan: LinkPlan
    /// The number of the station to which it leads.
    var peer: Int
    /// When it was opened; nil while it is closed.
    var openedAt: Instant?
    var backoff = Backoff()
    /// While the other side has no room for what it would have to carry on.
    var transitPause = Backoff()
    /// While the other side cannot even take what is for itself.
    var deliveryPause = Backoff()
    /// While there is no room on it for so many bytes and more.
    var roomPause = Backoff()
    var tooLarge = Int.max
    /// The lanes that leave over it.
    var lanes: [Int] = []
    /// The slots of what is in flight on it.
    var inFlight: Set<Int32> = []
    /// The most bytes that the other side takes, as far as that was met with.
    var largest: Int?

    init(plan: LinkPlan, peer: Int) {
        self.plan = plan
        self.peer = peer
    }

    /// Whether the other side has asked to be spared what goes to that destination.
    func isPaused(for destination: Int, at now: Instant) -> Bool {
        !(destination == peer ? deliveryPause : transitPause).mayTry(at: now)
    }

    /// Whether something may find room: what is as large as what did not is spared the attempt for a while.
    func mayHaveRoom(for slot: Slot, at now: Instant) -> Bool {
        roomPause.mayTry(at: now) || slot.knownSize.map { $0 < tooLarge } ?? true
    }

    /// Whether what has come furthest is offered first: every second time after the other side had no room.
    ///
    /// The other times the order is the usual one, as it is again when something was taken.
    var seeksRoom: Bool { !transitPause.failures.isMultiple(of: 2) }

    func replanned(_ plan: LinkPlan, peer: Int) -> LinkState {
        var state = self
        state.plan = plan
        state.peer = peer
        return state
    }
}
