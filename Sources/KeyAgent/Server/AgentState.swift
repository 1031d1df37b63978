/// What the agent holds, and when it must let go; no I/O, and the time is passed in.
struct AgentState {
    private struct Entry {
        let secret: SharedSecret
        let expiry: BootTime
    }

    private var entries: [SecretName: Entry] = [:]
    /// Until when an agent that has held nothing yet waits for its first secret.
    private let graceEnd: BootTime
    private var hasHeldSecret = false

    init(startedAt now: BootTime, grace: Duration) {
        graceEnd = now + grace
    }

    /// When `expire` or `isFinished` may next have something new to say.
    var nextDeadline: BootTime? {
        entries.values.map(\.expiry).min() ?? (hasHeldSecret ? nil : graceEnd)
    }

    /// Whether there is nothing left to stay for.
    func isFinished(at now: BootTime) -> Bool {
        entries.isEmpty && (hasHeldSecret || now >= graceEnd)
    }

    /// Wipes what has come to the end of its life.
    mutating func expire(at now: BootTime) {
        entries = entries.filter { $0.value.expiry > now }
    }

    /// Does what a request asks; `body` is what the request was read from.
    mutating func answer(_ request: AgentRequest, body: UnsafeRawBufferPointer, at now: BootTime) -> AgentReply {
        // A timer may be late; a secret never is.
        expire(at: now)
        switch request {
        case .store(let name, let lifetime, let range):
            return store(UnsafeRawBufferPointer(rebasing: body[range]), as: name, until: now + lifetime)
        case .fetch(let name): return entries[name].map { .secret($0.secret) } ?? .notHeld
        case .forget(let name): return .forgotten(entries.removeValue(forKey: name) == nil ? 0 : 1)
        case .forgetAll: return forgetAll()
        case .status: return .status(held(at: now))
        }
    }

    private mutating func store(_ bytes: UnsafeRawBufferPointer, as name: SecretName, until expiry: BootTime)
        -> AgentReply
    {
        guard entries[name] != nil || entries.count < AgentLimits.secrets else { return .refused(.noRoom) }
        do {
            let secret = SharedSecret(try LockedSecret(copying: bytes, locking: .required))
            entries[name] = Entry(secret: secret, expiry: expiry)
            hasHeldSecret = true
            return .stored
        } catch {
            return .refused(.memoryNotLocked)
        }
    }

    private mutating func forgetAll() -> AgentReply {
        defer { entries.removeAll() }
        return .forgotten(entries.count)
    }

    /// In the order of the names' bytes, so that two answers can be compared.
    private func held(at now: BootTime) -> [HeldSecret] {
        entries.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }
            .map { HeldSecret(name: $0.key.text, secondsLeft: $0.value.expiry.seconds(since: now)) }
    }
}
