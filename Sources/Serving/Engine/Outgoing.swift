import Links
import Register
import Relay
import Station
import Telegrams
import Traffic

/// Something that is on its way to the next station and not answered yet.
struct Outgoing: Sendable {
    var ticket: Ticket
    var handedOver: HandedOver
    /// In bytes.
    var size: Int
}

/// A session that is open.
struct OpenSession {
    let session: Session
    let link: String
    let peer: Designator
    let since: Instant
    /// By the numbers under which they were given to the session.
    var outgoing: [UInt64: Outgoing] = [:]
    /// The other side takes nothing new.
    var isClosing = false
    var handed = 0
    var taken = 0

    var outgoingBytes: Int { outgoing.values.reduce(0) { $0 + $1.size } }
}

/// A folder or a command as the engine sees it.
struct WorkedLink {
    let worker: LinkWorker
    var outgoing: [UInt64: Outgoing] = [:]
    var isLooking = false
    var lookAt: Instant
}
