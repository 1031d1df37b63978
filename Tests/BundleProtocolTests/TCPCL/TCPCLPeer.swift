@testable import BundleProtocol

/// The other side of a session, played by hand: what it sends is put in, what it would get is taken out.
struct TCPCLPeer {
    var session: TCPCLSession
    var now: UInt64 = 1000
    /// Everything that the session has sent.
    private(set) var output: [UInt8] = []
    private(set) var steps: [TCPCLOutput] = []
    private(set) var events: [TCPCLEvent] = []

    static let ours = EndpointID.ipn(node: 1, service: 0)
    static let theirs = EndpointID.ipn(node: 2, service: 0)

    static func configuration(_ change: (inout TCPCLConfiguration) -> Void = { _ in }) -> TCPCLConfiguration {
        var configuration = TCPCLConfiguration(nodeID: ours, tls: .none)
        change(&configuration)
        return configuration
    }

    init(_ role: TCPCLSession.Role = .passive, _ configuration: TCPCLConfiguration = configuration()) {
        session = TCPCLSession(role, configuration, at: now)
    }

    /// A session that is established, with the output and events up to there forgotten.
    static func established(
        _ role: TCPCLSession.Role = .passive, _ configuration: TCPCLConfiguration = configuration(),
        keepalive: UInt16 = 0, segmentMRU: UInt64 = 1 << 20, transferMRU: UInt64 = 1 << 20
    ) -> TCPCLPeer {
        var peer = TCPCLPeer(role, configuration)
        peer.contact()
        peer.initialize(keepalive: keepalive, segmentMRU: segmentMRU, transferMRU: transferMRU)
        peer.forget()
        return peer
    }

    /// Lets the session do all that it wants to do.
    mutating func run() {
        while let event = session.nextEvent() { events.append(event) }
        drain()
    }

    mutating func drain() {
        while let step = session.nextOutput(at: now) {
            steps.append(step)
            if case .write(let head, let payload) = step { output += head + payload }
        }
    }

    mutating func send(_ bytes: [UInt8]) {
        session.receive(bytes[...], at: now)
        run()
    }

    mutating func contact(canUseTLS: Bool = false) { send(TCPCLContactHeader(canUseTLS: canUseTLS).encoded) }

    mutating func initialize(
        nodeID: String = theirs.description, keepalive: UInt16 = 0, segmentMRU: UInt64 = 1 << 20,
        transferMRU: UInt64 = 1 << 20, extensions: [UInt8] = []
    ) {
        send(
            .initialize(
                TCPCLSessionInit(
                    keepalive: keepalive, segmentMRU: segmentMRU, transferMRU: transferMRU, nodeID: Array(nodeID.utf8),
                    extensions: extensions)))
    }

    mutating func send(_ message: TCPCLMessage, data: [UInt8] = []) { send(message.encoded + data) }

    mutating func segment(
        _ id: UInt64, _ flags: TCPCLSegmentFlags = [.start, .end], _ data: [UInt8] = [1, 2, 3], extensions: [UInt8] = []
    ) {
        send(.segment(TCPCLSegmentHead(flags: flags, id: id, extensions: extensions, length: data.count)), data: data)
    }

    mutating func acknowledge(_ id: UInt64, _ flags: TCPCLSegmentFlags = [.start, .end], length: UInt64) {
        send(.acknowledge(TCPCLAcknowledgement(flags: flags, id: id, length: length)))
    }

    mutating func forget() {
        output = []
        steps = []
        events = []
    }

    /// The messages that the session has sent since the last time, without the data of segments.
    mutating func messages() throws -> [TCPCLMessage] {
        var decoder = TCPCLDecoder(segmentMRU: 64 << 20)
        let hasContact = output.starts(with: TCPCLContactHeader.magic)
        let stream = hasContact ? output : TCPCLContactHeader(canUseTLS: false).encoded + output
        decoder.feed(stream[...])
        forget()
        var messages: [TCPCLMessage] = []
        while let item = try decoder.next() {
            if case .message(let message) = item { messages.append(message) }
        }
        return messages
    }

    /// The ending that the session has told of.
    var ending: TCPCLEnding? {
        for case .ended(let ending) in events { return ending }
        return nil
    }

    /// What was agreed to, as the session has told it.
    var parameters: TCPCLParameters? {
        for case .established(let parameters) in events { return parameters }
        return nil
    }

    /// The rules whose violation the session has told of.
    var violations: [TCPCLViolation.Rule] {
        events.compactMap {
            switch $0 {
            case .violation(let violation), .ended(.violation(let violation)): violation.rule
            default: nil
            }
        }
    }

    var isClosed: Bool { steps.last == .close }
}
