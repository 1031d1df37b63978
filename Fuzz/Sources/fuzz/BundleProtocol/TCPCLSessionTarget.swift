@testable import BundleProtocol

extension FuzzTarget {
    /// A session between any bytes and an owner who does anything.
    ///
    /// The first byte sets it up, the others are a script.
    static let tcpclSession = FuzzTarget("tcpcl-session", longestInput: 1024) { bytes in
        var pieces = Pieces(bytes)
        var play = TCPCLPlay(setup: pieces.byte())
        while !pieces.rest.isEmpty { play.act(&pieces) }
        play.finish()
        if let violation = play.violation { throw violation }
    }
}

/// A session, its owner and what both have promised each other.
struct TCPCLPlay {
    private var session: TCPCLSession
    private var owner = TCPCLOwner()
    private var witness = TCPCLWitness()
    private let drainsAlways: Bool
    private let refusesOddOffers: Bool
    private var now: UInt64 = 0
    private(set) var violation: TCPCLViolation?

    static let ours = EndpointID.ipn(node: 1, service: 0)
    static let theirs = EndpointID.ipn(node: 2, service: 0)

    /// - Parameter setup: Bit 0: active, 1: TLS, 2: odd offers are refused at once, 3: the transport takes everything.
    init(setup: UInt8) {
        session = TCPCLSession(setup & 1 == 0 ? .passive : .active, Self.configuration(setup), at: 0)
        refusesOddOffers = setup & 4 != 0
        drainsAlways = setup & 8 != 0
    }

    /// Small limits, so that short inputs reach them.
    private static func configuration(_ setup: UInt8) -> TCPCLConfiguration {
        var configuration = TCPCLConfiguration(nodeID: ours, tls: setup & 2 == 0 ? .none : .required)
        configuration.segmentMRU = 100
        configuration.transferMRU = 200
        configuration.segmentLength = 5
        configuration.unacknowledgedBytes = 150
        configuration.unacknowledgedSegments = 8
        configuration.idleTimeout = 100_000
        return configuration
    }

    /// One step of the script.
    ///
    /// Below 128, so many bytes come; else what the owner, the transport or the clock does, or a message in short.
    mutating func act(_ pieces: inout Pieces) {
        let code = pieces.byte()
        switch code {
        case ..<128: receive(pieces.bytes(Int(code)))
        case 128: if let id = owner.acceptOldest() { session.acknowledge(id, at: now) }
        case 129: if let id = owner.acceptNewest() { session.acknowledge(id, at: now) }
        case 130: if let id = owner.forgetOldest() { session.refuse(id, reason: .noResources, at: now) }
        case 131: session.refuse(owner.forget(UInt64(pieces.byte())), reason: .completed, at: now)
        case 132: send(length: Int(pieces.byte()))
        case 133: session.terminate(.busy, at: now)
        case 134: session.transportClosed(at: now)
        case 135: session.tlsEstablished(peer: Self.theirs, at: now)
        case 136: session.tlsFailed("no", at: now)
        case 137: pass(UInt64(pieces.byte()) * 1000)
        case 138: if let deadline = session.nextDeadline { pass(deadline - min(now, deadline)) }
        case 139: drain(atMost: 1)
        case 140: drain(atMost: .max)
        default: receive(Self.shorthand(code, &pieces))
        }
        hear()
        if drainsAlways { drain(atMost: .max) }
        checkBounds()
    }

    /// The connection is lost; everything must have been answered then.
    mutating func finish() {
        session.transportClosed(at: now)
        hear()
        drain(atMost: .max)
        owner.finish()
    }

    private mutating func receive(_ bytes: [UInt8]) {
        guard session.wantsInput else { return }
        session.receive(bytes[...], at: now)
    }

    private mutating func send(length: Int) {
        if let id = try? session.send(ArraySlice(repeating: 7, count: length), at: now) { owner.sent.insert(id) }
    }

    private mutating func pass(_ milliseconds: UInt64) {
        now += milliseconds
        session.advance(to: now)
        promise("the next deadline lies ahead") { session.nextDeadline.map { $0 > now } ?? true }
    }

    private mutating func hear() {
        while let event = session.nextEvent() {
            switch event {
            case .violation(let violation), .ended(.violation(let violation)):
                self.violation = self.violation ?? violation
            case .transferOffered(let id, _) where refusesOddOffers && id & 1 == 1:
                session.refuse(id, reason: .notAcceptable, at: now)
            default: break
            }
            owner.hear(event)
        }
    }

    private mutating func drain(atMost limit: Int) {
        var left = limit
        while left > 0, let output = session.nextOutput(at: now) {
            left -= 1
            witness.see(output, owner: &owner)
        }
    }

