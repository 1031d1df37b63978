import BundleProtocol
import Logging

extension SessionHandler {
    /// - Returns: Whether there was an event.
    func tellEvents() -> Bool {
        var any = false
        while let event = machine.nextEvent() {
            any = true
            tell(event)
        }
        return any
    }

    func tell(_ event: (Session) -> SessionEvent) {
        guard let session else { return }
        plan.owner.events(event(session))
    }

    private func tell(_ event: TCPCLEvent) {
        switch event {
        case .established(let parameters): open(parameters)
        case .transferOffered(let id, let length): offer(id, length: length)
        case .transferAbandoned: break  // What was offered and did not come needs no verdict.
        case .transferReceived(let id, let bundle): tell { .received($0, transfer: id, bundle: bundle) }
        case .transferAcknowledged(let id): answer(id) { .acknowledged($0, $1) }
        case .transferRefused(let id, let reason): answer(id) { .refused($0, $1, reason) }
        case .transferFailed(let id): answer(id) { .unanswered($0, $1, .sessionEnded) }
        case .peerTerminates(let reason): tell { .closing($0, reason) }
        case .violation(let violation): complain("the other side broke a rule: \(violation)")
        case .messageRejected(let type, let reason):
            complain("the other side rejected a message of type \(type), reason \(reason.rawValue)")
        case .ended(let ending): end(SessionEnding(ending: ending, transportError: transportError))
        }
    }

    private func offer(_ id: UInt64, length: UInt64?) {
        guard let session, let reason = plan.owner.refusal(session, length) else { return }
        machine.refuse(id, reason: reason, at: now)
    }

    private func answer(_ id: UInt64, _ event: (Session, UInt64) -> SessionEvent) {
        guard let number = numbers.removeValue(forKey: id) else { return }
        tell { event($0, number) }
    }

    private func open(_ parameters: TCPCLParameters) {
        guard let context else { return }
        let info = SessionInfo(
            id: plan.id, link: plan.link, remote: plan.remote, peer: tls.peer ?? plan.trustedPeer,
            parameters: parameters, tls: tls.facts)
        let mailbox = SessionMailbox(eventLoop: context.eventLoop, handler: self)
        let session = Session(info: info) { mailbox.post($0) }
        self.session = session
        log(.debug, "session with \(parameters.peer) opened, \(info.protection)")
        plan.owner.events(.opened(session))
        plan.opened(session)
    }

    private func end(_ ending: SessionEnding) {
        log(session == nil ? .notice : .debug, "\(ending)")
        self.ending = ending
        closeInAnyCase()
        if context?.channel.isActive != true { tellEnding() }
    }

    /// Tells that the session is over: only once the rest was sent and the transport is closed, because whoever is told
    /// may end the process, and then the other side would not hear why.
    func tellEnding() {
        guard let ending else { return }
        self.ending = nil
        if session == nil { plan.failed(ending) } else { tell { .closed($0, ending) } }
    }

    /// Logs what the other side does wrong, a few times: it must not be able to fill our log.
    private func complain(_ message: Logger.Message) {
        complaints += 1
        if complaints <= Self.mostComplaints { log(.warning, message) }
        if complaints == Self.mostComplaints { log(.warning, "no more of this session's mistakes are logged") }
    }

    private static let mostComplaints = 8

    func log(_ level: Logger.Level, _ message: Logger.Message) {
        plan.logger.log(level: level, message, metadata: ["session": "\(plan.id)", "remote": "\(plan.remote)"])
    }
}

extension SessionInfo {
    /// How the session is protected, in words for the log and the status page.
    package var protection: String {
        guard let tls else { return "without TLS" }
        return "\(tls.version), key agreement \(tls.keyAgreement ?? "not told by the TLS library")"
    }
}
