import Relay
import Telegrams
import Traffic

/// Something that is on its way to the next station and not answered yet.
struct Outgoing: Sendable {
    var ticket: Ticket
    var handedOver: HandedOver
    /// In bytes.
    var size: Int
}

/// A folder or a command as the engine sees it.
struct WorkedLink {
    let worker: LinkWorker
    var outgoing: [UInt64: Outgoing] = [:]
    var isLooking = false
    var lookAt: Instant
}
