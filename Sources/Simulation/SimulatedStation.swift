import Relay
import Telegrams

/// A station of the simulation.
///
/// A reference, because the parts of the simulation all work on the same one.
final class SimulatedStation {
    let index: Int
    let designator: Designator
    /// The edges of the network that end here, and their plans, which may change.
    let edges: [Int]
    var plans: [LinkPlan]
    let routes: [Route]
    let limits: StorageLimits

    var isUp = true
    /// Counts the starts, so that what was planned before a crash is not done after it.
    var epoch = 0
    /// How far its clock is from the true time, in milliseconds.
    var clockError: Int64 = 0
    var isDiskFull = false
    var minimize: Precedence?

    var disk: Disk
    var memory: Memory
    /// A copy of the disk that somebody has made.
    var backup: Disk?
    /// The disk of a second copy of the station, which is not on line at the moment.
    var other: Disk?
    /// It was put back to an older copy, and does not know it.
    var isOlderCopy = false
    /// Nil where it is honest.
    var hostility: Hostility?
    /// Files of post links that have come and lie here: outside the station, so that they survive it.
    var mailbox: [Int] = []

    init(
        index: Int, designator: Designator, edges: [Int], plans: [LinkPlan], routes: [Route], limits: StorageLimits,
        disk: Disk, seed: UInt64
    ) {
        self.index = index
        self.designator = designator
        self.edges = edges
        self.plans = plans
        self.routes = routes
        self.limits = limits
        self.disk = disk
        memory = Memory(
            Dispatcher(
                routingTable: RoutingTable(here: designator, links: plans, routes: routes), limits: limits, seed: seed))
    }

    var routingTable: RoutingTable {
        RoutingTable(here: designator, links: plans, routes: routes, minimize: minimize)
    }

    func clock(_ now: Int64) -> Instant { Instant(milliseconds: now + clockError) }

    func plan(of edge: Int) -> LinkPlan? {
        edges.firstIndex(of: edge).map { plans[$0] }
    }
}

/// What a station knows only while it runs.
struct Memory {
    var dispatcher: Dispatcher
    /// What waits or is in flight, as the checks know it.
    var waiting: [Waiting?] = []
    var freeWaiting: [Int] = []
    var byTicket: [Ticket: Int] = [:]
    /// What has come in and is not stored yet.
    var incoming: [Incoming] = []
    var isCommitPlanned = false
    /// What may be said once it is stored.
    var outgoing: [Outgoing] = []
    var isFlushPlanned = false
    /// When the next wake is planned, true time.
    var wake: Int64?
    /// When notices that wait are sent, by our clock.
    var noticesDue: Instant?
    /// When the folders are looked at again after something found no room, true time.
    var collectDue: Int64 = 0
    /// Files that we have read and not forgotten.
    var filesInHand: Set<Int> = []

    init(_ dispatcher: Dispatcher) {
        self.dispatcher = dispatcher
    }

    // Asked by way of these, the dispatcher is not copied.
    func deadline(after clock: Instant) -> Instant? { dispatcher.deadline(after: clock) }
    func mayTry(_ link: String, at clock: Instant) -> Bool { dispatcher.mayTry(link, at: clock) }
    func offersFurthest(on link: String) -> Bool { dispatcher.offersFurthest(on: link) }
    func pauses(on links: [LinkPlan], at clock: Instant) -> [(transit: Bool, delivery: Bool)] {
        links.map { link in
            (
                dispatcher.isPaused(link.name, .transit, at: clock),
                dispatcher.isPaused(link.name, .delivery, at: clock)
            )
        }
    }

    /// Something in the queue.
    struct Waiting {
        enum Subject: Equatable {
            case own(peer: Int, ChannelPlace)
            case transit(Int)
        }

        enum Place: Equatable {
            case waiting
            case inFlight
        }

        var subject: Subject
        var destination: Int
        var precedence: Precedence
        var since: Instant
        var expires: Instant?
        var size: Int
        var previous: Int
        var hops: UInt64 = 0
        var hasCircled = false
        var place = Place.waiting
    }

    struct Incoming {
        var copy: BundleCopy
        var from: Int
        var isDamaged: Bool
        var reservation: Reservation?
        var answer: Answer
    }

    /// How to tell the other side that something is stored.
    enum Answer {
        case acknowledge(edge: Int, session: Int, transfer: Int)
        case forget(file: Int)
    }

    struct Outgoing {
        var answer: Answer
        /// What is acknowledged; nil where it is refused.
        var bundle: Int?
    }
}