    private func checkBounds() {
        promise("no more of a bundle is held than was agreed to") { session.incoming.partialBytes <= 200 }
        promise("no more waits for the owner than was agreed to") {
            session.incoming.undecidedBytes < 150 + 200 && session.incoming.answerCount <= 8 + 1
        }
        promise("no more is held than one message and what came last") { session.decoder.waitingCount <= 5000 }
        promise("a session that is over waits for nothing") {
            !session.isOver || (session.nextDeadline == nil && !session.wantsInput)
        }
    }

    private static func shorthand(_ code: UInt8, _ pieces: inout Pieces) -> [UInt8] {
        switch code {
        case 141: return TCPCLContactHeader(canUseTLS: false).encoded
        case 142: return TCPCLContactHeader(canUseTLS: true).encoded
        case 143:
            let parameters = TCPCLSessionInit(
                keepalive: 10, segmentMRU: 1024, transferMRU: 100, nodeID: Array(theirs.description.utf8))
            return TCPCLMessage.initialize(parameters).encoded
        case 144..<148:
            let flags = TCPCLSegmentFlags(rawValue: code & 3)
            let head = TCPCLSegmentHead(flags: flags, id: UInt64(pieces.byte()), length: Int(pieces.byte()))
            return TCPCLMessage.segment(head).encoded + [UInt8](repeating: code, count: head.length)
        case 148..<152:
            let flags = TCPCLSegmentFlags(rawValue: code & 3)
            let id = UInt64(pieces.byte())
            let answer = TCPCLAcknowledgement(flags: flags, id: id, length: UInt64(pieces.byte()))
            return TCPCLMessage.acknowledge(answer).encoded
        default: return [code]
        }
    }
}

/// The owner's books.
struct TCPCLOwner {
    var sent: Set<UInt64> = []
    private var answered: Set<UInt64> = []
    private var received: [UInt64] = []
    /// How often a transfer ID was declared durable and not yet finally acknowledged.
    private(set) var durable: [UInt64: Int] = [:]
    private var hasEnded = false

    mutating func acceptOldest() -> UInt64? { received.isEmpty ? nil : accept(received.removeFirst()) }
    mutating func acceptNewest() -> UInt64? { received.popLast().map { accept($0) } }
    mutating func forgetOldest() -> UInt64? { received.isEmpty ? nil : received.removeFirst() }

    /// Whether it was received or not.
    mutating func forget(_ id: UInt64) -> UInt64 {
        received.removeAll { $0 == id }
        return id
    }

    private mutating func accept(_ id: UInt64) -> UInt64 {
        durable[id, default: 0] += 1
        return id
    }

    mutating func hear(_ event: TCPCLEvent) {
        promise("nothing is told after the end") { !hasEnded }
        switch event {
        case .transferReceived(let id, let bundle):
            promise("a bundle is within the transfer MRU") { bundle.count <= 200 }
            promise("an ID is used once at a time") { !received.contains(id) }
            received.append(id)
        case .transferAcknowledged(let id), .transferRefused(let id, _), .transferFailed(let id):
            promise("every bundle is answered once") { sent.contains(id) && answered.insert(id).inserted }
        case .ended: hasEnded = true
        case .established, .transferOffered, .transferAbandoned, .peerTerminates, .violation, .messageRejected: break
        }
    }

    /// The final acknowledgement of a transfer was seen on the wire.
    mutating func acknowledged(_ id: UInt64) {
        promise("only what is durable is acknowledged, and once") { durable[id, default: 0] > 0 }
        durable[id, default: 0] -= 1
    }

    func finish() {
        promise("every session ends") { hasEnded }
        promise("every bundle is answered") { answered == sent }
    }
}

/// Reads what the session sends.
private struct TCPCLWitness {
    private var decoder = TCPCLDecoder(segmentMRU: 5)
    private var isClosed = false
    private var openTransfer: UInt64?

    mutating func see(_ output: TCPCLOutput, owner: inout TCPCLOwner) {
        promise("nothing is done after close") { !isClosed }
        guard case .write(let head, let payload) = output else {
            isClosed = output == .close
            return
        }
        promise("nothing empty is written") { !head.isEmpty }
        decoder.feed((head + payload)[...])
        promise("what is sent can be read") {
            while let item = try decoder.next() { check(item, &owner) }
            return decoder.waitingCount == 0 && decoder.dataLeft == 0
        }
    }

    private mutating func check(_ item: TCPCLDecoder.Item, _ owner: inout TCPCLOwner) {
        switch item {
        case .message(.acknowledge(let answer)) where answer.flags.contains(.end): owner.acknowledged(answer.id)
        case .message(.segment(let head)): check(head)
        case .contact, .message, .data: break
        }
    }

    private mutating func check(_ head: TCPCLSegmentHead) {
        promise("a transfer begins with its first segment") { head.flags.contains(.start) || openTransfer == head.id }
        openTransfer = head.flags.contains(.end) ? nil : head.id
    }
}
