import Links
import Relay
import Telegrams

/// The sessions that are open, found by their number and by their link.
struct SessionTable {
    private var sessions: [SessionID: OpenSession] = [:]
    /// In the order in which they were opened.
    private var byLink: [String: [SessionID]] = [:]

    /// How often one came or went.
    private(set) var changes: UInt64 = 0

    var isEmpty: Bool { sessions.isEmpty }
    var all: some Collection<OpenSession> { sessions.values }
    /// The links on which there are sessions.
    var links: some Collection<String> { byLink.keys }

    subscript(id: SessionID) -> OpenSession? { sessions[id] }

    /// The sessions on a link.
    func on(_ link: String) -> [SessionID] { byLink[link] ?? [] }

    mutating func insert(_ open: OpenSession) {
        sessions[open.session.id] = open
        byLink[open.link, default: []].append(open.session.id)
        changes += 1
    }

    @discardableResult
    mutating func remove(_ id: SessionID) -> OpenSession? {
        guard let open = sessions.removeValue(forKey: id) else { return nil }
        let others = on(open.link).filter { $0 != id }
        byLink[open.link] = others.isEmpty ? nil : others
        changes += 1
        return open
    }

    /// - Returns: nil where there is no such session any more.
    mutating func change<Value>(_ id: SessionID, _ change: (inout OpenSession) -> Value) -> Value? {
        guard let place = sessions.index(forKey: id) else { return nil }
        return change(&sessions.values[place])
    }

    /// What a session carries: of several on a link the newest is kept for override and flash, which so wait for no bulk.
    func share(of id: SessionID) -> Share {
        guard let link = sessions[id]?.link else { return .any }
        let open = on(link).filter { sessions[$0]?.isClosing == false }
        guard open.count > 1 else { return .any }
        return open.last == id ? .urgent : .other
    }
}

/// A session that is open.
struct OpenSession {
    let session: Session
    let link: String
    let peer: Designator
    let since: Instant
    /// By the numbers under which they were given to the session.
    private(set) var outgoing: [UInt64: Outgoing] = [:]
    /// Of all that is outgoing.
    private(set) var outgoingBytes = 0
    /// The other side takes nothing new, or we give it nothing new.
    var isClosing = false
    var handed = 0
    var taken = 0

    init(session: Session, link: String, peer: Designator, since: Instant) {
        self.session = session
        self.link = link
        self.peer = peer
        self.since = since
    }

    mutating func give(_ outgoing: Outgoing, as number: UInt64) {
        self.outgoing[number] = outgoing
        outgoingBytes += outgoing.size
        handed += 1
    }

    /// Something was answered, or never will be.
    mutating func takeBack(_ number: UInt64) -> Outgoing? {
        guard let outgoing = outgoing.removeValue(forKey: number) else { return nil }
        outgoingBytes -= outgoing.size
        return outgoing
    }
}
