import Telegrams

/// Something that waits to be handed over: a parcel of our own or a bundle of others, as far as the order needs it.
package struct QueueItem: Sendable, Hashable {
    package var destination: Designator
    package var precedence: Precedence
    /// When it began to wait at this station.
    package var since: Instant
    /// In bytes, roughly.
    package var size: Int
    /// When it is given up; nil for what waits for ever.
    package var expires: Instant?
    /// The neighbour that handed it to us, to which it never goes back; nil for our own.
    package var previous: Designator?
    /// Hops that it has made; 0 for our own.
    package var hops: UInt64
    /// Whether it was here before and has come back in a circle: then it takes no detour again.
    package var hasCircled: Bool

    package init(
        destination: Designator, precedence: Precedence, since: Instant, size: Int, expires: Instant? = nil,
        previous: Designator? = nil, hops: UInt64 = 0, hasCircled: Bool = false
    ) {
        self.destination = destination
        self.precedence = precedence
        self.since = since
        self.size = size
        self.expires = expires
        self.previous = previous
        self.hops = hops
        self.hasCircled = hasCircled
    }

    var amount: KeptAmount { KeptAmount(bytes: size, count: 1) }
}

/// What the dispatcher calls an item by; no two items of one dispatcher ever have the same.
package struct Ticket: Hashable, Sendable {
    let slot: Int32
    let serial: UInt64
}

/// Which part of the queue is asked for: a link may keep a session of its own for what is urgent.
package enum Share: Sendable, Hashable {
    /// Override and flash.
    case urgent
    case other
    case any

    func includes(_ precedence: Precedence) -> Bool {
        switch self {
        case .urgent: precedence <= .flash
        case .other: precedence > .flash
        case .any: true
        }
    }
}

/// What a neighbour is to do with an item.
package enum Traffic: Sendable, Hashable {
    /// It is for that station itself.
    case delivery
    /// It has to be carried on.
    case transit
}

/// Why an item comes back from a link.
package enum Return: Sendable, Hashable {
    /// The other side has no room now.
    ///
    /// The link is spared for a while what would meet the same refusal: what the other side would have to carry on, or what
    /// is for itself. Alternates may take it.
    case later
    /// There is no room for it on the link now, and it has so many bytes: smaller ones may find some.
    case noRoom(bytes: Int)
    /// The other side refuses it for good; others may take it. It is offered again when the link is opened anew.
    case neverOnThisLink
    /// It is larger than the other side takes; others may take it. It is offered again when the link is opened anew.
    ///
    /// - Parameter limit: bytes.
    case tooLarge(limit: Int)
    /// It cannot leave now for a reason of its own, whatever the link: it is set aside for a while, longer every time, and
    /// holds up nothing.
    case setAside
    /// It was not answered, for a reason that has nothing to do with it.
    case interrupted
}

/// What the passing of time has brought.
package enum Effect: Sendable, Hashable {
    /// Its time is over, and it has left the queue.
    case expired(Ticket)
    /// It has waited longer than its precedence allows; told once.
    case overdue(Ticket)
}
