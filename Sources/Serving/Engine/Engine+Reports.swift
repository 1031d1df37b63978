import BundleProtocol
import Links
import Logging
import Relay
import Station
import Telegrams
import Traffic

// What was reported since the last turn.

extension Engine {
    func note(_ report: Report) {
        switch report {
        case .session(let event): note(event)
        case .notConnected(let link, let reason): notConnected(link, reason)
        case .collected(let link, let bundles): pending.collected.append((link, bundles))
        case .looked(let link, let trouble): looked(link, trouble)
        case .attempted(let link, let numbers, let attempt): attempted(link, numbers, attempt)
        case .checked(let enclosure, let result): pending.checked.append((enclosure, result))
        case .listening(let place, let address): listens(place, address)
        case .notListening(let place, let reason): notListening(place, reason)
        case .turn: break
        case .stop: stop()
        case .lastSession: isLastSession = true
        }
    }

    private func note(_ event: SessionEvent) {
        switch event {
        case .opened(let session): opened(session)
        case .received(let session, let transfer, let bundle): received(session, transfer, bundle)
        case .acknowledged(let session, let number):
            acknowledged(session, number)
        case .refused(let session, let number, let reason): refused(session, number, reason)
        case .unanswered(let session, let number, .notSent(.tooLong(let limit))):
            returned(session, number, .tooLarge(limit: Int(clamping: limit)))
        case .unanswered(let session, let number, _): returned(session, number, .interrupted)
        case .closing(let session, _): _ = sessions.change(session.id) { $0.isClosing = true }
        case .closed(let session, let ending): closed(session, ending)
        case .rejectedPeer: break  // The host has logged it.
        }
    }

    // MARK: Sessions

    private func opened(_ session: Session) {
        if let link = session.info.link { connector.finished(link) }
        guard let link = link(for: session), let peer = links[link]?.peer else {
            let who = session.info.peer?.designator ?? session.info.remote
            logger.warning(
                "session refused: no link leads to \(who)",
                metadata: ["hint": "add one with 'cable link add-tcp NAME \(who)'", "remote": "\(session.info.remote)"])
            return session.terminate(.contactFailure)
        }
        let mayUse = links[link]?.isSilent == false && outbox.dispatcher.isWindowOpen(link, at: now())
        guard !isStopping, mayUse else { return session.terminate(.busy) }
        let isFirst = sessions.on(link).isEmpty
        sessions.insert(OpenSession(session: session, link: link, peer: peer, since: now()))
        if isFirst { outbox.dispatcher.linkOpened(link, at: now()) }
        troubles[link] = nil
        logger.info(
            "session open",
            metadata: [
                "link": "\(link)", "peer": "\(peer)", "remote": "\(session.info.remote)",
                "key_agreement":
                    "\(session.info.tls.map { $0.keyAgreement ?? "not told by the TLS library" } ?? "none")",
            ])
    }

    /// The link that a session is on: the one that was connected, or the one that leads to whoever has connected.
    private func link(for session: Session) -> String? {
        if let link = session.info.link { return links[link] == nil ? nil : link }
        return links.link(
            of: session.info.tls == nil ? .pipe : .tcp, to: session.info.peer?.designator ?? "")
    }

    private func received(_ session: Session, _ transfer: UInt64, _ bundle: [UInt8]) {
        // A session that was refused, or that has ended: nothing of it is taken.
        guard let open = sessions[session.id] else { return session.refuse(transfer, .sessionTerminating) }
        let received = ReceivedBundle(bytes: bundle, peer: open.peer, link: open.link)
        pending.received.append(Pending.Received(session: session, transfer: transfer, bundle: received))
    }

    private func answered(_ session: Session, _ number: UInt64) -> Outgoing? {
        sessions.change(session.id) { $0.takeBack(number) } ?? nil
    }

    private func acknowledged(_ session: Session, _ number: UInt64) {
        guard let outgoing = answered(session, number) else { return }
        pending.handed.append(outgoing)
        // The other side does its work.
        if !duties.isEmpty { duties.done(.handingOver(link: outgoing.handedOver.link)) }
    }

    private func refused(_ session: Session, _ number: UInt64, _ reason: TCPCLRefusalReason) {
        // It has the bundle already.
        if reason == .completed { return acknowledged(session, number) }
        logger.notice(
            "bundle put off by the other side",
            metadata: ["link": "\(sessions[session.id]?.link ?? "")", "reason": "\(reason.rawValue)"])
        switch reason {
        case .retransmit, .sessionTerminating: returned(session, number, .interrupted)
        case .notAcceptable: returned(session, number, .neverOnThisLink)
        default:
            returned(session, number, .later)
            doubt(session)
        }
    }

