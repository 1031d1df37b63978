import Relay

/// A connection between two stations.
struct Edge {
    enum Kind {
        /// In order, and acknowledged one by one, until it breaks.
        case session
        /// Files that somebody carries: late, in any order, sometimes not at all and sometimes twice.
        case post
    }

    var kind: Kind
    var name: String
    /// Its two stations; the first one calls.
    var ends: [Int]
    /// Milliseconds on the way.
    var latency: Int64
    var cost: Int
    /// Interrupted until then, true time.
    var interruptedUntil: Int64 = 0
    /// The session whose frames arrive; 0 where none do.
    var session = 0
    var sides = [Side(), Side()]

    /// What a station has of the connection; lost when it breaks down.
    struct Side {
        /// The number of the session; 0 for none.
        ///
        /// A post link that may be used has session 1.
        var session = 0
        var isCalling = false
        /// When the last frame to the other side arrives.
        var lastArrival: Int64 = 0
        var transfers: [Transfer] = []
    }

    struct Transfer {
        var number: Int
        var ticket: Ticket
        var bundle: Int
    }

    func side(of station: Int) -> Int { ends[0] == station ? 0 : 1 }
    func other(than station: Int) -> Int { ends[0] == station ? ends[1] : ends[0] }
}
