/// When things happened last, in milliseconds of the owner's clock.
struct TCPCLClock: Sendable {
    private(set) var now: UInt64
    let started: UInt64
    /// When bytes came last.
    var lastReceived: UInt64
    /// When bytes went out last.
    var lastSent: UInt64
    /// When a transfer of ours came forward last: a segment went out, or an answer came.
    var lastProgress: UInt64
    /// When something else than a KEEPALIVE came last.
    var lastActive: UInt64
    /// When we said SESS_TERM.
    var terminated: UInt64?

    init(at now: UInt64) {
        self.now = now
        started = now
        lastReceived = now
        lastSent = now
        lastActive = now
        lastProgress = now
    }

    /// A clock that seems to run backwards stands still.
    mutating func advance(to time: UInt64) { now = max(now, time) }
}
