import Links
import Relay
import Telegrams
import Traffic

/// What was reported and is not dealt with yet; what cannot be dealt with in one turn stays for the next.
struct Pending {
    struct Received {
        var session: Session
        var transfer: UInt64
        var bundle: ReceivedBundle
    }

    /// What sessions have brought, in the order in which it came.
    var received: [Received] = []
    /// What workers have read from their links.
    var collected: [(link: String, bundles: CollectedBundles)] = []
    /// What the next stations hold durably, and is not noted so.
    var handed: [Outgoing] = []
    /// Large enclosures that were checked in the background.
    var checked: [(enclosure: IncomingEnclosure, result: Result<Bool, any Error>)] = []
    /// What is over and has left the queue.
    var expired: [Ticket] = []
}
