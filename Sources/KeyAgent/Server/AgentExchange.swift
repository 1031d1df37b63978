/// One client's request and the reply to it, as far as they have come; no I/O, the bytes are passed in and out.
struct AgentExchange: ~Copyable {
    /// The bytes before the body, as far as received.
    private var head: [UInt8] = []
    private var kind: RequestKind?
    /// The body in locked memory, because it may hold a secret.
    private var body: LockedSecret?
    private var bodyFilled = 0
    private var reply: OutgoingReply?

    /// Whether the request is complete or refused, so that the agent has to write now.
    var isReplying: Bool { reply != nil }
    /// Whether the whole reply has been given out.
    var isDone: Bool { reply?.isDone ?? false }

    /// Offers the room that is left for the request to `read`, which returns how many bytes it put there.
    mutating func receive(_ read: (UnsafeMutableRawBufferPointer) -> Int) {
        if kind == nil {
            receiveHead(read)
        } else {
            receiveBody(read)
        }
    }

    /// Offers the rest of the reply to `write`, which returns how many bytes it took.
    mutating func send(_ write: (UnsafeRawBufferPointer) -> Int) {
        reply?.give(write)
    }

    mutating func refuse(_ refusal: Refusal) {
        body = nil
        reply = OutgoingReply(.refused(refusal))
    }

    /// Lets the state answer the request once it is complete; wipes the request.
    mutating func answer(from state: inout AgentState, at now: BootTime) {
        guard reply == nil, let kind else { return }
        guard let received = body.take() else { return }
        guard bodyFilled == received.count else {
            body = consume received
            return
        }
        reply = received.withUnsafeBytes { bytes in
            do throws(Refusal) {
                return OutgoingReply(state.answer(try AgentRequest(kind, body: bytes), body: bytes, at: now))
            } catch {
                return OutgoingReply(.refused(error))
            }
        }
    }

    private mutating func receiveHead(_ read: (UnsafeMutableRawBufferPointer) -> Int) {
        let missing = AgentFrame.headSize - head.count
        head += withUnsafeTemporaryAllocation(byteCount: missing, alignment: 1) { Array($0.prefix(read($0))) }
        guard head.count == AgentFrame.headSize else { return }
        do throws(Refusal) {
            try beginBody(AgentFrame(head: head))
        } catch {
            refuse(error)
        }
    }

    private mutating func beginBody(_ frame: AgentFrame) throws(Refusal) {
        let kind = try RequestKind(frame)
        self.kind = kind
        do {
            body = try LockedSecret(count: frame.bodySize, locking: kind == .store ? .required : .bestEffort)
        } catch {
            throw .memoryNotLocked
        }
    }

    private mutating func receiveBody(_ read: (UnsafeMutableRawBufferPointer) -> Int) {
        let filled = bodyFilled
        let count = body?.withUnsafeMutableBytes { read(UnsafeMutableRawBufferPointer(rebasing: $0[filled...])) }
        bodyFilled += count ?? 0
    }
}
