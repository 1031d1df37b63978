/// Something to be handed to the other side of a link: a bundle, as a rule.
package struct LinkItem: Sendable, Equatable {
    /// The same for the same bytes on every attempt, so that a repeated hand-over is recognised: 1 to 200 characters of
    /// `A-Z a-z 0-9 . _ -`, first a letter or a digit.
    ///
    /// A name may begin with the precedence, 0 (most urgent) to 5, and a hyphen: `2-ipn.12.1-835142400000-7`.
    package var name: String
    package var bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// Names the item after its identity and lets the name tell its precedence (0 to 5).
    package init(precedence: UInt8, identity: String, bytes: [UInt8]) {
        self.init(name: "\(precedence)-\(identity)", bytes: bytes)
    }
}

/// Something that lies ready on a link.
package struct Arrival: Sendable, Hashable {
    /// The link's own name for it, to be handed back to the link unchanged.
    ///
    /// The other side chose it: it may hold anything, control characters too, and must be escaped before it is shown.
    package var name: String
    /// Bytes; 0 for what is no regular file.
    package var size: Int64

    package init(name: String, size: Int64) {
        self.name = name
        self.size = size
    }
}

/// A way to another station: a shared folder, a connection, a modem.
///
/// A link carries bytes that it cannot read. It takes no decision about them: what to hand over, what to accept and
/// what to set aside is said by the caller.
package protocol Link: Sendable {
    /// The name that the station gave this link.
    var name: String { get }

    /// Hands items over, in the given order; they are durable at the other side when this returns.
    ///
    /// An item that is already there with the same bytes counts as handed over.
    /// - Throws: ``HandOverError`` where not every item is, ``LinkUnavailable`` where none can be.
    func hand(_ items: [LinkItem]) throws

    /// What lies ready: the most urgent first where the name tells it, then by name.
    func arrivals() throws -> [Arrival]

    /// The bytes of an arrival, or nil where it has gone since, which is no error: somebody else took it.
    ///
    /// - Parameter limit: The most bytes to accept; a larger one is refused unread.
    /// - Throws: ``ArrivalRefused`` where this arrival can never be accepted and should be set aside.
    func read(_ arrival: Arrival, limit: Int) throws -> [UInt8]?

    /// Removes arrivals from the link, once what they hold is durable here. One that has gone already is no error.
    func forget(_ arrivals: [Arrival]) throws

    /// Takes arrivals that cannot be accepted out of the way, and keeps them.
    ///
    /// - Parameter folder: An existing folder of ours, the quarantine; nothing in it is ever overwritten.
    /// - Returns: For each the name of the file that keeps it there, or nil where the arrival has gone since.
    func setAside(_ arrivals: [Arrival], in folder: String) throws -> [String?]

    /// Removes what crashed writers have left behind.
    ///
    /// - Returns: The names of what was removed.
    func tidy() throws -> [String]
}

extension Link {
    /// Takes one arrival that cannot be accepted out of the way.
    package func setAside(_ arrival: Arrival, in folder: String) throws -> String? {
        try setAside([arrival], in: folder).first ?? nil
    }
}