    private func returned(_ session: Session, _ number: UInt64, _ reason: Return) {
        guard let outgoing = answered(session, number) else { return }
        outbox.dispatcher.returned(outgoing.ticket, reason, at: now())
    }

    /// Refusals without end may be the other program's fault, and then a new session mends it: the link is made anew after
    /// every few of them.
    private func doubt(_ session: Session) {
        guard let open = sessions[session.id], !open.isClosing else { return }
        let putOffs = outbox.dispatcher.putOffs(on: open.link)
        guard putOffs > 0, putOffs.isMultiple(of: Self.patience) else { return }
        duties.failed(
            .handingOver(link: open.link), "the other side puts off whatever it is offered",
            remedy: "the link is made anew now and then; ask the clerk of \(open.peer) whether there is room", at: now()
        )
        for id in sessions.on(open.link) {
            _ = sessions.change(id) { $0.isClosing = true }
            sessions[id]?.session.terminate()
        }
    }

    /// So many refusals in a row, each after a longer pause, are too many.
    private static let patience = 5

    private func closed(_ session: Session, _ ending: SessionEnding) {
        guard let open = sessions.remove(session.id) else { return }
        for outgoing in open.outgoing.values { outbox.dispatcher.returned(outgoing.ticket, .interrupted, at: now()) }
        logger.info("session over", metadata: ["link": "\(open.link)", "peer": "\(open.peer)", "reason": "\(ending)"])
        if ending.ending == .unansweredTransfer {
            duties.failed(
                .handingOver(link: open.link), "\(ending)",
                remedy: "the link is made anew; ask the clerk of \(open.peer) whether all is well there", at: now())
        }
        guard sessions.on(open.link).isEmpty else {
            secondTry[open.link] = now().adding(seconds: 30)
            return
        }
        if !ending.isOurs { troubles[open.link] = "\(ending)" }
        outbox.dispatcher.linkClosed(open.link, at: now(), failed: !ending.isOurs)
    }

    private func notConnected(_ link: String, _ reason: String) {
        connector.finished(link)
        guard sessions.on(link).isEmpty else {
            secondTry[link] = now().adding(seconds: 30)
            return
        }
        if troubles[link] != reason { logger.warning("\(reason)", metadata: ["link": "\(link)"]) }
        troubles[link] = reason
        outbox.dispatcher.linkClosed(link, at: now(), failed: true)
    }

    // MARK: Places where others connect

    private func listens(_ place: String, _ address: String) {
        listening[place] = address
        duties.done(.listening(place))
    }

    private func notListening(_ place: String, _ reason: String) {
        listening[place] = nil
        duties.failed(
            .listening(place), reason, remedy: "find out who uses it, or choose another place with --listen", at: now())
    }

    // MARK: Workers

    private func looked(_ link: String, _ trouble: String?) {
        workers[link]?.isLooking = false
        workers[link]?.lookAt = now().adding(milliseconds: settings.folderInterval)
        noteTrouble(trouble, of: link)
    }

    private func attempted(_ link: String, _ numbers: [UInt64], _ attempt: HandOver) {
        for number in numbers {
            guard let outgoing = workers[link]?.outgoing.removeValue(forKey: number) else { continue }
            if attempt.handed.contains(outgoing.handedOver.identity) {
                pending.handed.append(outgoing)
            } else if attempt.noRoom.contains(outgoing.handedOver.identity) {
                outbox.dispatcher.returned(outgoing.ticket, .noRoom(bytes: outgoing.size), at: now())
            } else {
                outbox.dispatcher.returned(outgoing.ticket, attempt.isWorking ? .later : .interrupted, at: now())
            }
        }
        let trouble = attempt.troubles.isEmpty ? nil : attempt.troubles.joined(separator: "; ")
        let before = troubles[link]
        noteTrouble(attempt.isWorking ? nil : trouble, of: link)
        guard attempt.isWorking, let trouble else { return }
        // It works, and yet not everything went: there was no room, or something was refused.
        if before != trouble { logger.warning("\(trouble)", metadata: ["link": "\(link)"]) }
        troubles[link] = trouble
    }

    /// Opens or closes a link that has no sessions.
    private func noteTrouble(_ trouble: String?, of link: String) {
        if let trouble {
            if troubles[link] != trouble { logger.warning("\(trouble)", metadata: ["link": "\(link)"]) }
            outbox.dispatcher.linkClosed(link, at: now(), failed: true)
        } else if outbox.dispatcher.mayTry(link, at: now()) {
            outbox.dispatcher.linkOpened(link, at: now())
        }
        troubles[link] = trouble
    }
}
